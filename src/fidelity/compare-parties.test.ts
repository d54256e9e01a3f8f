import { expect, test } from "vitest";
import type { CallEvent } from "../simulator/transcript.ts";
import { compareTranscripts } from "./align.ts";

const dialled = (forMs: number, others: object = {}): CallEvent => ({
  atMs: 0,
  kind: "dialled",
  targets: ["a", "b"],
  callerId: "+15005550006",
  timeoutMs: 10_000,
  answered: true,
  forMs,
  ...others,
});
const bridged = (forMs: number, endedBy: "caller" | "callee" = "callee"): CallEvent => ({
  atMs: 0,
  kind: "bridged",
  target: "a",
  forMs,
  endedBy,
});
const told = (reference: CallEvent, kazoo: CallEvent) =>
  compareTranscripts([reference], [kazoo]).map((one) => [one.what, one.reference, one.kazoo]);

test("who is called in another order is the same, who is another is not", () => {
  expect(told(dialled(2000), dialled(2000, { targets: ["b", "a"] }))).toEqual([]);
  expect(told(dialled(2000), dialled(2000, { targets: ["a"] }))).toEqual([["dial", "a and b", "a"]]);
});

test("another caller id is told", () => {
  const kazoo = dialled(2000, { callerId: "+15005550012" });
  expect(told(dialled(2000), kazoo)).toEqual([["caller-id", "+15005550006", "+15005550012"]]);
});

test("only a ringing that nobody ends may be longer by what carriers add", () => {
  expect(told(dialled(10_000), dialled(15_000))).toEqual([]);
  expect(told(dialled(10_000), dialled(16_000))).toEqual([["ringing", "10000 ms", "16000 ms"]]);
  expect(told(dialled(2000), dialled(7000))).toEqual([["ringing", "2000 ms", "7000 ms"]]);
  expect(told(dialled(10_000), dialled(5000))).toEqual([["ringing", "10000 ms", "5000 ms"]]);
});

test("a talk of another length is told, and one that another ends", () => {
  expect(told(bridged(2000), bridged(2400))).toEqual([]);
  expect(told(bridged(2000), bridged(3000))).toEqual([
    ["talk", "2000 ms, ended by the callee", "3000 ms, ended by the callee"],
  ]);
  expect(told(bridged(2000), bridged(2000, "caller"))).toHaveLength(1);
});

const asked = (DialCallSid: string): CallEvent => ({
  atMs: 0,
  kind: "asked",
  method: "POST",
  url: "https://app.example/d",
  parameters: { DialCallSid },
});

test("sids of calls are the platform's own, but have to be sids", () => {
  const [one, two] = [`CA${"0".repeat(32)}`, `CA${"f".repeat(32)}`];
  expect(told(asked(one), asked(two))).toEqual([]);
  expect(told(asked(one), asked("CA1"))).toHaveLength(1);
});
