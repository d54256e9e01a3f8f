import { setTimeout as sleep } from "node:timers/promises";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { keepingLog, type LogLine, testConfig } from "../../test/support/twivot.ts";
import { checkFlow } from "../callflow/check.ts";
import type { Happening } from "../happening.ts";
import { type LoadLimits, shedLoad } from "./shed-load.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Changed = {
  readonly onAppError?: "fail" | "apology";
  readonly limits?: Partial<LoadLimits>;
  readonly handler?: () => Promise<string>;
};

/** A server of one request at a time, whose handlers wait until they are let go. */
function start(changed: Changed = {}) {
  const logged: LogLine[] = [];
  const told: Happening[] = [];
  const { onAppError = "fail", limits } = changed;
  const config = testConfig({
    app: { voiceUrl: "http://app.test/" },
    config: { maxRequests: 1, onAppError },
  });
  const server = Fastify();
  const world = {
    config: () => config,
    outside: { log: keepingLog(logged) },
    tell: (one: Happening) => void told.push(one),
  };
  shedLoad(server, world, { lookEveryMs: 20, ...limits });
  const waiting: (() => void)[] = [];
  const waits = () => new Promise<string>((resolve) => waiting.push(() => resolve("served")));
  server.post("/*", changed.handler ?? waits);
  closers.push(() => server.close());
  const ask = async (url: string) => {
    const { statusCode, headers, body } = await server.inject({ method: "POST", url });
    return { status: statusCode, headers, body };
  };
  /** Requests that are under way until `letGo`. */
  const hold = async (...urls: string[]) => {
    const held = urls.map(ask);
    await expect.poll(() => waiting.length).toBe(urls.length);
    const letGo = () => {
      for (const go of waiting.splice(0)) go();
      return Promise.all(held);
    };
    return letGo;
  };
  return { server, logged, told, ask, hold };
}

test("a new call beyond the limit is refused at once, without Retry-After, and counted", async () => {
  const { ask, hold, told } = start();
  const letGo = await hold("/pivot");
  const refused = await ask("/pivot/shop");
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.body)).toMatchObject({ error: { code: "overloaded" } });
  expect(refused.headers).toMatchObject({ connection: "close", "content-type": "application/json" });
  expect(refused.headers).not.toHaveProperty("retry-after");
  expect(told).toEqual([{ kind: "refused", code: "overloaded" }]);
  await letGo();
});

test("a new call beyond the limit hears the apology where that is configured", async () => {
  const { ask, hold } = start({ onAppError: "apology" });
  const letGo = await hold("/pivot");
  const refused = await ask("/pivot");
  expect([refused.status, JSON.parse(refused.body).module]).toEqual([200, "tts"]);
  await letGo();
});

test("when requests are answered new calls are taken again", async () => {
  const { ask, hold } = start();
  const letGo = await hold("/pivot");
  expect((await ask("/pivot")).status).toBe(503);
  await letGo();
  const again = await hold("/pivot");
  expect((await again())[0]?.body).toBe("served");
});

test.each(["/pivot/c/token", "/pivot/w/token", "/pivot/return"])(
  "%s goes on with a call: it is served where new calls are refused",
  async (url) => {
    const { hold } = start();
    const letGo = await hold("/pivot", url);
    expect((await letGo()).map(({ body }) => body)).toEqual(["served", "served"]);
  },
);

const full = ["/pivot", "/pivot/c/other"] as const;

/** Where the flow of an answer comes back. */
function comesBackTo(body: string): string {
  const flow = JSON.parse(body);
  expect(checkFlow(flow, "4.3")).toEqual([]);
  expect([flow.module, flow.children._.module]).toEqual(["sleep", "pivot"]);
  return flow.children._.data.voice_url;
}

test("beyond twice the limit a call that is there comes back to its URL, with its outcome and the key it came with", async () => {
  const { ask, hold } = start();
  const letGo = await hold(...full);
  const { body } = await ask("/pivot/c/token?outcome=BUSY&key=mine&else=1");
  expect(comesBackTo(body)).toBe("http://twivot.test:8080/pivot/c/token?outcome=BUSY&pauses=1&key=mine");
  await letGo();
});

test("a call that came back ten times hears the apology", async () => {
  const { ask, hold } = start();
  const letGo = await hold(...full);
  let url = "/pivot/return";
  for (let pauses = 1; pauses <= 10; pauses += 1) {
    url = comesBackTo((await ask(url)).body).replace("http://twivot.test:8080", "");
  }
  expect(JSON.parse((await ask(url)).body).module).toBe("tts");
  expect(JSON.parse((await ask("/pivot/return?pauses=x")).body).module).toBe("tts");
  await letGo();
});

test("what is not about a call is always served", async () => {
  const { hold } = start();
  const letGo = await hold(...full, "/webhooks/kazoo", "/recordings/u/token");
  expect((await letGo()).map(({ body }) => body)).toEqual(["served", "served", "served", "served"]);
});

test("how much was shed is told in one line of the log", async () => {
  const { ask, hold, logged } = start();
  const letGo = await hold("/pivot");
  for (let index = 0; index < 5; index += 1) await ask("/pivot");
  await expect
    .poll(() => logged)
    .toMatchObject([{ level: "warn", content: { code: "overloaded", shed: 5 } }]);
  await letGo();
});

/** Keeps the event loop busy, as too much work does. */
async function block(ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const turn = performance.now() + 60;
    while (performance.now() < turn);
    await sleep(1);
  }
}

test("where the event loop lags new calls are refused, and taken again when it does not", async () => {
  const { server, ask } = start({
    limits: { startDelayMs: 30, goOnDelayMs: 100_000 },
    handler: async () => "served",
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  await block(400);
  expect((await ask("/pivot")).status).toBe(503);
  expect((await ask("/pivot/c/token")).body).toBe("served");
  await expect.poll(async () => (await ask("/pivot")).status, { timeout: 5_000 }).toBe(200);
});

test("where the event loop lags far more, calls that are there wait too", async () => {
  const { server, ask } = start({
    limits: { startDelayMs: 10, goOnDelayMs: 30 },
    handler: async () => "served",
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  await block(400);
  expect(comesBackTo((await ask("/pivot/c/token")).body)).toMatch(/pauses=1$/);
});
