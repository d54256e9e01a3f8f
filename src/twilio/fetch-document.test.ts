import twilio from "twilio";
import { expect, test } from "vitest";
import { ExchangeError, type IncomingResponse, type OutgoingRequest } from "../outside.ts";
import { documentText } from "./document.ts";
import { emptyVisit, fetchDocument, type Visit } from "./fetch-document.ts";
import type { DocumentRequest } from "./request.ts";

const authToken = "12345678901234567890123456789012";
const account = { authToken, timeoutMs: 15_000 };
const start: DocumentRequest = {
  url: "https://app.test/ivr/start",
  method: "POST",
  parameters: { CallSid: "CA0123456789abcdef0123456789abcdef", From: "+15551230001", Digits: "12" },
};

type Step = IncomingResponse | ExchangeError;

function ok(body = "<Response/>", headers: IncomingResponse["headers"] = {}): IncomingResponse {
  return { status: 200, headers: { "content-type": "text/xml", ...headers }, body: Buffer.from(body) };
}

function answer(status: number, headers: IncomingResponse["headers"] = {}): IncomingResponse {
  return { status, headers, body: Buffer.from("<Response><Say>Never heard</Say></Response>") };
}

/** An application that answers by script; each exchange takes `stepMs`. */
function script(steps: readonly Step[], stepMs = 0) {
  const requests: OutgoingRequest[] = [];
  let now = Date.UTC(2026, 0, 1);
  let seed = 0;
  const outside = {
    now: () => now,
    randomBytes: (size: number) => {
      seed += 1;
      return new Uint8Array(size).fill(seed);
    },
    fetch: async (request: OutgoingRequest) => {
      const step = steps[requests.push(request) - 1];
      now += stepMs;
      if (step === undefined) throw new Error("one request too many");
      if (step instanceof ExchangeError) throw step;
      return step;
    },
  };
  return { requests, outside };
}

/** What comes of it, and the requests that were made. */
async function run(
  steps: readonly Step[],
  request: Partial<DocumentRequest> = {},
  visit: Visit = emptyVisit,
) {
  const { requests, outside } = script(steps);
  const fetched = await fetchDocument({ ...start, ...request }, visit, account, outside);
  return { ...fetched, requests };
}

async function failed(steps: readonly Step[], request: Partial<DocumentRequest> = {}, stepMs = 0) {
  const { requests, outside } = script(steps, stepMs);
  const error: unknown = await fetchDocument({ ...start, ...request }, emptyVisit, account, outside).catch(
    (thrown: unknown) => thrown,
  );
  return { error, requests };
}

/** Whether Twilio's own validator takes a request for one of Twilio's. */
function isSigned({ url, body, headers }: OutgoingRequest): boolean {
  const parameters = Object.fromEntries(new URLSearchParams(body ?? ""));
  return twilio.validateRequest(authToken, headers["X-Twilio-Signature"] ?? "", url, parameters);
}

function line({ method, url }: OutgoingRequest): string {
  return `${method} ${url}`;
}

test("a document is fetched with one signed request", async () => {
  const { document, visit, requests } = await run([ok("<Response><Hangup/></Response>")]);
  expect(document).toMatchObject({ url: start.url, kind: "twiml", contentType: "text/xml" });
  expect(documentText(document)).toBe("<Response><Hangup/></Response>");
  expect(visit).toEqual(emptyVisit);
  expect(requests.map(line)).toEqual(["POST https://app.test/ivr/start"]);
  expect(requests.map(isSigned)).toEqual([true]);
});

test("a redirect becomes a bare, signed GET, and its URL the document's", async () => {
  const { document, requests } = await run([answer(302, { location: "/v2/start?x=1#top" }), ok()]);
  expect(document.url).toBe("https://app.test/v2/start?x=1");
  expect(requests.map(line)).toEqual([
    "POST https://app.test/ivr/start",
    "GET https://app.test/v2/start?x=1",
  ]);
  expect(requests[1]?.body).toBeUndefined();
  expect(requests.map(isSigned)).toEqual([true, true]);
});

test.each([301, 302, 303])("%i turns a POST into a GET", async (status) => {
  const { requests } = await run([answer(status, { location: "next" }), ok()]);
  expect(requests.map(line)).toEqual(["POST https://app.test/ivr/start", "GET https://app.test/ivr/next"]);
});

test.each([307, 308])("%i repeats a POST with its form", async (status) => {
  const { requests } = await run([answer(status, { location: "next" }), ok()]);
  expect(requests[1]).toMatchObject({
    method: "POST",
    url: "https://app.test/ivr/next",
    body: requests[0]?.body,
  });
  expect(requests.map(isSigned)).toEqual([true, true]);
});

test("a redirected GET does not get its parameters twice", async () => {
  const location = "/ivr/start/?tenant=7";
  const { requests } = await run([answer(307, { location }), ok()], { method: "GET" });
  expect(requests.map((request) => request.url)).toEqual([
    "https://app.test/ivr/start?CallSid=CA0123456789abcdef0123456789abcdef&From=%2B15551230001&Digits=12",
    "https://app.test/ivr/start/?tenant=7",
  ]);
});

test("ten redirects are followed, the eleventh is Twilio's 11215", async () => {
  const redirects = Array.from({ length: 10 }, () => answer(302, { location: "again" }));
  expect((await run([...redirects, ok()])).requests.length).toBe(11);
  const { error } = await failed([...redirects, answer(302, { location: "again" })]);
  expect(error).toMatchObject({ code: "app-redirects", twilioCode: 11215 });
});

test.each([[{}], [{ location: "ftp://app.test/x" }], [{ location: "http://[" }]])(
  "a redirect to %j is invalid",
  async (headers) => {
    const { error } = await failed([answer(302, headers)]);
    expect(error).toMatchObject({ code: "app-redirect-invalid", twilioCode: 11216, url: start.url });
  },
);

test("credentials are sent when they are asked for, with the same parameters and token", async () => {
  const url = "https://u:p@app.test/ivr/start";
  const { document, visit, requests } = await run(
    [answer(401, { "www-authenticate": 'Basic realm="x"' }), ok()],
    { url },
  );
  expect(requests.map(({ headers }) => headers["Authorization"])).toEqual([undefined, "Basic dTpw"]);
  expect(requests[1]).toMatchObject({ url: "https://app.test/ivr/start", body: requests[0]?.body });
  expect(requests[1]?.headers["I-Twilio-Idempotency-Token"]).toBe(
    requests[0]?.headers["I-Twilio-Idempotency-Token"],
  );
  expect(requests.map(isSigned)).toEqual([true, true]);
  expect(document.url).toBe(url);

  const next = await run([ok()], { url: "https://u:p@app.test/ivr/next" }, visit);
  expect(next.requests[0]?.headers["Authorization"]).toBe("Basic dTpw");
});

test("a Digest challenge is answered each time", async () => {
  const challenge = answer(401, {
    "www-authenticate": ["Negotiate", 'Digest realm="x", nonce="n", qop="auth"'],
  });
  const { visit, requests } = await run([challenge, ok()], { url: "https://u:p@app.test/ivr/start?a=1" });
  expect(requests[1]?.headers["Authorization"]).toMatch(
    /^Digest username="u", .*uri="\/ivr\/start\?a=1", .*nc=00000001/,
  );
  expect(visit.authorized).toEqual([]);
});

test("refused credentials are Twilio's 11200 and authorise nothing", async () => {
  const challenge = answer(401, { "www-authenticate": 'Basic realm="x"' });
  const { error, requests } = await failed([challenge, challenge], { url: "https://u:p@app.test/" });
  expect(requests.length).toBe(2);
  expect(error).toMatchObject({ code: "app-status", twilioCode: 11200 });
});

test("credentials that were sent at once and refused are not sent again", async () => {
  const challenge = answer(401, { "www-authenticate": 'Basic realm="x"' });
  const { requests, outside } = script([challenge]);
  const visit = { cookies: {}, authorized: ["https://u:p@app.test"] };
  await expect(fetchDocument(start, visit, account, outside)).rejects.toMatchObject({ code: "app-status" });
  expect(requests.length).toBe(1);
});

test("cookies are kept for the call, over redirects too", async () => {
  const first = await run([
    answer(302, { location: "next", "set-cookie": ["sid=1; Path=/", "lang=en; Path=/"] }),
    ok(undefined, { "set-cookie": "sid=2; Path=/" }),
  ]);
  expect(first.requests.map(({ headers }) => headers["Cookie"])).toEqual([undefined, "sid=1; lang=en"]);
  const second = await run([ok()], {}, first.visit);
  expect(second.requests[0]?.headers["Cookie"]).toBe("sid=2; lang=en");
});

test("a visit survives JSON", async () => {
  const { visit } = await run([ok(undefined, { "set-cookie": "sid=1; Path=/" })]);
  expect(JSON.parse(JSON.stringify(visit))).toEqual(visit);
});

const noConnection = new ExchangeError("connect-timeout", "5000 ms are over");
const noAnswer = new ExchangeError("read-timeout", "15000 ms are over");

test("a failed connection is tried once more, with the same token", async () => {
  const { requests } = await run([noConnection, ok()]);
  const tokens = requests.map(({ headers }) => headers["I-Twilio-Idempotency-Token"]);
  expect(tokens[0]).toBe(tokens[1]);
  expect(tokens[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("another request has another token", async () => {
  const { requests } = await run([answer(302, { location: "next" }), ok()]);
  expect(new Set(requests.map(({ headers }) => headers["I-Twilio-Idempotency-Token"])).size).toBe(2);
});

test.each([
  ["rc=0", [noConnection], 1],
  ["rc=3", [noConnection, noConnection, noConnection, ok()], 4],
  ["rc=2&rp=5xx", [answer(503), answer(500), ok()], 3],
  ["rc=2&rp=4xx,rt", [answer(404), noAnswer, ok()], 3],
  ["rp=5xx", [answer(404)], 1],
  ["rp=all", [noAnswer, ok()], 2],
  ["rp=rt", [noConnection], 1],
])("retries follow #%s", async (fragment, steps, count) => {
  const { requests } = await failed(steps, { url: `${start.url}#${fragment}` });
  expect(requests.length).toBe(count);
});

test("the limits of an exchange are Twilio's, or those of the fragment", async () => {
  const plain = await run([ok()]);
  expect(plain.requests[0]?.limits).toMatchObject({
    connectTimeoutMs: 5_000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    serverName: true,
  });
  const own = await run([ok()], { url: `${start.url}#ct=700&rt=800&tt=900&sni=n` });
  expect(own.requests[0]).toMatchObject({
    url: start.url,
    limits: { connectTimeoutMs: 700, readTimeoutMs: 800, totalTimeoutMs: 900, serverName: false },
  });
});

test("audio may be larger than text", async () => {
  const { requests } = await run([ok()]);
  const maxBodyBytes = requests[0]?.limits.maxBodyBytes;
  expect(maxBodyBytes?.("audio/mpeg")).toBe(10 * 1024 * 1024);
  expect(maxBodyBytes?.("text/xml")).toBe(1024 * 1024);
});

test("all tries and redirects share one limit of time", async () => {
  const steps = [
    answer(302, { location: "b" }),
    answer(302, { location: "c" }),
    answer(302, { location: "d" }),
  ];
  const { error, requests } = await failed(steps, {}, 6_000);
  expect(requests.map(({ limits }) => limits.totalTimeoutMs)).toEqual([15_000, 9_000, 3_000]);
  expect(error).toMatchObject({ code: "app-timeout", twilioCode: 11203, url: "https://app.test/ivr/d" });
});

test("the application's own limit is shorter than Twilio's", async () => {
  const { requests, outside } = script([ok()]);
  await fetchDocument(start, emptyVisit, { ...account, timeoutMs: 4_000 }, outside);
  expect(requests[0]?.limits.totalTimeoutMs).toBe(4_000);
});

test("a failed exchange is told with the URL that failed and its cause", async () => {
  const reset = new ExchangeError("reset", "ECONNRESET");
  const { error } = await failed([answer(302, { location: "next" }), reset]);
  expect(error).toMatchObject({ code: "app-reset", url: "https://app.test/ivr/next", cause: reset });
});

test.each([
  "/ivr/start",
  "ftp://app.test/",
  "https://",
  "https://app.test/a b",
  "http://my_app.test/",
  "http://[/",
])("%j is not requested: Twilio's 11100", async (url) => {
  const { error, requests } = await failed([], { url });
  expect(error).toMatchObject({ code: "app-url", twilioCode: 11100 });
  expect(requests).toEqual([]);
});

test("bad overrides are not requested either", async () => {
  const { error, requests } = await failed([], { url: `${start.url}#rc=9` });
  expect(error).toMatchObject({ code: "app-override" });
  expect(requests).toEqual([]);
});

test("a status of failure counts whatever the body is", async () => {
  const { error } = await failed([answer(404, { "content-type": "text/xml" })]);
  expect(error).toMatchObject({
    code: "app-status",
    twilioCode: 11200,
    message: expect.stringContaining("404"),
  });
});

test("an error that is no exchange's is not disguised", async () => {
  const { error } = await failed([]);
  expect(error).toMatchObject({ name: "Error", message: "one request too many" });
});
