import type { Config } from "../config.ts";
import type { Log } from "../outside.ts";
import { createMemoryStore } from "./memory-store.ts";
import type { Store } from "./store.ts";

/** The store that is configured: Redis where it has a URL, else memory. Redis need not be there yet. */
export async function openStore(
  { redisUrl }: Pick<Config, "redisUrl">,
  { now, log }: { readonly now: () => number; readonly log: Log },
): Promise<Store> {
  if (redisUrl === undefined) return createMemoryStore(now);
  // Loaded only where it is used: it takes longer than all else at the start.
  const { createRedisStore } = await import("./redis-store.ts");
  return createRedisStore(redisUrl, log);
}
