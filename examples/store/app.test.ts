import { once } from "node:events";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStore } from "./app.ts";

const authToken = "the-token-of-the-shop";
const noon = Date.parse("2026-03-02T12:00:00Z");
const night = Date.parse("2026-03-02T17:00:00Z");

let time = noon;
let base = "";
const server = createStore({ authToken, now: () => time }).listen(0, "127.0.0.1");

beforeAll(async () => {
  if (!server.listening) await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

async function post(
  path: string,
  parameters: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const url = `${base}${path}`;
  const all = { CallSid: `CA${"0".repeat(32)}`, From: "+15005550006", ...parameters };
  const signature = twilio.getExpectedTwilioSignature(authToken, url, all);
  const body = new URLSearchParams(all);
  return fetch(url, { method: "POST", body, headers: { "x-twilio-signature": signature, ...headers } });
}

async function documentAt(...request: Parameters<typeof post>): Promise<string> {
  return (await post(...request)).text();
}

test("a request that Twilio did not sign is refused", async () => {
  expect((await post("/voice", {}, { "x-twilio-signature": "wrong" })).status).toBe(403);
});

test("a call between nine and five is led to the menu, by a relative URL", async () => {
  time = noon;
  const response = await post("/voice");
  expect(response.headers.get("content-type")).toContain("text/xml");
  expect(await response.text()).toMatch(
    /welcome to the corner shop.*<Redirect method="POST">menu<\/Redirect>/,
  );
});

test("a call at five hears that the shop is closed, and ends", async () => {
  time = night;
  expect(await documentAt("/voice")).toMatch(/closed.*<Pause length="1"\/>.*<Hangup\/><\/Response>$/);
});

test("who has been greeted is not greeted again", async () => {
  time = noon;
  const cookie = (await post("/voice")).headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(await documentAt("/voice", {}, { cookie })).toContain("Back at the front desk.");
});

test("a blocked caller is turned away", async () => {
  expect(await documentAt("/voice", { From: "+15005550001" })).toContain('<Response><Reject reason="busy"/>');
});

test("the menu takes one key and tries twice", async () => {
  expect(await documentAt("/menu")).toMatch(/<Gather numDigits="1".*menu\?attempt=2<\/Redirect>/);
  expect(await documentAt("/menu?attempt=2")).toMatch(/Goodbye\.<\/Say><Hangup\/>/);
});

test.each([
  ["1", "5 Market Street"],
  ["2", ">../orders<"],
  ["9", "<Response><Redirect"],
  ["5", "nothing behind this key"],
])("key %s of the menu leads on", async (Digits, expected) => {
  expect(await documentAt("/menu/choice", { Digits })).toContain(expected);
});

test.each([
  ["1002", "Order 1 0 0 2 is on its way to you."],
  ["77", "We have no order 7 7."],
])("order %s is told of", async (Digits, expected) => {
  expect(await documentAt("/orders/status", { Digits })).toContain(expected);
});
