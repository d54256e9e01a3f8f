import type { App } from "../config.ts";
import type { Outside } from "../outside.ts";
import { type Continuation, childrenOf, type Draft, type State } from "../translate/draft.ts";
import { type HangUp, participationIn } from "../translate/hang-up.ts";
import { type CallRecords, createCallRecords, type Waiting } from "./call-records.ts";
import type { Conferences } from "./conferences.ts";

/** A call, as whoever serves it knows it. */
export type KnownCall = {
  readonly callSid: string;
  readonly app: App;
  /** The standard parameters and those that `<Set>` adds; CallStatus is not kept. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** Keeps what Kazoo's webhooks are understood by. Nothing waits for it, and nothing that fails there fails a call. */
export type Calls = {
  /** A call has come in. */
  readonly began: (call: KnownCall) => void;
  /** A flow leaves: what it waits for, if a hang-up meanwhile is to be told. */
  readonly left: (call: KnownCall, hangUp: HangUp | undefined) => void;
  /** Kazoo has come back from the last flow: whatever it waited for is read from that. */
  readonly cameBack: (call: Pick<KnownCall, "callSid" | "app">) => void;
  /**
   * Seconds from the answer to the end of the call that the last flow's Dial made; undefined where no webhook has told of
   * an answer. Waits up to 300 ms for the webhook of the end, which Kazoo sends as the caller comes back.
   */
  readonly dialSeconds: (callSid: string) => Promise<number | undefined>;
  /** A webhook has come. */
  readonly heard: () => void;
  readonly records: CallRecords;
  readonly conferences: Conferences;
};

type World = Pick<Outside, "store" | "now" | "log">;

const HEARD = "webhooks:heard";
const HEARD_SECONDS = 24 * 60 * 60;

/** How often the store is asked, or told, whether any replica has heard a webhook. */
const ASK_EVERY_MS = 30_000;
const TELL_EVERY_MS = 3_600_000;

/** After so many calls without any webhook it is said, and after so many nothing more is kept until one comes. */
const CALLS_BEFORE_WARNING = 10;
const CALLS_KEPT_UNHEARD = 1_000;

const WAIT_FOR_END_MS = 300;
const LOOK_EVERY_MS = 25;

/**
 * What is kept of a call at rest is some 1 kB, for a day at most, in the store; nothing at all as long as no webhook has
 * ever come, unless its application has a status callback.
 */
export function createCalls({ store, now, log }: World, conferences: Conferences): Calls {
  const records = createCallRecords(store);
  let heardAtMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let unheard = 0;

  const beside = (work: Promise<unknown>): void => {
    work.catch((err: unknown) =>
      log.warn({ code: "call-state-lost", err }, "what webhooks need is not kept"),
    );
  };
  const isHeard = (): boolean => now() - heardAtMs < HEARD_SECONDS * 1000;
  const askOthers = (): void => {
    if (isHeard() || now() - askedAtMs < ASK_EVERY_MS) return;
    askedAtMs = now();
    beside(
      store.get(HEARD).then((mark) => {
        if (mark !== undefined) heardAtMs = now();
      }),
    );
  };
  const isKept = (app: App): boolean =>
    isHeard() || (app.statusCallback !== undefined && unheard <= CALLS_KEPT_UNHEARD);
  const keep = ({ callSid, app, parameters }: KnownCall): void => {
    const { CallStatus: _, ...kept } = parameters;
    beside(records.setCall(callSid, { app: app.name, parameters: kept }));
  };
  const wait = async (call: KnownCall, waiting: Waiting): Promise<void> => {
    const { callSid, app, parameters } = call;
    await records.setWaiting(callSid, waiting);
    const participation = participationIn(waiting.hangUp);
    // Asked before and after, since the webhook of the end may come at any moment.
    if (participation === undefined || (await records.hasEnded(callSid))) return;
    const { AccountSid: accountSid = "" } = parameters;
    const atMs = waiting.sinceMs;
    await conferences.joined({ callSid, app: app.name, accountSid, atMs }, participation);
    if (await records.hasEnded(callSid)) await conferences.left(callSid, participation.room, atMs);
  };

  return {
    records,
    conferences,
    began: (call) => {
      askOthers();
      if (!isHeard() && call.app.statusCallback !== undefined) {
        unheard += 1;
        if (unheard === CALLS_BEFORE_WARNING) warnOfSilence(log, call.app);
      }
      if (isKept(call.app)) keep(call);
    },
    left: (call, hangUp) => {
      if (hangUp === undefined || !(isKept(call.app) || participationIn(hangUp) !== undefined)) return;
      const sinceMs = now();
      keep(call);
      const id = `${call.callSid}-${sinceMs.toString(36)}`;
      beside(wait(call, { id, sinceMs, hangUp }));
      beside(records.unsetBack(call.callSid));
    },
    cameBack: ({ callSid, app }) => {
      if (isKept(app)) beside(records.setBack(callSid));
    },
    dialSeconds: async (callSid) => {
      if (!isHeard()) return undefined;
      try {
        return await dialSeconds(callSid, records, now);
      } catch (err) {
        log.warn({ code: "call-state-lost", err }, "the duration of a dial is not known");
        return undefined;
      }
    },
    heard: () => {
      if (now() - heardAtMs < TELL_EVERY_MS) return;
      heardAtMs = now();
      unheard = 0;
      beside(store.set(HEARD, "1", HEARD_SECONDS));
    },
  };
}

async function dialSeconds(
  callSid: string,
  records: CallRecords,
  now: () => number,
): Promise<number | undefined> {
  const waiting = await records.waiting(callSid);
  if (waiting === undefined) return undefined;
  const answered = await records.dialAnswered(waiting.id);
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const seconds = await records.dialSeconds(waiting.id);
    if (seconds !== undefined) return seconds;
    if (answered === undefined) return undefined;
    if (waitedMs >= WAIT_FOR_END_MS) return Math.max(0, Math.round((now() - answered.atMs) / 1000));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function warnOfSilence(log: World["log"], app: App): void {
  const message =
    "There is a status callback, but Kazoo has sent no webhook, without which no end of a call is known: set up channel_create, channel_answer, channel_bridge and channel_destroy.";
  log.warn({ code: "webhooks-missing", app: app.name }, message);
}

/** What is to be told if the caller hangs up, with the variables that requests of the call carry then. */
export type HangUpOfFlow = Pick<State, "variables"> & { readonly hangUp: HangUp };

/** What a flow waits for, that is to be told if the caller hangs up meanwhile. */
export function hangUpOf(draft: Draft): HangUpOfFlow | undefined {
  if (draft.module === "continue") return hangUpIn(draft.data);
  const own = draft.module === "come-back" ? hangUpIn(draft.data.continuation) : undefined;
  if (own !== undefined) return own;
  for (const child of Object.values(childrenOf(draft))) {
    const found = hangUpOf(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hangUpIn({ pending, state }: Continuation): HangUpOfFlow | undefined {
  const hangUp = pending?.hangUp;
  return hangUp === undefined ? undefined : { hangUp, variables: state.variables };
}
