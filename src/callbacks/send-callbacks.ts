import type { Log, Outside } from "../outside.ts";
import { ExchangeError } from "../outside.ts";
import { AppError, publicUrl } from "../twilio/app-error.ts";
import { emptyVisit, fetchAnswer } from "../twilio/fetch-document.ts";
import { uuid } from "../twilio/request.ts";
import { splitUrl } from "../twiml/resolve-url.ts";
import type { Callback, Callbacks } from "./callbacks.ts";
import { createLanes } from "./lanes.ts";

/** What becomes of a callback; `retried` is told for each try that fails and is followed by another. */
export type CallbackOutcome = "sent" | "retried" | "failed" | "dropped";

export type CallbackLimits = {
  /** Callbacks that are to be sent, in all; more are dropped. */
  readonly queued: number;
  readonly atOnce: number;
  readonly atOncePerHost: number;
  readonly tries: number;
  /** Before the second try; four times as long before each further one. It varies by half of it. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Nothing is tried that is older. */
  readonly maxAgeMs: number;
  /** How long `close` waits. */
  readonly drainMs: number;
};

const usualLimits: CallbackLimits = {
  queued: 10_000,
  atOnce: 64,
  atOncePerHost: 8,
  tries: 5,
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  maxAgeMs: 300_000,
  drainMs: 5_000,
};

type Options = {
  readonly limits?: Partial<CallbackLimits>;
  readonly count?: (outcome: CallbackOutcome) => void;
};

type World = Pick<Outside, "fetch" | "now" | "randomBytes" | "log">;

type Job = {
  readonly callback: Callback;
  /** The same in every try, so that the application can tell a repetition. */
  readonly idempotencyToken: string;
  readonly bornMs: number;
  tries: number;
};

type Failure = { readonly why: string; readonly isPassing: boolean };

/**
 * Sends callbacks as Twilio does: signed, on connections of their own, and asynchronously. One that fails in a way that
 * may pass (no connection, no answer, 429, 5xx) is tried again, since nothing else tells the application later; any other
 * answer is final, as it would be the same next time. Twilio warns of such answers too.
 *
 * @see https://www.twilio.com/docs/api/errors/15003
 */
export function createCallbacks(
  outside: World,
  { limits: given = {}, count = () => {} }: Options = {},
): Callbacks {
  const limits = { ...usualLimits, ...given };
  const lanes = createLanes({ atOnce: limits.atOnce, atOncePerLane: limits.atOncePerHost });
  const open = new Set<Job>();
  const pauses = new Map<Job, NodeJS.Timeout>();
  let isClosing = false;
  let whenDone = () => {};

  const finish = (job: Job, outcome: "sent" | "failed"): void => {
    open.delete(job);
    count(outcome);
    if (open.size === 0) whenDone();
  };
  const enqueue = (job: Job): void => {
    pauses.delete(job);
    lanes.add(splitUrl(job.callback.url).host ?? "", () => run(job));
  };
  const run = async (job: Job): Promise<void> => {
    if (!open.has(job)) return;
    job.tries += 1;
    const failure = await trySending(job, outside);
    if (!open.has(job)) return;
    if (failure === undefined) return finish(job, "sent");
    const pauseMs = pauseAfter(job.tries, limits, outside.randomBytes);
    const isInTime = outside.now() + pauseMs - job.bornMs <= limits.maxAgeMs;
    if (isClosing || !failure.isPassing || job.tries >= limits.tries || !isInTime) {
      logFailure(outside.log, job, failure);
      return finish(job, "failed");
    }
    count("retried");
    pauses.set(job, setTimeout(enqueue, pauseMs, job).unref());
  };

  return {
    send: (callback) => {
      if (isClosing || open.size >= limits.queued) {
        outside.log.error(
          { code: "callback-dropped", ...named(callback) },
          "too many callbacks are to be sent",
        );
        count("dropped");
        return;
      }
      const idempotencyToken = uuid(outside.randomBytes(16));
      const job = { callback, idempotencyToken, bornMs: outside.now(), tries: 0 };
      open.add(job);
      enqueue(job);
    },
    close: async () => {
      isClosing = true;
      for (const [job, timer] of pauses) {
        clearTimeout(timer);
        enqueue(job);
      }
      await waitUntilDone(open, limits.drainMs, (done) => {
        whenDone = done;
      });
      if (open.size === 0) return;
      outside.log.error({ code: "callbacks-lost", number: open.size }, "callbacks were still to be sent");
      open.clear();
    },
  };
}

async function waitUntilDone(
  open: ReadonlySet<Job>,
  atMostMs: number,
  onDone: (done: () => void) => void,
): Promise<void> {
  if (open.size === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, atMostMs);
    onDone(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function trySending(job: Job, outside: World): Promise<Failure | undefined> {
  const { app, isAction = false, ...request } = job.callback;
  const account = { authToken: app.authToken, timeoutMs: app.appTimeoutMs };
  try {
    const { response } = await fetchAnswer(request, emptyVisit, account, outside, job.idempotencyToken);
    const { status } = response;
    if (status >= 200 && status <= 299) return undefined;
    return { why: `status ${status}`, isPassing: !isAction && (status === 429 || status >= 500) };
  } catch (error) {
    return failureOf(error);
  }
}

/** A URL that is refused now is refused next time; so is an answer that is too large. */
function failureOf(error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  const { cause } = error instanceof AppError ? error : {};
  const isPassing =
    cause instanceof ExchangeError && cause.failure !== "bad-url" && cause.failure !== "too-large";
  return { why, isPassing };
}

function pauseAfter(tries: number, limits: CallbackLimits, randomBytes: World["randomBytes"]): number {
  const wholeMs = Math.min(limits.longestPauseMs, limits.firstPauseMs * 4 ** (tries - 1));
  const random = Buffer.from(randomBytes(2)).readUInt16BE() / 0x1_0000;
  return Math.round(wholeMs * (0.5 + random));
}

function logFailure(log: Log, job: Job, { why }: Failure): void {
  const details = {
    code: "callback-failed",
    twilioCode: 15003,
    ...named(job.callback),
    tries: job.tries,
    why,
  };
  log.warn(details, "a callback could not be delivered");
}

function named({ app, url, parameters }: Callback) {
  return { app: app.name, callSid: parameters["CallSid"], url: publicUrl(url).replace(/\?.*/s, "") };
}
