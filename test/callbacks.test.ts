import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import twilio from "twilio";
import { expect, test, vi } from "vitest";
import type { Callback } from "../src/callbacks/callbacks.ts";
import { type CallbackLimits, createCallbacks } from "../src/callbacks/send-callbacks.ts";
import type { App } from "../src/config.ts";
import { createFetch } from "../src/http-client.ts";
import { ExchangeError, type OutgoingRequest } from "../src/outside.ts";
import { type Application, authToken, type Routes, startApplication } from "./support/application.ts";
import { keepingLog, type LogLine, testConfig } from "./support/twivot.ts";

/** Callbacks to applications on real sockets. Retries come after milliseconds instead of seconds. */
function start(limits: Partial<CallbackLimits> = {}, fetch?: (request: OutgoingRequest) => Promise<never>) {
  const logged: LogLine[] = [];
  const outcomes: string[] = [];
  const client = createFetch();
  const outside = { fetch: fetch ?? client, now: Date.now, randomBytes, log: keepingLog(logged) };
  const callbacks = createCallbacks(outside, {
    limits: { firstPauseMs: 2, drainMs: 500, ...limits },
    count: (outcome) => outcomes.push(outcome),
  });
  return {
    callbacks,
    outcomes,
    logged,
    [Symbol.asyncDispose]: async () => {
      await callbacks.close();
      await client.close();
    },
  };
}

const app = testConfig({ app: { voiceUrl: "http://app.test/" } }).apps["default"] as App;

function callbackTo(url: string, more: Partial<Callback> = {}): Callback {
  return { app, url, method: "POST", parameters: { CallSid: "CA1", CallStatus: "completed" }, ...more };
}

/** An application whose status callback answers so, one after the other, and then with the last. */
function answering(...statuses: readonly number[]): Promise<Application> {
  let asked = 0;
  const route = () => {
    const status = statuses[Math.min(asked, statuses.length - 1)] ?? 200;
    asked += 1;
    return { status };
  };
  return startApplication({ "/status": route } satisfies Routes);
}

const soon = { timeout: 4_000, interval: 5 };

test("Twilio's own middleware in an Express application lets a callback in", async () => {
  const server = express();
  const received: unknown[] = [];
  server.use(express.urlencoded({ extended: false }), twilio.webhook(authToken));
  server.post("/status", (request, response) => {
    received.push(request.body);
    response.status(204).end();
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  try {
    await using sending = start();
    const { port } = listening.address() as AddressInfo;
    sending.callbacks.send(callbackTo(`http://127.0.0.1:${port}/status?tenant=7`));
    await vi.waitFor(() => expect(sending.outcomes).toEqual(["sent"]), soon);
    expect(received).toEqual([{ CallSid: "CA1", CallStatus: "completed" }]);
  } finally {
    listening.closeAllConnections();
    listening.close();
  }
});

test("a GET has its parameters, signed, in the query", async () => {
  await using application = await answering(200);
  await using sending = start();
  sending.callbacks.send(callbackTo(`${application.url}/status`, { method: "GET" }));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["sent"]), soon);
  expect(application.received).toMatchObject([
    { method: "GET", isSigned: true, parameters: { CallSid: "CA1", CallStatus: "completed" } },
  ]);
});

test("credentials are shown when the application asks for them", async () => {
  await using application = await startApplication({
    "/status": ({ headers }) =>
      headers.authorization === undefined
        ? { status: 401, headers: { "www-authenticate": 'Basic realm="shop"' } }
        : { status: 204 },
  });
  await using sending = start();
  sending.callbacks.send(callbackTo(`${application.url.replace("//", "//user:pass@")}/status`));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["sent"]), soon);
  const authorization = `Basic ${Buffer.from("user:pass").toString("base64")}`;
  expect(application.received.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    authorization,
  ]);
});

test.each([[429], [500], [503]])("after %i it is tried again, as the same request", async (status) => {
  await using application = await answering(status, status, 200);
  await using sending = start();
  sending.callbacks.send(callbackTo(`${application.url}/status`));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["retried", "retried", "sent"]), soon);
  const tokens = application.received.map(({ headers }) => headers["i-twilio-idempotency-token"]);
  expect(new Set(tokens).size).toBe(1);
  expect(application.received.every(({ isSigned }) => isSigned)).toBe(true);
});

test("the last action of a call is not asked again once the application has answered", async () => {
  await using application = await answering(500, 200);
  await using sending = start();
  sending.callbacks.send(callbackTo(`${application.url}/status`, { isAction: true }));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["failed"]), soon);
  expect(application.received).toHaveLength(1);
});

test.each([[400], [404], [410]])("%i is final, and told with Twilio's warning", async (status) => {
  await using application = await answering(status);
  await using sending = start();
  sending.callbacks.send(callbackTo(`${application.url}/status?secret=1`));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["failed"]), soon);
  expect(application.received).toHaveLength(1);
  expect(sending.logged).toMatchObject([
    {
      level: "warn",
      content: { code: "callback-failed", twilioCode: 15003, callSid: "CA1", why: `status ${status}` },
    },
  ]);
  expect(JSON.stringify(sending.logged)).not.toContain("secret=1");
});

test("nobody there is tried as often as it may, and then given up", async () => {
  const requests: OutgoingRequest[] = [];
  const refuse = async (request: OutgoingRequest) => {
    requests.push(request);
    throw new ExchangeError("reset", "closed");
  };
  await using sending = start({ tries: 3 }, refuse);
  sending.callbacks.send(callbackTo("http://app.test/status"));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["retried", "retried", "failed"]), soon);
  expect(requests).toHaveLength(3);
});

test("nothing is tried again that would be too old by then", async () => {
  await using application = await answering(500);
  await using sending = start({ firstPauseMs: 1_000, maxAgeMs: 100 });
  sending.callbacks.send(callbackTo(`${application.url}/status`));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["failed"]), soon);
});

test.each(["nowhere", "ftp://app.test/", "http://app.test/#ct=1"])(
  "the URL %s is refused without a retry",
  async (url) => {
    await using sending = start();
    sending.callbacks.send(callbackTo(url));
    await vi.waitFor(() => expect(sending.outcomes).toEqual(["failed"]), soon);
  },
);

test("retries of the URL's own overrides come first, with the same token", async () => {
  await using application = await answering(500, 204);
  await using sending = start();
  sending.callbacks.send(callbackTo(`${application.url}/status#rc=1&rp=5xx`));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["sent"]), soon);
  const tokens = application.received.map(({ headers }) => headers["i-twilio-idempotency-token"]);
  expect([tokens.length, new Set(tokens).size]).toEqual([2, 1]);
});

test("what is more than the queue holds is dropped, and told", async () => {
  const never = () => new Promise<never>(() => {});
  await using sending = start({ queued: 2, drainMs: 1 }, never);
  for (let sent = 0; sent < 3; sent += 1) sending.callbacks.send(callbackTo("http://app.test/status"));
  expect(sending.outcomes).toEqual(["dropped"]);
  expect(sending.logged).toMatchObject([{ level: "error", content: { code: "callback-dropped" } }]);
});

test("an application that does not answer holds up no other", async () => {
  await using application = await answering(204);
  const client = createFetch();
  const fetch = (request: OutgoingRequest) =>
    request.url.startsWith("http://stuck.test/")
      ? new Promise<never>(() => {})
      : (client(request) as Promise<never>);
  await using sending = start({ atOncePerHost: 2, atOnce: 8, drainMs: 1 }, fetch);
  for (let sent = 0; sent < 20; sent += 1) {
    sending.callbacks.send(callbackTo("http://stuck.test/status"));
  }
  sending.callbacks.send(callbackTo(`${application.url}/status`));
  await vi.waitFor(() => expect(sending.outcomes).toContain("sent"), soon);
  await client.close();
});

test("closing sends what waits for its next try at once", async () => {
  await using application = await answering(500, 200);
  await using sending = start({ firstPauseMs: 60_000 });
  sending.callbacks.send(callbackTo(`${application.url}/status`));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["retried"]), soon);
  await sending.callbacks.close();
  expect(sending.outcomes).toEqual(["retried", "sent"]);
});

test("closing does not wait longer than it may, and says what is lost", async () => {
  const never = () => new Promise<never>(() => {});
  await using sending = start({ drainMs: 20 }, never);
  sending.callbacks.send(callbackTo("http://app.test/status"));
  await sending.callbacks.close();
  expect(sending.logged).toMatchObject([{ content: { code: "callbacks-lost", number: 1 } }]);
  sending.callbacks.send(callbackTo("http://app.test/status"));
  expect(sending.outcomes).toEqual(["dropped"]);
});

test("a fetch that breaks its promise fails one callback only", async () => {
  const broken = () => {
    throw new Error("a bug");
  };
  await using sending = start({}, broken);
  sending.callbacks.send(callbackTo("http://app.test/status"));
  await vi.waitFor(() => expect(sending.outcomes).toEqual(["failed"]), soon);
});
