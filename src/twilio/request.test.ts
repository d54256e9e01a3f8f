import { expect, test } from "vitest";
import type { ExchangeLimits } from "../outside.ts";
import { buildRequest, type RequestContext, requestUrl, uuid } from "./request.ts";

const limits: ExchangeLimits = {
  connectTimeoutMs: 5_000,
  readTimeoutMs: 15_000,
  totalTimeoutMs: 15_000,
  maxBodyBytes: () => 65_536,
  serverName: true,
};
const context: RequestContext = {
  authToken: "12345678901234567890123456789012",
  idempotencyToken: "8f7d5c1e-4b0a-4f0a-9a53-5f2f3a1f7a10",
  cookie: undefined,
  authorization: undefined,
  limits,
};
const parameters = {
  CallSid: "CA0123456789abcdef0123456789abcdef",
  AccountSid: "AC0123456789abcdef0123456789abcdef",
  From: "+15551230001",
  To: "+15559870002",
  CallStatus: "ringing",
  ApiVersion: "2010-04-01",
  Direction: "inbound",
};

test("a POST is Twilio's, down to the last header", () => {
  const url = "https://u:p@app.test/ivr/start?tenant=7&a=b%20c#rc=2";
  expect(buildRequest({ url, method: "POST", parameters }, context)).toEqual({
    method: "POST",
    url: "https://app.test/ivr/start?tenant=7&a=b%20c",
    headers: {
      "User-Agent": "TwilioProxy/1.1",
      Accept: "*/*",
      "Accept-Encoding": "gzip",
      "X-Home-Region": "us1",
      "I-Twilio-Idempotency-Token": "8f7d5c1e-4b0a-4f0a-9a53-5f2f3a1f7a10",
      "X-Twilio-Signature": "q18uW4RftxlJS8ErdyAWSV/Em7E=",
      "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    },
    body:
      "CallSid=CA0123456789abcdef0123456789abcdef&AccountSid=AC0123456789abcdef0123456789abcdef" +
      "&From=%2B15551230001&To=%2B15559870002&CallStatus=ringing&ApiVersion=2010-04-01&Direction=inbound",
    limits,
  });
});

test("a GET appends the parameters to the query, which comes first and unchanged", () => {
  const request = buildRequest(
    { url: "https://app.test/ivr/start?tenant=7", method: "GET", parameters },
    context,
  );
  expect(request.url).toBe(
    "https://app.test/ivr/start?tenant=7&CallSid=CA0123456789abcdef0123456789abcdef" +
      "&AccountSid=AC0123456789abcdef0123456789abcdef&From=%2B15551230001&To=%2B15559870002" +
      "&CallStatus=ringing&ApiVersion=2010-04-01&Direction=inbound",
  );
  expect(request.headers["X-Twilio-Signature"]).toBe("u0VBuIUO7FmCvNK/r0b45eaz74E=");
  expect(request.headers["Content-Type"]).toBeUndefined();
  expect(request.body).toBeUndefined();
});

test.each([
  ["https://app.test/x", "https://app.test/x?a=1+2"],
  ["https://app.test", "https://app.test?a=1+2"],
  ["https://app.test/x?", "https://app.test/x?a=1+2"],
  ["https://app.test/x?a=0&a=%2b", "https://app.test/x?a=0&a=%2b&a=1+2"],
  ["https://u:p@app.test/x#rc=1", "https://u:p@app.test/x?a=1+2"],
])("parameters of a GET to %s are asked for as %s", (url, asked) => {
  expect(requestUrl({ url, method: "GET", parameters: { a: "1 2" } })).toBe(asked);
});

test("a GET without parameters leaves the URL alone", () => {
  const url = "https://app.test/x?";
  expect(buildRequest({ url, method: "GET", parameters: {} }, context).url).toBe(url);
});

test("text that is not ASCII goes as UTF-8", () => {
  const request = {
    url: "https://app.test/",
    method: "POST",
    parameters: { CallerName: "Zoë & Co" },
  } as const;
  expect(buildRequest(request, context).body).toBe("CallerName=Zo%C3%AB+%26+Co");
});

test("cookie and credentials are sent where there are some", () => {
  const request = { url: "https://app.test/", method: "POST", parameters: {} } as const;
  const { headers } = buildRequest(request, { ...context, cookie: "sid=1", authorization: "Basic dTpw" });
  expect(headers).toMatchObject({ Cookie: "sid=1", Authorization: "Basic dTpw" });
});

test("without an auth token nothing is signed", () => {
  const request = { url: "https://app.test/", method: "POST", parameters } as const;
  const { headers } = buildRequest(request, { ...context, authToken: undefined });
  expect(Object.keys(headers)).not.toContain("X-Twilio-Signature");
});

test("an idempotency token is a random UUID of version 4", () => {
  expect(uuid(new Uint8Array(16).fill(0xff))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  expect(uuid(new Uint8Array(16))).toBe("00000000-0000-4000-8000-000000000000");
});
