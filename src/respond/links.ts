import type { Config } from "../config.ts";
import { type Packed, pack, type Session } from "../continuation/pack.ts";
import type { TokenBox } from "../continuation/token.ts";
import type { Store } from "../store/store.ts";
import type { Continuation } from "../translate/draft.ts";

/** How long a continuation can be opened: a call at Twilio lasts a day at most. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/**
 * The tokens in a flow may take this much of it, in characters; beyond it their URLs only name what is in the store. A
 * Dial has some 90 ends, of which each takes about 600 more characters, and a flow has fewer than 100,000.
 */
const ROOM_FOR_ENDS = 30_000;

/** The longest value that FreeSWITCH is given in a variable of a channel, in characters. */
const MAX_VARIABLE = 1000;

/** What a token in the store is called by: it has no dots, which every sealed token has. */
const STORED = /^s[A-Za-z0-9_-]{22}$/;

/** How Kazoo is told to come back with a continuation. */
export type Links = {
  /** The URL at which it does, of `ends` in the same flow. */
  readonly url: (continuation: Continuation, ends: number, outcome?: string) => string;
  /** A text that can stand in a variable of the channel. */
  readonly variable: (continuation: Continuation) => string;
  /** Resolves when all that the URLs name is in the store. */
  readonly saved: () => Promise<void>;
};

type World = {
  readonly box: TokenBox<Packed>;
  readonly store: Store;
  readonly config: Pick<Config, "publicUrl" | "pivotKey">;
  readonly nowMs: number;
  readonly randomBytes: (size: number) => Uint8Array;
};

/**
 * Links to the continuations of a session. They are complete: any replica with the same secret can go on from one, also
 * one that has just started. Only where it would be too long does a link name a place in the store.
 */
export function createLinks(session: Session, { box, store, config, nowMs, randomBytes }: World): Links {
  const sealed = new Map<Continuation, string>();
  const stored = new Map<Continuation, string>();
  const saving: Promise<void>[] = [];
  const token = (continuation: Continuation): string => {
    const known = sealed.get(continuation);
    if (known !== undefined) return known;
    const expiresAtSeconds = Math.floor(nowMs / 1000) + LIFETIME_SECONDS;
    const made = box.seal(pack(session, continuation, expiresAtSeconds));
    sealed.set(continuation, made);
    return made;
  };
  const name = (continuation: Continuation): string => {
    const known = stored.get(continuation);
    if (known !== undefined) return known;
    const made = `s${Buffer.from(randomBytes(16)).toString("base64url")}`;
    stored.set(continuation, made);
    saving.push(store.set(storeKey(made), token(continuation), LIFETIME_SECONDS));
    return made;
  };
  return {
    url: (continuation, ends, outcome) => {
      const isShort = ends === 1 || token(continuation).length * ends <= ROOM_FOR_ENDS;
      const path = `/pivot/c/${isShort ? token(continuation) : name(continuation)}`;
      return config.publicUrl + path + query({ outcome, key: config.pivotKey });
    },
    variable: (continuation) => {
      const made = token(continuation);
      return made.length <= MAX_VARIABLE ? made : name(continuation);
    },
    saved: async () => {
      await Promise.all(saving);
    },
  };
}

/** The sealed token that a link has or names; undefined where the store does not have it any more. */
export async function tokenOf(link: string, store: Store): Promise<string | undefined> {
  return STORED.test(link) ? store.get(storeKey(link)) : link;
}

function storeKey(name: string): string {
  return `continuation:${name}`;
}

/** What every URL that Kazoo asks ends in. */
export function query(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined) as [string, string][];
  return given.length === 0
    ? ""
    : `?${given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
