import { expect, it } from "vitest";
import { SimulatorError } from "../simulator-error.ts";
import { KazooCall } from "./call.ts";
import type { Data } from "./data.ts";
import { exampleCall } from "./example-call.ts";
import { pivotRequest } from "./pivot-request.ts";

function requestOf(data: Data, digits: Record<string, string> = {}) {
  const call = new KazooCall({
    version: "4.3",
    flow: {},
    facts: exampleCall,
    caller: [],
    check: () => [],
    request: () => Promise.reject(new Error("nothing is asked here")),
  });
  for (const [name, pressed] of Object.entries(digits)) call.digits.set(name, pressed);
  return pivotRequest({ req_format: "kazoo", method: "post", ...data }, call);
}

it("posts a form, with the query of the URL where it was", () => {
  const request = requestOf({ voice_url: "https://p.example/k?s=1", req_body_format: "form" }, { g1: "1#" });
  expect(request).toMatchObject({
    method: "POST",
    url: "https://p.example/k?s=1",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(request?.body).toContain("&Direction=inbound&Digits[g1]=1%23&&&Caller-ID-Number=%2B14155550100&");
});

it("posts JSON where the node says so", () => {
  const request = requestOf({ voice_url: "https://p.example/k", req_body_format: "json" }, { g1: "12" });
  expect(request?.headers).toEqual({ "content-type": "application/json" });
  expect(JSON.parse(request?.body ?? "")).toMatchObject({ Digits: { g1: "12" }, "Custom-SIP-Headers": {} });
});

it("gets with everything in the query and no body", () => {
  const request = requestOf({ voice_url: "https://p.example/k?s=1#top", method: "GET" });
  expect(request).toMatchObject({ method: "GET", headers: {}, body: "" });
  expect(request?.url).toMatch(/^https:\/\/p\.example\/k\?s=1&To-Realm=acme\.example\.com&.*Account-ID=\w+$/);
});

it("cannot get as soon as a name has brackets", () => {
  expect(requestOf({ voice_url: "https://p.example/k", method: "get" }, { g1: "1" })).toBeUndefined();
});

it.each(["https://p.example/a b", "https://p.example/é"])("sends nothing to %s", (url) => {
  expect(requestOf({ voice_url: url })).toBeUndefined();
});

it("sends a fragment to nobody", () => {
  expect(requestOf({ voice_url: "https://p.example/k?a=1#top" })?.url).toBe("https://p.example/k?a=1");
});

it("turns userinfo into credentials, of which a GET loses the colon", () => {
  const url = "https://user:pass@p.example/k";
  const credentials = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
  expect(requestOf({ voice_url: url })).toMatchObject({
    url: "https://p.example/k",
    headers: credentials("user:pass"),
  });
  expect(requestOf({ voice_url: url, method: "get" })?.headers).toEqual(credentials("userpass:"));
});

it("does not know Twilio's names", () => {
  expect(() => requestOf({ voice_url: "https://p.example/k", req_format: "twiml" })).toThrow(SimulatorError);
});
