import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { type Calls, createCalls, type KnownCall } from "../../src/callbacks/calls.ts";
import { createConferences } from "../../src/callbacks/conferences.ts";
import { createCallbacks } from "../../src/callbacks/send-callbacks.ts";
import { addWebhookRoutes } from "../../src/callbacks/webhook-routes.ts";
import type { App, Config } from "../../src/config.ts";
import { createFetch } from "../../src/http-client.ts";
import { createRecordings } from "../../src/recordings/recordings.ts";
import { refusalAnswer } from "../../src/respond/answer.ts";
import { createMemoryStore } from "../../src/store/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { callSid } from "../../src/twilio/sids.ts";
import { keepingLog, type LogLine, testConfig } from "./twivot.ts";

/** The part of twivot that takes webhooks, on a real socket, with a call that it knows. */
export type Webhooks = AsyncDisposable & {
  readonly url: string;
  readonly calls: Calls;
  /** The call whose caller's leg is `callerId`. */
  readonly call: KnownCall;
  readonly counted: readonly string[];
  readonly logged: readonly LogLine[];
  /** Lets the clock of twivot go on. */
  readonly pass: (ms: number) => void;
  /** Sends a webhook as Kazoo does, in a form; the status of the answer. */
  readonly hook: (event: string, fields?: Readonly<Record<string, string>>) => Promise<number>;
  /** Does at once what is put off, and ends. */
  readonly close: () => Promise<void>;
};

export const accountId = "0123456789abcdef0123456789abcdef";
export const callerId = "call-1@10.0.0.1";
export const calleeId = "call-2@10.0.0.1";

/** 2025-01-01T00:00:00Z, as Kazoo counts. */
export const newYear = 63_902_908_800;

/** Until `close` ends it: tests do not wait for it. */
const SETTLE_MS = 60_000;

type WebhooksOptions = {
  readonly config?: Partial<Config>;
  readonly store?: Store;
  readonly settleMs?: number;
};

/** Starts it. Ends of legs wait for other webhooks until it is closed, unless `settleMs` is shorter. */
export async function startWebhooks(
  app: Partial<App>,
  { config = {}, store, settleMs = SETTLE_MS }: WebhooksOptions = {},
): Promise<Webhooks> {
  const whole = testConfig({ app: { voiceUrl: "http://app.test/voice", ...app }, config });
  const logged: LogLine[] = [];
  const counted: string[] = [];
  const fetch = createFetch();
  let nowMs = Date.UTC(2025, 0, 1, 0, 0, 30);
  const now = () => nowMs;
  const outside = {
    fetch,
    now,
    randomBytes,
    log: keepingLog(logged),
    store: store ?? createMemoryStore(now),
  };
  const callbacks = createCallbacks({ ...outside, now: Date.now });
  const calls = createCalls(outside, createConferences({ config: () => whole, outside, callbacks }));
  const server = Fastify();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, _request, reply) => {
    const { status, body } = refusalAnswer(error, outside.log);
    return reply.code(status).send(body);
  });
  // As the server does, before the routes: Fastify runs what was added last first.
  server.addHook("onClose", callbacks.close);
  const recordings = createRecordings({ config: () => whole, outside, callbacks });
  const house = { config: () => whole, outside, calls, callbacks, recordings };
  addWebhookRoutes(server, house, { settleMs, count: (event) => counted.push(event) });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/webhooks/kazoo`;
  const close = async () => {
    await server.close();
    await fetch.close();
  };
  return {
    url,
    calls,
    call: { callSid: callSid(accountId, callerId), app: whole.apps["default"] as App, parameters },
    counted,
    logged,
    pass: (ms) => {
      nowMs += ms;
    },
    hook: async (event, fields = {}) => {
      const body = new URLSearchParams({ hook_event: event, account_id: accountId, ...fields });
      return (await globalThis.fetch(url, { method: "POST", body })).status;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const parameters = {
  CallSid: callSid(accountId, callerId),
  AccountSid: `AC${accountId}`,
  ApiVersion: "2010-04-01",
  Direction: "inbound",
  From: "+15005550006",
  To: "+15005550010",
  CallStatus: "ringing",
};
