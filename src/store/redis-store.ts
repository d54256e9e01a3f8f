import { Redis } from "ioredis";
import type { Log } from "../outside.ts";
import { type Store, StoreError } from "./store.ts";

/** Others may use the same Redis. */
const PREFIX = "twivot:";

/** A call cannot wait longer: Kazoo gives up five seconds after it has asked (system_config pivot.request_timeout_ms). */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_000;

/** A connection on which an answer is due for so long is replaced by a new one. */
const SOCKET_TIMEOUT_MS = 3_000;

const MAX_RECONNECT_DELAY_MS = 500;

/** Redis runs a script as one command: https://redis.io/docs/latest/develop/programmability/eval-intro/ */
const REPLACE = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])
return 1`;

/**
 * A store that replicas share. It connects by itself, again and again, and logs when Redis goes and when it is back; in
 * between commands fail within about a second.
 *
 * @param url `redis://[user:password@]host[:port][/db]`, with `rediss` over TLS.
 */
export function createRedisStore(url: string, log: Log): Store {
  const redis = new Redis(url, {
    keyPrefix: PREFIX,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    maxLoadingRetryTime: MAX_RECONNECT_DELAY_MS,
    // What waits for a connection fails when the second try has failed, so that nothing piles up.
    maxRetriesPerRequest: 1,
    // A command that was sent may have been done: `add` done twice would tell nobody yes.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (tries) => Math.min(tries * 50, MAX_RECONNECT_DELAY_MS),
  });
  let isDown = false;
  redis.on("error", (error) => {
    // ioredis hangs the command on its errors, in which the password is.
    const err = new StoreError(error);
    if (!isDown) log.error({ code: err.code, err }, "Redis cannot be used");
    isDown = true;
  });
  redis.on("ready", () => {
    if (isDown) log.info({}, "Redis can be used again");
    isDown = false;
  });
  return {
    get: (key) => told(async () => (await redis.get(key)) ?? undefined),
    set: (key, value, seconds) =>
      told(async () => {
        await redis.set(key, value, "PX", milliseconds(seconds));
      }),
    add: (key, value, seconds) =>
      told(async () => (await redis.set(key, value, "PX", milliseconds(seconds), "NX")) === "OK"),
    replace: (key, expected, value, seconds) =>
      told(async () => (await redis.eval(REPLACE, 1, key, expected, value, milliseconds(seconds))) === 1),
    increment: (key, seconds) =>
      told(async () => {
        const replies = await redis.multi().incr(key).pexpire(key, milliseconds(seconds)).exec();
        const [error, count] = replies?.[0] ?? [new Error("the transaction was dropped")];
        if (error) throw error;
        return Number(count);
      }),
    delete: (key) =>
      told(async () => {
        await redis.del(key);
      }),
    ping: () =>
      told(async () => {
        await redis.ping();
      }),
    close: async () => {
      // It answers what was sent before; a Redis that is gone is left as it is.
      await redis.quit().catch(() => undefined);
      redis.disconnect();
    },
  };
}

function milliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000));
}

async function told<T>(command: () => Promise<T>): Promise<T> {
  try {
    return await command();
  } catch (error) {
    throw new StoreError(error);
  }
}
