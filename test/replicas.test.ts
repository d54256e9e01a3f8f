import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Application, type Routes, startApplication } from "./support/application.ts";
import { askPivot, modulesOf, wayBack } from "./support/ask-pivot.ts";
import { playCall } from "./support/kazoo.ts";
import { type RedisServer, reasonToSkipRedis, startRedis } from "./support/redis.ts";
import { startTwivotProcess, type TwivotProcess } from "./support/twivot-process.ts";

/**
 * Two replicas, each a process of its own, behind something that sends every request to the other one. They share a
 * secret and a real Redis, and nothing else. Skipped where redis-server is not installed.
 */
const publicUrl = "http://twivot.test:8080";
const deadlineMs = 300;
const hello = "<Response><Say>Hello</Say><Hangup/></Response>";
const menu = '<Response><Gather numDigits="1" action="/menu"><Say>Press 1</Say></Gather></Response>';

const options = {
  skip: reasonToSkipRedis !== undefined,
  // Processes start in a second each, where the machine is not busy.
  timeout: 30_000,
};

type Replicas = AsyncDisposable & {
  readonly application: Application;
  readonly redis: RedisServer;
  readonly both: readonly [TwivotProcess, TwivotProcess];
  /** Another replica at each request. */
  readonly inTurn: { readonly publicUrl: string; readonly url: string };
};

async function startReplicas(routes: Routes): Promise<Replicas> {
  // What has been started is ended, too, where something later does not start.
  await using starting = new AsyncDisposableStack();
  const application = starting.use(await startApplication(routes));
  const redis = starting.use(await startRedis());
  const env = {
    TWIVOT_PUBLIC_URL: publicUrl,
    TWIVOT_SECRET: "a secret for tests of 32 characters or more",
    TWIVOT_VOICE_URL: `${application.url}/voice`,
    TWIVOT_DEADLINE_MS: String(deadlineMs),
    REDIS_URL: redis.url,
  };
  const [one, other] = await Promise.allSettled([startTwivotProcess(env), startTwivotProcess(env)]);
  for (const each of [one, other]) if (each.status === "fulfilled") starting.use(each.value);
  if (one.status === "rejected") throw one.reason;
  if (other.status === "rejected") throw other.reason;
  const both = [one.value, other.value] as const;
  const started = starting.move();
  let requests = 0;
  return {
    application,
    redis,
    both,
    inTurn: {
      publicUrl,
      get url() {
        requests += 1;
        return both[requests % 2 === 1 ? 0 : 1].url;
      },
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

function tokens({ received }: Application): unknown[] {
  return received.map(({ headers }) => headers["i-twilio-idempotency-token"]);
}

/** What Kazoo gets in the end, from one replica alone. */
async function waitAt({ url }: TwivotProcess, at: string): Promise<readonly string[]> {
  let next = at;
  for (;;) {
    const answer = await askPivot({ url, publicUrl }, { at: next });
    if (modulesOf(answer)[0] !== "sleep") return modulesOf(answer);
    next = wayBack(answer);
  }
}

test("a slow application is heard, whichever replica Kazoo asks, and is asked once", options, async () => {
  await using house = await startReplicas({
    "/voice": () => sleep(700, menu),
    "/menu": () => sleep(400, hello),
  });
  const played = await playCall(house.inTurn, { caller: 'hears "Press 1" press 1' });
  expect(played.heard).toEqual(["Press 1 (cut)", "Hello", "ended by platform"]);
  expect(house.application.requests()).toEqual(["POST /voice", "POST /menu"]);
});

test(
  "a replica is killed while it works: the other one does its work, and the call goes on",
  options,
  async () => {
    await using house = await startReplicas({ "/voice": () => sleep(1_000, hello) });
    const [first, other] = house.both;
    const late = await askPivot({ url: first.url, publicUrl });
    expect(modulesOf(late)).toEqual(["sleep", "pivot"]);
    await first.kill();
    expect(await waitAt(other, wayBack(late))).toEqual(["tts", "hangup"]);
    const asked = tokens(house.application);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe(asked[0]);
  },
);

test("a replica is killed for whose answers twenty calls wait: none is lost", options, async () => {
  await using house = await startReplicas({ "/voice": menu, "/menu": () => sleep(400, hello) });
  const [first, other] = house.both;
  const calls = Array.from({ length: 20 }, (_, index) => ({ "Call-ID": `call-${index}` }));
  const menus = await Promise.all(
    calls.map((parameters) => askPivot({ url: first.url, publicUrl }, { parameters })),
  );
  const pressed = await Promise.all(
    menus.map((answer, index) => {
      const parameters = { ...calls[index], "Digits[g1]": "1" };
      return askPivot({ url: first.url, publicUrl }, { at: wayBack(answer), parameters });
    }),
  );
  await first.kill();
  const ended = await Promise.all(
    pressed.map(async (late, index) => {
      let answer = late;
      while (modulesOf(answer)[0] === "sleep") {
        answer = await askPivot(
          { url: other.url, publicUrl },
          { at: wayBack(answer), parameters: { ...calls[index], "Digits[g1]": "1" } },
        );
      }
      return modulesOf(answer);
    }),
  );
  expect(ended).toEqual(calls.map(() => ["tts", "hangup"]));
});

test("Redis goes while an application is slow: the replica that asks it still answers", options, async () => {
  await using house = await startReplicas({ "/voice": () => sleep(600, hello) });
  const [first] = house.both;
  const late = await askPivot({ url: first.url, publicUrl });
  await house.redis.kill();
  expect(await waitAt(first, wayBack(late))).toEqual(["tts", "hangup"]);
});

test(
  "a replica that is told to stop finishes its work first, for the other one to give",
  options,
  async () => {
    await using house = await startReplicas({ "/voice": () => sleep(1_500, hello) });
    const [first, other] = house.both;
    const late = await askPivot({ url: first.url, publicUrl });
    const stopped = first.stop();
    expect(await waitAt(other, wayBack(late))).toEqual(["tts", "hangup"]);
    expect(house.application.received).toHaveLength(1);
    expect(await stopped).toBe(0);
  },
);
