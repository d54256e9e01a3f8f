import type { Log } from "../outside.ts";
import type { Store } from "../store/store.ts";
import type { Answer } from "./answer.ts";
import { within } from "./within.ts";

/** How long an answer is in the store. */
const KEPT_SECONDS = 60;

/** How long an answer that is in the store is also kept here, for Kazoo to collect it before a process stops. */
const AT_HAND_MS = 1_500;

/** A turn that ends every process that takes it must not end them all. */
const MAX_CLAIMS = 3;

/** Answers that come late, by names that cannot be guessed. */
export type LateAnswers = {
  /**
   * Keeps an answer that is still to come. Until it is there the store knows that it is worked on. Resolves when it has
   * been collected, or can be had from the store.
   */
  readonly keep: (id: string, answer: Promise<Answer>) => Promise<void>;
  /** The answer, once it is there; undefined where it is not worked on here and is not in the store. */
  readonly find: (id: string) => Promise<Answer | undefined>;
  /** Whether nobody works on it: then it is for the caller, and for nobody else, to do so. */
  readonly claim: (id: string) => Promise<boolean>;
  /** Kazoo has the answer now. */
  readonly collected: (id: string) => void;
};

type AtHand = { readonly answer: Promise<Answer>; readonly collect: () => void };

/**
 * Answers that come late: those that are worked on here are at hand, all are in the store, so that other replicas have
 * them. A store that fails costs nothing where Kazoo comes back to the same replica.
 *
 * @param leaseMs how long the store says that an answer is worked on after the last sign of it.
 */
export function createLateAnswers(store: Store, log: Log, leaseMs: number): LateAnswers {
  const atHand = new Map<string, AtHand>();
  const failed = (error: unknown): undefined => {
    const err = error instanceof Error ? error : new Error(String(error));
    log.warn({ code: "store-unavailable", err }, "a late answer cannot be shared with other replicas");
  };

  /** Tells, again and again, that an answer is worked on; the function ends it. */
  const hold = (id: string): (() => void) => {
    const sign = () => void store.set(leaseKey(id), "held", leaseMs / 1000).catch(failed);
    sign();
    const timer = setInterval(sign, leaseMs / 3).unref();
    return () => clearInterval(timer);
  };

  const save = async (id: string, answer: Answer): Promise<boolean> => {
    try {
      const text = JSON.stringify({ ...answer, body: Buffer.from(answer.body).toString() });
      await store.set(answerKey(id), text, KEPT_SECONDS);
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  };

  return {
    keep: async (id, answer) => {
      const { promise: isCollected, resolve: collect } = Promise.withResolvers<void>();
      const entry = { answer, collect };
      atHand.set(id, entry);
      const release = hold(id);
      try {
        const isSaved = await save(id, await answer);
        await within(isCollected, isSaved ? AT_HAND_MS : KEPT_SECONDS * 1000);
      } finally {
        release();
        if (atHand.get(id) === entry) atHand.delete(id);
      }
    },
    find: async (id) => {
      const own = atHand.get(id);
      if (own !== undefined) return own.answer;
      const saved = await store.get(answerKey(id)).catch(failed);
      // It was written above.
      return saved === undefined ? undefined : (JSON.parse(saved) as Answer);
    },
    claim: async (id) => {
      try {
        if (!(await store.add(leaseKey(id), "held", leaseMs / 1000))) return false;
        if ((await store.increment(triesKey(id), KEPT_SECONDS)) > MAX_CLAIMS) return false;
        // The one that worked on it may have come to its end just now.
        return (await store.get(answerKey(id))) === undefined;
      } catch (error) {
        failed(error);
        return false;
      }
    },
    collected: (id) => atHand.get(id)?.collect(),
  };
}

function answerKey(id: string): string {
  return `answer:${id}`;
}

function leaseKey(id: string): string {
  return `answer:${id}:held`;
}

function triesKey(id: string): string {
  return `answer:${id}:claims`;
}
