import type { Store } from "./store.ts";

/** Bounds of what is kept; the oldest go when there is more. */
const MAX_ENTRIES = 100_000;
const MAX_CHARACTERS = 100_000_000;

/** So many values are set before those whose time is over are looked for. */
const SETS_BETWEEN_SWEEPS = 1_000;

type Entry = { readonly value: string; readonly expiresAtMs: number };

/** A store of one process: it shares nothing with others, and is gone with it. */
export function createMemoryStore(now: () => number): Store {
  const entries = new Map<string, Entry>();
  let characters = 0;
  let sets = 0;
  const remove = (key: string, { value }: Entry): void => {
    entries.delete(key);
    characters -= key.length + value.length;
  };
  const find = (key: string): string | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAtMs > now()) return entry.value;
    remove(key, entry);
    return undefined;
  };
  const sweep = (): void => {
    const nowMs = now();
    for (const [key, entry] of entries) if (entry.expiresAtMs <= nowMs) remove(key, entry);
  };
  const put = (key: string, value: string, seconds: number): void => {
    const before = entries.get(key);
    // A key that is set anew is the youngest.
    if (before !== undefined) remove(key, before);
    entries.set(key, { value, expiresAtMs: now() + seconds * 1000 });
    characters += key.length + value.length;
    sets += 1;
    if (sets % SETS_BETWEEN_SWEEPS === 0) sweep();
    for (const [oldest, entry] of entries) {
      if (entries.size <= MAX_ENTRIES && characters <= MAX_CHARACTERS) break;
      remove(oldest, entry);
    }
  };
  return {
    get: async (key) => find(key),
    set: async (key, value, seconds) => put(key, value, seconds),
    add: async (key, value, seconds) => {
      if (find(key) !== undefined) return false;
      put(key, value, seconds);
      return true;
    },
    replace: async (key, expected, value, seconds) => {
      if (find(key) !== expected) return false;
      put(key, value, seconds);
      return true;
    },
    increment: async (key, seconds) => {
      const count = Number(find(key) ?? 0) + 1;
      put(key, String(count), seconds);
      return count;
    },
    delete: async (key) => {
      const entry = entries.get(key);
      if (entry !== undefined) remove(key, entry);
    },
    ping: async () => {},
    close: async () => {
      entries.clear();
      characters = 0;
    },
  };
}
