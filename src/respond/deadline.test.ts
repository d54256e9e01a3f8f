import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { keepingLog, type LogLine, testConfig } from "../../test/support/twivot.ts";
import { createTokenBox } from "../continuation/token.ts";
import { readCall } from "../pivot/read-call.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { type Store, StoreError } from "../store/store.ts";
import { callSid } from "../twilio/sids.ts";
import type { Answer } from "./answer.ts";
import { createTurns, type Turns, type Waiting } from "./deadline.ts";
import type { Errand } from "./errand.ts";

const config = testConfig({ app: { voiceUrl: "http://app.test/" }, config: { deadlineMs: 60 } });
const box = createTokenBox<Waiting>(config.secrets, "waiting");
const body = "Account-ID=0123456789abcdef0123456789abcdef&Call-ID=call-1&From=%2B15005550006";
const call = readCall({ query: "", contentType: "application/x-www-form-urlencoded", body });
const errand: Errand = { app: "default", tookMs: 0, seed: "seed" };
const done: Answer = { status: 200, contentType: "application/json", body: '{"module":"hangup","data":{}}' };

type Replica = Turns & {
  readonly taken: Errand[];
  readonly logged: LogLine[];
  /** Comes back with the flow of an answer, as Kazoo does. */
  readonly comeBack: (answer: Answer) => Promise<Answer>;
};

/** One of several that share a store. `answers` are what its turns come to, one after the other. */
function replica(store: Store, ...answers: (() => Promise<Answer>)[]): Replica {
  const taken: Errand[] = [];
  const logged: LogLine[] = [];
  const turns = createTurns(
    (asked) => {
      taken.push(asked);
      return answers.shift()?.() ?? Promise.reject(new Error("no turn was expected"));
    },
    {
      config: () => config,
      outside: {
        now: Date.now,
        randomBytes,
        log: keepingLog(logged),
        store,
      },
      box,
      tell: () => undefined,
    },
    { totalMs: 700, leaseMs: 300, settleMs: 1_000 },
  );
  return {
    ...turns,
    taken,
    logged,
    comeBack: (answer) => {
      const link = linkOf(answer);
      return turns.collect(box.open(link, Date.now()), link, call);
    },
  };
}

const after = (ms: number, answer: Answer) => () => sleep(ms, answer);
const never = () => new Promise<Answer>(() => undefined);
const isLate = (answer: Answer) => /\/pivot\/w\//.test(String(answer.body));
const isApology = (answer: Answer) => /application error/.test(String(answer.body)) && !isLate(answer);

function linkOf({ body: flow }: Answer): string {
  return /\/pivot\/w\/([^"?]+)/.exec(String(flow))?.[1] ?? "the flow does not come back";
}

const brokenStore: Store = Object.fromEntries(
  ["get", "set", "add", "increment", "delete", "ping"].map((name) => [
    name,
    () => Promise.reject(new StoreError("it is gone")),
  ]),
) as unknown as Store;

test("what is there in time is answered as it is, failures too", async () => {
  const failure = { ...done, status: 502 };
  const turns = replica(createMemoryStore(Date.now), after(0, done), after(0, failure));
  expect(await turns.take(errand, call)).toEqual(done);
  expect(await turns.take(errand, call)).toEqual(failure);
});

test("what is late is come back for: a short sleep, which does not answer the call, then a pivot node", async () => {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const turns = replica(createMemoryStore(Date.now), () => promise);
  const late = await turns.take(errand, call);
  expect(late).toMatchObject({ status: 200, contentType: "application/json" });
  expect(JSON.parse(String(late.body))).toMatchObject({
    module: "sleep",
    data: { duration: 500, unit: "ms" },
    children: { _: { module: "pivot", data: { method: "post" }, children: { _: { module: "tts" } } } },
  });
  const again = await turns.comeBack(late);
  expect(linkOf(again)).toBe(linkOf(late));
  resolve(done);
  expect(await turns.comeBack(again)).toEqual(done);
  expect(turns.taken).toHaveLength(1);
});

test("an answer that is there meanwhile is given at once, and again to one who repeats the question", async () => {
  const turns = replica(createMemoryStore(Date.now), after(80, done));
  const late = await turns.take(errand, call);
  await sleep(50);
  const begun = performance.now();
  expect([await turns.comeBack(late), await turns.comeBack(late)]).toEqual([done, done]);
  expect(performance.now() - begun).toBeLessThan(50);
});

test("a failure that is late is the apology, since the operator's own node is over", async () => {
  const turns = replica(createMemoryStore(Date.now), after(80, { ...done, status: 502 }));
  const answer = await turns.comeBack(await turns.take(errand, call));
  expect([answer.status, isApology(answer)]).toEqual([200, true]);
});

test("a bug that is late is logged, and the caller hears the apology", async () => {
  const turns = replica(createMemoryStore(Date.now), () =>
    sleep(80).then(() => Promise.reject(new Error("boom"))),
  );
  expect(isApology(await turns.comeBack(await turns.take(errand, call)))).toBe(true);
  expect(turns.logged).toContainEqual({
    level: "error",
    content: { err: new Error("boom") },
    message: "a call met a bug of twivot",
  });
});

test("another replica gives the answer, and does not take the turn itself", async () => {
  const store = createMemoryStore(Date.now);
  const [one, other] = [replica(store, after(150, done)), replica(store)];
  let answer = await one.take(errand, call);
  while (isLate(answer)) answer = await other.comeBack(answer);
  expect(answer).toEqual(done);
  expect(other.taken).toEqual([]);
});

test("a turn that nobody works on any longer is taken again, as it was, by one replica", async () => {
  const store = createMemoryStore(Date.now);
  // A process that has died gives no sign: the lease of its turn has run out.
  const dead = replica(brokenStore, never);
  const late = await dead.take(errand, call);
  const others = [replica(store, after(30, done)), replica(store, after(30, done))] as const;
  const answers = await Promise.all(others.map((one) => one.comeBack(late)));
  for (let [index, answer] of answers.entries()) {
    while (isLate(answer)) answer = await others[index === 0 ? 0 : 1].comeBack(answer);
    expect(answer).toEqual(done);
  }
  expect(others.flatMap(({ taken }) => taken)).toEqual([errand]);
});

test("as long as the lease runs a turn is not taken again", async () => {
  const store = createMemoryStore(Date.now);
  const one = replica(store, after(500, done));
  const other = replica(store);
  let answer = await one.take(errand, call);
  while (isLate(answer)) answer = await other.comeBack(answer);
  expect([answer, other.taken]).toEqual([done, []]);
});

test("a turn that ends all who take it is taken again three times at most", async () => {
  const store = createMemoryStore(Date.now);
  const late = await replica(brokenStore, never).take(errand, call);
  const { id } = box.open(linkOf(late), Date.now());
  // Their processes end before they give a sign, and what they claimed runs out.
  const dying = { ...store, set: async () => {} };
  const taken: Errand[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const next = replica(dying, never);
    await next.comeBack(late);
    taken.push(...next.taken);
    await store.delete(`answer:${id}:held`);
  }
  expect(taken).toHaveLength(3);
});

test("without the store the replica that works on a turn still gives its answer", async () => {
  const turns = replica(brokenStore, after(150, done));
  let answer = await turns.take(errand, call);
  while (isLate(answer)) answer = await turns.comeBack(answer);
  expect(answer).toEqual(done);
  expect(turns.logged).toContainEqual(
    expect.objectContaining({
      level: "warn",
      content: expect.objectContaining({ code: "store-unavailable" }),
    }),
  );
});

test("a store that hangs does not make an answer later than the deadline", async () => {
  const hanging = { ...brokenStore, get: () => new Promise<never>(() => undefined) };
  const late = await replica(hanging, never).take(errand, call);
  const begun = performance.now();
  expect(isLate(await replica(hanging).comeBack(late))).toBe(true);
  expect(performance.now() - begun).toBeLessThan(150);
});

test("in the end the caller hears the apology, and it is logged", async () => {
  const turns = replica(createMemoryStore(Date.now), never);
  let answer = await turns.take(errand, call);
  const begun = performance.now();
  while (isLate(answer)) answer = await turns.comeBack(answer);
  expect(isApology(answer)).toBe(true);
  expect(performance.now() - begun).toBeGreaterThan(600);
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(turns.logged.at(-1)).toMatchObject({
    level: "warn",
    content: { code: "answer-late", callSid: callSid(call.accountId, call.callId) },
  });
});

test("who stops waits until late answers have been collected", async () => {
  const turns = replica(createMemoryStore(Date.now), after(150, done));
  const late = await turns.take(errand, call);
  const settled = turns.settled().then(() => performance.now());
  await sleep(200);
  expect(await turns.comeBack(late)).toEqual(done);
  const collectedAt = performance.now();
  expect(await settled).toBeGreaterThan(collectedAt - 1);
  expect((await settled) - collectedAt).toBeLessThan(100);
});

test("who stops does not wait for ever", async () => {
  const turns = replica(createMemoryStore(Date.now), never);
  await turns.take(errand, call);
  const begun = performance.now();
  await turns.settled();
  expect(performance.now() - begun).toBeLessThan(1_200);
});
