import fc from "fast-check";
import { expect, test } from "vitest";
import type { Parameter } from "../pivot/call.ts";
import { decodeForm } from "../pivot/decode-form.ts";
import { plainName, readChannelEvent } from "./channel-event.ts";

const now = Date.UTC(2025, 0, 1);
const gregorian = now / 1000 + 62_167_219_200;

test("an end is read from a form as Kazoo writes it", () => {
  const form = [
    "hook_event=channel_destroy&account_id=acc&call_id=a%401&other_leg_call_id=b%401",
    "call_direction=outbound&is_internal_leg=false&to=15005550010%40acme.example.com",
    `timestamp=${gregorian - 5}&hangup_cause=NORMAL_CLEARING&hangup_code=sip%3A200&billing_seconds=12`,
    "custom_channel_vars[owner_id]=OWNER&duration_seconds=15",
  ].join("&");
  expect(readChannelEvent(decodeForm(form), now)).toEqual({
    event: "channel_destroy",
    accountId: "acc",
    callId: "a@1",
    otherCallId: "b@1",
    isInternal: false,
    atMs: now - 5_000,
    names: ["15005550010", "owner"],
    cause: "NORMAL_CLEARING",
    code: "sip:200",
    billingSeconds: 12,
  });
});

test("JSON has numbers and booleans", () => {
  const payload = { hook_event: "channel_create", account_id: "acc", call_id: "a", is_internal_leg: true };
  expect(readChannelEvent({ ...payload, timestamp: gregorian, billing_seconds: 3 }, now)).toMatchObject({
    isInternal: true,
    atMs: now,
    billingSeconds: 3,
  });
});

test.each([
  [{ hook_event: "parking", account_id: "acc", call_id: "a" }],
  [{ hook_event: "channel_create", call_id: "a" }],
  [{ hook_event: "channel_create", account_id: "acc" }],
  [{ hook_event: "channel_create", account_id: "acc", call_id: ["a"] }],
])("%j is no event of a call", (payload) => {
  expect(readChannelEvent(payload, now)).toBeUndefined();
});

test.each([undefined, "soon", String(now / 1000), "1"])("the timestamp %s is not believed", (timestamp) => {
  const payload = { hook_event: "channel_create", account_id: "acc", call_id: "a" };
  const event = readChannelEvent(timestamp === undefined ? payload : { ...payload, timestamp }, now);
  expect(event?.atMs).toBe(now);
});

test.each([
  ["+15005550010", "15005550010"],
  ["sip:Bob@example.com;transport=tls", "bob"],
  ["client:alice", "alice"],
])("%s is compared as %s", (name, plain) => {
  expect(plainName(name)).toBe(plain);
});

test("any payload is read or ignored", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.object());
  const names = ["account_id", "call_id", "timestamp", "custom_channel_vars", "billing_seconds", "to"];
  const payloads = fc.dictionary(fc.constantFrom(...names), value);
  fc.assert(
    fc.property(payloads, (payload) => {
      const all = { ...payload, hook_event: "channel_destroy" } as Record<string, Parameter>;
      const event = readChannelEvent(all, now);
      expect(event === undefined || Number.isSafeInteger(event.atMs + event.billingSeconds)).toBe(true);
    }),
  );
});
