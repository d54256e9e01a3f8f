import type { State } from "../../translate/draft.ts";
import type { Arrival, Next, Recorded } from "../define.ts";
import { type DialCallStatus, failureStatus } from "./causes.ts";

/** What a continuation needs to read how a Dial has ended. */
export type DialPending = {
  /** The number of the attempt in the call, which makes its DialCallSid. */
  readonly dial: number;
  readonly action?: { readonly url: string; readonly method: "GET" | "POST" };
  /** Where it was clear at once that nobody can be called: nothing was tried. */
  readonly isHopeless?: boolean;
  /** What the child `_` means, where that is no failure: a mailbox or a callflow has ended, a queue was left. */
  readonly otherwise?: "completed" | "no-answer";
  /** The attempt after this one, where there are more. The rest then begins with this Dial again. */
  readonly next?: number;
  /** Whether the rest begins with this Dial again. */
  readonly isInRest?: boolean;
};

/** What the sid of a called party is made of. */
export function dialName(dial: number): string {
  return `dial ${dial}`;
}

/** The document that the action asks for, else the verbs that follow; before that the next attempt, where this one failed. */
export function afterDial(pending: DialPending, arrival: Arrival): Next {
  const status = statusOf(pending, arrival);
  if (status !== "completed" && pending.next !== undefined) {
    return { go: "rest", change: { promptsHeard: pending.next, isNoted: true }, skip: 0 };
  }
  const change = changeBy(arrival);
  if (pending.action === undefined) {
    return { go: "rest", change, skip: pending.isInRest === true ? 1 : 0 };
  }
  return { go: "request", ...pending.action, parameters: parametersOf(pending, status, arrival), change };
}

function statusOf({ isHopeless, otherwise }: DialPending, { outcome }: Arrival): DialCallStatus {
  if (isHopeless === true) return "failed";
  if (outcome === "bridged") return "completed";
  return outcome === "_" && otherwise !== undefined ? otherwise : failureStatus(outcome);
}

/** A call that comes back from a bridge runs a new callflow, which has no caller id set (cf_exe). */
function changeBy({ outcome }: Arrival): Partial<State> {
  const done = { promptsHeard: 0, isNoted: false };
  return outcome === "bridged" ? { ...done, answered: true, callerId: "" } : done;
}

/** @see https://www.twilio.com/docs/voice/twiml/dial#request-parameters */
function parametersOf(
  { dial }: DialPending,
  status: DialCallStatus,
  { sid, tookMs, dialSeconds, recording }: Arrival,
): Readonly<Record<string, string>> {
  const isBridged = status === "completed";
  const called = {
    DialCallStatus: status,
    DialCallSid: sid("CA", dialName(dial)),
    DialBridged: String(isBridged),
  };
  if (!isBridged) return called;
  const talked = { ...called, DialCallDuration: String(dialSeconds ?? Math.round(tookMs / 1000)) };
  return recording === undefined ? talked : { ...talked, ...fileParameters(recording) };
}

/** What the action is told of a recording; it has no duration where its file has not come. */
export function fileParameters({ url, sid, duration }: Recorded): Record<string, string> {
  const file = { RecordingUrl: url, RecordingSid: sid };
  return duration === undefined ? file : { ...file, RecordingDuration: String(duration) };
}
