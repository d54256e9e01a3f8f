import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RedisServer, reasonToSkipRedis, startRedis } from "../../test/support/redis.ts";
import { keepingLog, type LogLine } from "../../test/support/twivot.ts";
import { createLog, createMask } from "../log.ts";
import { createMemoryStore } from "./memory-store.ts";
import { openStore } from "./open-store.ts";
import { createRedisStore } from "./redis-store.ts";
import type { Store } from "./store.ts";

/** What every store does; skipped for Redis where redis-server is not installed. */
let redis: RedisServer | undefined;
const stores: Partial<Record<string, Store>> = { memory: createMemoryStore(Date.now) };
const log = keepingLog([]);

beforeAll(async () => {
  if (reasonToSkipRedis !== undefined) return;
  redis = await startRedis();
  stores["redis"] = createRedisStore(redis.url, log);
});

afterAll(async () => {
  for (const store of Object.values(stores)) await store?.close();
  await redis?.[Symbol.asyncDispose]();
});

describe.each(["memory", "redis"])("the %s store", (kind) => {
  const isSkipped = kind === "redis" && reasonToSkipRedis !== undefined;
  const check = (name: string, run: (store: Store) => Promise<void>) =>
    test(name, { skip: isSkipped }, async () => {
      const store = stores[kind];
      if (store === undefined) throw new Error(`there is no ${kind} store`);
      await run(store);
    });

  check("gives what was set last, and nothing for a key that was not", async (store) => {
    await store.set("set", "one", 10);
    await store.set("set", "zwei 😀", 10);
    expect([await store.get("set"), await store.get("unset")]).toEqual(["zwei 😀", undefined]);
  });

  check("keeps no value longer than its time", async (store) => {
    await store.set("brief", "x", 0.05);
    await store.set("longer", "x", 10);
    await sleep(80);
    expect([await store.get("brief"), await store.get("longer")]).toEqual([undefined, "x"]);
  });

  check("tells one of many that add a value that it was the one", async (store) => {
    const told = await Promise.all(["a", "b", "c"].map((value) => store.add("added", value, 10)));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await store.get("added")).toBe(["a", "b", "c"][told.indexOf(true)]);
  });

  check("adds again when the time of the value is over, or it was deleted", async (store) => {
    await store.add("lease", "x", 0.05);
    await sleep(80);
    const expired = await store.add("lease", "y", 10);
    await store.delete("lease");
    expect([expired, await store.add("lease", "z", 10), await store.get("lease")]).toEqual([true, true, "z"]);
  });

  check("replaces a value that is still what it was, for one of many", async (store) => {
    await store.set("replaced", "", 10);
    const told = await Promise.all(["a", "b", "c"].map((value) => store.replace("replaced", "", value, 10)));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await store.get("replaced")).toBe(["a", "b", "c"][told.indexOf(true)]);
  });

  check("replaces no value that is not there, and gives a new time", async (store) => {
    const absent = await store.replace("absent", "", "x", 10);
    await store.set("renewed", "zwei 😀", 0.05);
    const renewed = await store.replace("renewed", "zwei 😀", "y", 10);
    await sleep(80);
    expect([absent, await store.get("absent"), renewed, await store.get("renewed")]).toEqual([
      false,
      undefined,
      true,
      "y",
    ]);
  });

  check("counts from one, each number once, and anew when the time is over", async (store) => {
    const counted = await Promise.all([1, 2, 3].map(() => store.increment("count", 0.05)));
    await sleep(80);
    expect([counted.toSorted(), await store.increment("count", 10)]).toEqual([[1, 2, 3], 1]);
  });

  check("does not mind a key that is deleted twice", async (store) => {
    await store.set("gone", "x", 10);
    await store.delete("gone");
    await store.delete("gone");
    expect(await store.get("gone")).toBeUndefined();
  });

  check("can be used", async (store) => {
    await expect(store.ping()).resolves.toBeUndefined();
  });
});

test("in memory the oldest values go when there are more than 100,000", async () => {
  const store = createMemoryStore(() => 0);
  for (let index = 0; index <= 100_000; index += 1) await store.set(`key ${index}`, "x", 10);
  expect([await store.get("key 0"), await store.get("key 1")]).toEqual([undefined, "x"]);
});

test("in memory the oldest values go when they are larger than 100 MB in all", async () => {
  const store = createMemoryStore(() => 0);
  const large = "x".repeat(40_000_000);
  for (const key of ["a", "b", "c"]) await store.set(key, large, 10);
  expect([await store.get("a"), (await store.get("b"))?.length]).toEqual([undefined, 40_000_000]);
});

const options = { skip: reasonToSkipRedis !== undefined };

test("two stores on one Redis share what is set, under keys that are twivot's", options, async () => {
  await using server = await startRedis();
  const [one, other] = [createRedisStore(server.url, log), createRedisStore(server.url, log)];
  await one.set("shared", "x", 10);
  expect(await other.get("shared")).toBe("x");
  await Promise.all([one.close(), other.close()]);
});

test("without a Redis every command fails within about a second, with a code", options, async () => {
  await using server = await startRedis();
  const logged: LogLine[] = [];
  const store = createRedisStore(server.url, keepingLog(logged));
  await store.ping();
  await server.kill();
  const begun = performance.now();
  const commands = [
    store.get("k"),
    store.set("k", "v", 1),
    store.add("k", "v", 1),
    store.replace("k", "v", "w", 1),
    store.increment("k", 1),
    store.delete("k"),
    store.ping(),
  ];
  for (const { status, ...outcome } of await Promise.allSettled(commands)) {
    expect([status, outcome]).toMatchObject(["rejected", { reason: { code: "store-unavailable" } }]);
  }
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(logged).toMatchObject([{ level: "error", content: { code: "store-unavailable" } }]);
  await store.close();
});

test("a password that Redis refuses is not in the log, however short", async () => {
  const server = createServer((socket) => {
    socket.on("data", () => socket.write("-WRONGPASS invalid username-password pair\r\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const lines: string[] = [];
  const told = createLog({ level: "info", mask: createMask([]) }, { write: (line) => lines.push(line) });
  const { port } = server.address() as AddressInfo;
  const store = createRedisStore(`redis://someone:pass7@127.0.0.1:${port}`, told);
  await expect(store.ping()).rejects.toMatchObject({ code: "store-unavailable" });
  await store.close();
  server.close();
  expect(lines.join("")).toContain("WRONGPASS");
  expect(lines.join("")).not.toContain("pass7");
});

test("a Redis that is frozen is not waited for", options, async () => {
  await using server = await startRedis();
  const store = createRedisStore(server.url, keepingLog([]));
  await store.ping();
  server.freeze();
  const begun = performance.now();
  await expect(store.increment("k", 1)).rejects.toMatchObject({ code: "store-unavailable" });
  expect(performance.now() - begun).toBeLessThan(1_500);
  server.thaw();
  await store.close();
});

test("when Redis is back the store is used again, and both are told", options, async () => {
  await using server = await startRedis();
  const logged: LogLine[] = [];
  const store = createRedisStore(server.url, keepingLog(logged));
  await store.ping();
  await server.kill();
  await expect(store.ping()).rejects.toMatchObject({ code: "store-unavailable" });
  await server.startAgain();
  await expect
    .poll(
      () =>
        store.set("k", "v", 10).then(
          () => true,
          () => false,
        ),
      { timeout: 3_000 },
    )
    .toBe(true);
  expect(logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
    "error Redis cannot be used",
    "info Redis can be used again",
  ]);
  await store.close();
});

test("the store is Redis where it has a URL, else memory", options, async () => {
  await using server = await startRedis();
  const world = { now: Date.now, log };
  const [one, other] = await Promise.all([
    openStore({ redisUrl: server.url }, world),
    openStore({ redisUrl: server.url }, world),
  ]);
  const alone = await openStore({ redisUrl: undefined }, world);
  await one.set("k", "v", 10);
  expect([await other.get("k"), await alone.get("k")]).toEqual(["v", undefined]);
  await Promise.all([one, other, alone].map((store) => store.close()));
});
