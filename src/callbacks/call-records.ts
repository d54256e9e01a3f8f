import type { Store } from "../store/store.ts";
import type { DialLeg, HangUp } from "../translate/hang-up.ts";

/** What is known of a call besides its sid. */
export type CallRecord = {
  /** Name of the application. */
  readonly app: string;
  /** What its requests carry, without CallStatus. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** What a flow that has left is waiting for. */
export type Waiting = {
  /** Of this flow; no other has it. */
  readonly id: string;
  readonly sinceMs: number;
  readonly hangUp: HangUp;
};

/** The leg of somebody who is called, as its first event has found it. */
export type LegRecord = {
  /** Of the call. */
  readonly callSid: string;
  /** Of the flow that calls it. */
  readonly waitingId: string;
  /** Who is told about it; unknown where Kazoo calls somebody whom the flow does not name. */
  readonly target?: DialLeg;
};

/** A Dial that was answered. */
export type Answered = { readonly name?: string; readonly atMs: number };

/** A call lasts a day at most. */
const DAY = 24 * 60 * 60;

/** For webhooks that come late or twice. */
const LATE = 10 * 60;

/** What is kept of calls in the store, each in a value of its own: events come in any order, at any replica. */
export type CallRecords = ReturnType<typeof createCallRecords>;

export function createCallRecords(store: Store) {
  const read = async <T>(key: string): Promise<T | undefined> => {
    const text = await store.get(key);
    // Only the functions below write there.
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  const write = (key: string, value: unknown, seconds = DAY) =>
    store.set(key, JSON.stringify(value), seconds);
  return {
    call: (sid: string) => read<CallRecord>(`call:${sid}`),
    setCall: (sid: string, call: CallRecord) => write(`call:${sid}`, call),
    /** What is known of a call that has ended goes soon. */
    endCall: async (sid: string, call: CallRecord, waiting: Waiting | undefined) => {
      await write(`call:${sid}`, call, LATE);
      if (waiting !== undefined) await write(`call:${sid}:waiting`, waiting, LATE);
    },

    /** Whether the caller's leg is gone. */
    hasEnded: async (sid: string) => (await store.get(`call:${sid}:ended`)) !== undefined,
    setEnded: (sid: string) => store.set(`call:${sid}:ended`, "1", LATE),

    waiting: (sid: string) => read<Waiting>(`call:${sid}:waiting`),
    setWaiting: (sid: string, waiting: Waiting) => write(`call:${sid}:waiting`, waiting),

    /** Of a flow that waited: whether Kazoo has come back from it. */
    isBack: async (sid: string) => (await store.get(`call:${sid}:back`)) !== undefined,
    setBack: (sid: string) => store.set(`call:${sid}:back`, "1", DAY),
    unsetBack: (sid: string) => store.delete(`call:${sid}:back`),

    isCallAnswered: async (sid: string) => (await store.get(`call:${sid}:answered`)) !== undefined,
    setCallAnswered: (sid: string) => store.set(`call:${sid}:answered`, "1", DAY),

    leg: (key: string) => read<LegRecord>(`leg:${key}`),
    setLeg: (key: string, leg: LegRecord) => write(`leg:${key}`, leg),
    endLeg: (key: string, leg: LegRecord) => write(`leg:${key}`, leg, LATE),

    /** Whether a leg is known that the flow has called. */
    hasDialled: async (waitingId: string) => (await store.get(`dial:${waitingId}:begun`)) !== undefined,
    setDialled: (waitingId: string) => store.set(`dial:${waitingId}:begun`, "1", DAY),
    dialAnswered: (waitingId: string) => read<Answered>(`dial:${waitingId}:answered`),
    setDialAnswered: (waitingId: string, answered: Answered) =>
      store.add(`dial:${waitingId}:answered`, JSON.stringify(answered), DAY),
    /** How long the answered call took. */
    dialSeconds: (waitingId: string) => read<number>(`dial:${waitingId}:seconds`),
    setDialSeconds: (waitingId: string, seconds: number) => write(`dial:${waitingId}:seconds`, seconds),

    /** Which leg of those that a child call has was answered. */
    answeredLeg: (childSid: string) => store.get(`child:${childSid}:answered`),
    setAnsweredLeg: (childSid: string, leg: string) => store.add(`child:${childSid}:answered`, leg, DAY),
    countLegs: (childSid: string, what: "created" | "ended") =>
      store.increment(`child:${childSid}:${what}`, DAY),
    legs: async (childSid: string, what: "created" | "ended") =>
      Number((await store.get(`child:${childSid}:${what}`)) ?? 0),

    /** Whether this is the first time; only one of several replicas is told yes. */
    isFirst: (what: string) => store.add(`once:${what}`, "1", LATE),
  };
}
