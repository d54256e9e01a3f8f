import { setTimeout as sleep } from "node:timers/promises";
import { node, pivotTo } from "../callflow/build.ts";
import type { Config } from "../config.ts";
import type { Expiring, TokenBox } from "../continuation/token.ts";
import type { Tell } from "../happening.ts";
import type { Outside } from "../outside.ts";
import type { Call } from "../pivot/call.ts";
import { callSid } from "../twilio/sids.ts";
import { type Answer, apologyAnswer, flowAnswer } from "./answer.ts";
import type { Errand } from "./errand.ts";
import { createLateAnswers } from "./late-answers.ts";
import { query } from "./links.ts";
import { within } from "./within.ts";

/** A turn whose answer is late, as it travels in the URL at which Kazoo waits for it. */
export type Waiting = Expiring & {
  /** The answer's name in the store. */
  readonly id: string;
  readonly callSid: string;
  readonly errand: Errand;
  /** When it is not waited for any longer, in milliseconds since 1970. */
  readonly untilMs: number;
};

/** Turns that take longer than Kazoo can be kept waiting. */
export type Turns = {
  /** The answer of a turn if it is there in time, else a flow that comes back for it. */
  readonly take: (errand: Errand, call: Call) => Promise<Answer>;
  /** The answer that Kazoo comes back for, if it is there in time, else the same flow again. */
  readonly collect: (waiting: Waiting, link: string, call: Call) => Promise<Answer>;
  /** Waits, a while, for the turns that are being taken now, and for their answers to be collected. */
  readonly settled: () => Promise<void>;
};

/** Times in milliseconds that tests shorten. */
export type Patience = {
  /** How long a late answer is waited for in all. An application has 15 s for a document, and again for the fallback. */
  readonly totalMs: number;
  /** How long a turn is known to be worked on without a sign of it; signs come three times as often. */
  readonly leaseMs: number;
  /** How long a process that is told to stop waits for turns. The longest takes Twilio's 15 s. */
  readonly settleMs: number;
};

const usualPatience: Patience = { totalMs: 60_000, leaseMs: 3_000, settleMs: 16_000 };

/** How long Kazoo sleeps before it asks for a late answer: long enough to be no strain, and hardly heard. */
const PAUSE_MS = 500;

/** How often an answer is looked for that another replica works on. */
const LOOK_EVERY_MS = 100;

/** A waiting URL can be opened for a little longer than it is waited for. */
const GRACE_MS = 60_000;

type World = {
  readonly config: () => Pick<Config, "deadlineMs" | "publicUrl" | "pivotKey" | "apps" | "kazooVersion">;
  readonly outside: Pick<Outside, "now" | "randomBytes" | "log" | "store">;
  readonly box: TokenBox<Waiting>;
  readonly tell: Tell;
};

/**
 * Takes turns against the clock. Kazoo gives up after five seconds (system_config pivot.request_timeout_ms), while an
 * application has fifteen: where a turn is late, Kazoo gets a flow that comes back for the answer, and the turn goes on.
 * Its answer is put into the store, so that any replica can give it; should the replica that works on it die, the one
 * that Kazoo asks next takes the turn again, with the same idempotency tokens.
 *
 * ```
 * sleep → pivot (the waiting URL)
 * ```
 *
 * @param work takes a turn. It does not throw for what an application does.
 */
export function createTurns(
  work: (errand: Errand, call: Call) => Promise<Answer>,
  { config, outside, box, tell }: World,
  patience: Patience = usualPatience,
): Turns {
  const { log, now, store } = outside;
  const late = createLateAnswers(store, log, patience.leaseMs);
  const inProgress = new Set<Promise<unknown>>();

  const track = async <T>(promise: Promise<T>): Promise<T> => {
    inProgress.add(promise);
    try {
      return await promise;
    } finally {
      inProgress.delete(promise);
    }
  };

  const comeBack = (link: string, { app }: Errand): Answer => {
    const { publicUrl, pivotKey, apps, kazooVersion } = config();
    const url = `${publicUrl}/pivot/w/${link}${query({ key: pivotKey })}`;
    const flow = node("sleep", { duration: PAUSE_MS, unit: "ms" }, pivotTo(url));
    return flowAnswer(flow, apps[app]?.platform.kazoo ?? kazooVersion, log, "later");
  };

  /** Goes on with a turn after Kazoo has been told to come back. */
  const goOn = (id: string, turn: Promise<Answer>): void => {
    void track(late.keep(id, flowOnly(turn, outside)));
  };

  const takeOver = (waiting: Waiting, call: Call): void => {
    log.warn({ callSid: waiting.callSid, app: waiting.errand.app }, "a turn is taken again");
    tell({ kind: "late", outcome: "taken-over" });
    goOn(waiting.id, work(waiting.errand, call));
  };

  /** Until the answer is there, or until nobody waits any longer. */
  const find = async (waiting: Waiting, call: Call, isOver: () => boolean): Promise<Answer | undefined> => {
    while (!isOver()) {
      const answer = await late.find(waiting.id);
      if (answer !== undefined) return answer;
      if (await late.claim(waiting.id)) takeOver(waiting, call);
      else await sleep(LOOK_EVERY_MS);
    }
    return undefined;
  };

  return {
    take: async (errand, call) => {
      const { deadlineMs } = config();
      const turn = work(errand, call);
      const answer = await within(track(turn), deadlineMs);
      if (answer !== undefined) return answer;
      const id = Buffer.from(outside.randomBytes(16)).toString("base64url");
      goOn(id, turn);
      const untilMs = now() + patience.totalMs;
      const sid = callSid(call.accountId, call.callId);
      log.info({ callSid: sid, app: errand.app, deadlineMs }, "late");
      const x = Math.ceil((untilMs + GRACE_MS) / 1000);
      return comeBack(box.seal({ id, callSid: sid, errand, untilMs, x }), errand);
    },
    collect: async (waiting, link, call) => {
      let isOver = false;
      const answer = await within(
        find(waiting, call, () => isOver),
        config().deadlineMs,
      );
      isOver = true;
      if (answer !== undefined) {
        late.collected(waiting.id);
        tell({ kind: "late", outcome: "saved" });
        return answer;
      }
      if (now() < waiting.untilMs) return comeBack(link, waiting.errand);
      log.warn(
        { code: "answer-late", callSid: waiting.callSid, app: waiting.errand.app },
        "the answer of a turn was waited for in vain",
      );
      tell({ kind: "late", outcome: "given-up" });
      return apologyAnswer();
    },
    settled: async () => {
      await within(Promise.allSettled(inProgress), patience.settleMs);
    },
  };
}

/** The operator's own node is over once Kazoo has a flow of ours: a late failure is told to the caller. */
async function flowOnly(turn: Promise<Answer>, { log }: Pick<Outside, "log">): Promise<Answer> {
  try {
    const answer = await turn;
    return answer.status === 200 ? answer : apologyAnswer();
  } catch (error) {
    log.error({ err: error }, "a call met a bug of twivot");
    return apologyAnswer();
  }
}
