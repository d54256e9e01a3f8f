import { TwivotError } from "../errors.ts";

/**
 * What several requests of a call share, also between replicas: results that are waited for, files that have come,
 * the rest of a document that is too long for where it has to go. Values are texts of at most some 100 kB; none is kept
 * longer than its time. Every method throws a {@link StoreError} when the store cannot be used now.
 */
export type Store = {
  readonly get: (key: string) => Promise<string | undefined>;
  readonly set: (key: string, value: string, seconds: number) => Promise<void>;
  /** Sets the value unless there is one; whether it did. One of several replicas only is told yes. */
  readonly add: (key: string, value: string, seconds: number) => Promise<boolean>;
  /** Sets the value where it is still the expected one; whether it did. One of several replicas only is told yes. */
  readonly replace: (key: string, expected: string, value: string, seconds: number) => Promise<boolean>;
  /** One more than before; 1 at first. The time begins anew. */
  readonly increment: (key: string, seconds: number) => Promise<number>;
  readonly delete: (key: string) => Promise<void>;
  /** Resolves when the store can be used. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The store that replicas share does not answer. */
export class StoreError extends TwivotError {
  override readonly name = "StoreError";

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The store cannot be used (${why}): start Redis, or correct REDIS_URL.`;
    super("store-unavailable", message, { status: 502, cause });
  }
}
