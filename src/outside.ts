import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { Store } from "./store/store.ts";

/** All of the world that the program touches. `main.ts` makes the real one, tests make their own. */
export type Outside = {
  /**
   * One HTTP exchange: no redirects, no credentials, no cookies, no decoding.
   *
   * @throws {ExchangeError} when there is no complete answer.
   */
  readonly fetch: (request: OutgoingRequest) => Promise<IncomingResponse>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly log: Log;
  /** What replicas share. */
  readonly store: Store;
};

/** An outside that is opened for one configuration. */
export type OpenOutside = Outside & {
  /** Masks the secrets of a later configuration in the log too; calls under way may still use the former ones. */
  readonly hideSecretsOf: (config: Config) => void;
  /** Ends its connections. */
  readonly close: () => Promise<void>;
};

/** The part of pino's logger that is used. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

export type OutgoingRequest = {
  readonly method: "GET" | "POST";
  /** Absolute http(s) URL without userinfo and fragment; path and query leave byte for byte. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly limits: ExchangeLimits;
};

export type ExchangeLimits = {
  readonly connectTimeoutMs: number;
  /** Longest wait for the next byte of the answer. */
  readonly readTimeoutMs: number;
  /** From the first step to the last byte. */
  readonly totalTimeoutMs: number;
  /** How many bytes of the body (as on the wire) are read before the exchange fails with `too-large`. */
  readonly maxBodyBytes: (contentType: string | undefined) => number;
  /** Whether TLS names the server (SNI). */
  readonly serverName: boolean;
};

export type IncomingResponse = {
  readonly status: number;
  /** Lower-case names; a header that came several times is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
};

export type ExchangeFailure =
  | "dns"
  | "refused"
  | "connect-timeout"
  | "tls"
  | "certificate"
  | "reset"
  | "protocol"
  | "read-timeout"
  | "total-timeout"
  | "too-large"
  | "bad-url";

/** An exchange that gave no complete answer. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly failure: ExchangeFailure;

  constructor(failure: ExchangeFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}
