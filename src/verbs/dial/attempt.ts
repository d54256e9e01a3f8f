import { node } from "../../callflow/build.ts";
import { type Continuation, continueWith, type Draft, type State } from "../../translate/draft.ts";
import type { DialHangUp } from "../../translate/hang-up.ts";
import { phoneNumber } from "../../twilio/addresses.ts";
import type { Values } from "../../twiml/attributes.ts";
import type { Element } from "../../twiml/element.ts";
import { resolveUrl } from "../../twiml/resolve-url.ts";
import { answerFirst } from "../answer.ts";
import type { Context } from "../define.ts";
import { endOfCall } from "../hangup.ts";
import { stopRecorder } from "../recorder.ts";
import type { dialAttributes } from "./attributes.ts";
import { bridge } from "./bridge.ts";
import { type DialPending, dialName } from "./outcome.ts";
import { isBeginningTold, type Recorded, recordingOf, recordingToTell } from "./record.ts";
import type { Step } from "./steps.ts";

/** A Dial as it is read, and where it stands. */
export type Dialling = {
  readonly values: Values<typeof dialAttributes>;
  readonly element: Element;
  readonly context: Context;
};

/** The flow of one attempt; the ones after it are made when Kazoo comes back. */
export function attempt(step: Step, hasMore: boolean, dialling: Dialling): Draft {
  const { values, context } = dialling;
  const { state, platform } = context;
  const recorded = recordingOf(values, true, context);
  const after = stateAfter(step, recorded, dialling);
  const continuation = continuationOf(step, { hasMore, after, recorded }, dialling);
  const isFollowed = hasMore || values.action !== undefined || context.rest.length > 0;
  const isTold = step.parties.some(({ callback }) => callback !== undefined) || isBeginningTold(recorded);
  // What an earlier Dial has left would be taken for this one's.
  const isMistakable = platform.webhooks && state.dials > 0;
  const isAwaited = isFollowed || isTold || isMistakable;
  const ends = (outcome: string): Draft => {
    if (!isAwaited) return endOfCall({ ...context, state: after });
    const end = continueWith(continuation, outcome);
    return recorded === undefined ? end : stopRecorder(end);
  };
  const { timeout, ringTone: ringback } = values;
  const calling = { timeout, ringback, localResources: platform.localResources };
  let flow = bridge(step, calling, ends);
  // What an earlier attempt has left on the channel would count for this call (cf_after_bridge:handle/2).
  const comesBack = isFollowed || state.dials > 0;
  if (platform.returnExtension !== undefined && comesBack) {
    flow = comeBack(awaiting(continuation, recorded), platform.returnExtension, flow);
  }
  if (recorded !== undefined) flow = recorded.before(flow);
  if (after.callerId !== state.callerId) {
    flow = node("set_cid", { caller_id_name: "", caller_id_number: after.callerId }, flow);
  }
  return values.answerOnBridge ? flow : answerFirst(context, flow);
}

/** A Dial that can call nobody: as at Twilio the call is answered, and the action is told at once. */
export function failAtOnce({ values, context }: Omit<Dialling, "element">): Draft {
  const { state } = context;
  const dial = state.dials + 1;
  const answered = state.answered || !values.answerOnBridge;
  const change = { answered, dials: dial, typedAhead: state.typedAhead || answered !== state.answered };
  const action = actionOf(values, context);
  const pending: DialPending = { dial, ...action, isHopeless: true };
  const next =
    values.action === undefined
      ? context.then(change)
      : continueWith({
          pending: { verb: "Dial", state: pending },
          rest: [],
          state: { ...state, ...change, promptsHeard: 0, isNoted: false },
        });
  return values.answerOnBridge ? next : answerFirst(context, next);
}

/** What follows an attempt: whether there are more, the state behind it, and its recording. */
type Following = {
  readonly hasMore: boolean;
  readonly after: State;
  readonly recorded: Recorded | undefined;
};

function continuationOf(step: Step, following: Following, dialling: Dialling): Continuation {
  const { hasMore, after, recorded } = following;
  const { values, element, context } = dialling;
  const { state } = context;
  const otherwise = otherwiseOf(step);
  const pending: DialPending = {
    dial: after.dials,
    ...actionOf(values, context),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(hasMore ? { next: state.promptsHeard + 1, isInRest: true } : {}),
  };
  const rest = values.action === undefined ? context.rest : [];
  const hangUp = { ...hangUpOf(step, pending, dialling), ...recordingToTell(recorded) };
  return {
    pending: { verb: "Dial", state: pending, hangUp },
    rest: hasMore ? [element, ...rest] : rest,
    state: after,
  };
}

/** For a caller who hangs up, and for the callbacks of the nouns. */
function hangUpOf(step: Step, { dial, action }: DialPending, { values, context }: Dialling): DialHangUp {
  const { parties, platform } = context;
  const { callerId } = values;
  const from =
    callerId === undefined ? parties.from : (phoneNumber(callerId, platform.defaultCountry) ?? callerId);
  const legs = step.parties.map(({ to, as, callback }, index) => ({
    name: index === 0 ? dialName(dial) : `${dialName(dial)}.${index + 1}`,
    from,
    to: as,
    ids: ["id" in to ? to.id : to.number, as.replace(/^(client|sips?):|[@;].*$/g, "")],
    ...(callback === undefined ? {} : { callback }),
  }));
  return { verb: "Dial", ...beginning(context), ...(action === undefined ? {} : { action }), legs };
}

/** Where a Dial stands first in its flow, whoever leaves that leaves the Dial. */
export function beginning({ isFirst }: Context): Pick<DialHangUp, "isFirst"> {
  return isFirst ? { isFirst } : {};
}

function stateAfter(step: Step, recorded: Recorded | undefined, { values, context }: Dialling): State {
  const { state, platform } = context;
  return {
    ...state,
    answered: state.answered || !values.answerOnBridge || answersItself(step),
    typedAhead: true,
    dials: state.dials + 1,
    recordings: recorded?.recording.number ?? state.recordings,
    callerId: callerIdOf(values, platform.defaultCountry),
    promptsHeard: 0,
    isNoted: false,
  };
}

/** cf_voicemail:handle/2, cf_acdc_member:handle/2. */
function answersItself(step: Step): boolean {
  return step.kind === "one" && (step.to.kind === "voicemail" || step.to.kind === "queue");
}

/** What it means that these go on to `_`: they have done what they do, but nobody took a call out of a queue. */
function otherwiseOf(step: Step): DialPending["otherwise"] {
  if (step.kind !== "one") return undefined;
  if (step.to.kind === "voicemail" || step.to.kind === "callflow") return "completed";
  return step.to.kind === "queue" ? "no-answer" : undefined;
}

/** Empty where Kazoo is to show the caller's own. */
function callerIdOf({ callerId = "" }: Dialling["values"], defaultCountry: string): string {
  return phoneNumber(callerId, defaultCountry) ?? callerId.replace(/^client:/, "");
}

/** An empty action is the document itself, as an empty URL always is. */
export function actionOf(
  { action, method }: Dialling["values"],
  { documentUrl }: Context,
): Pick<DialPending, "action"> {
  return action === undefined ? {} : { action: { url: resolveUrl(documentUrl, action), method } };
}

/** The file of a recording is due only when somebody has talked. */
function awaiting(continuation: Continuation, recorded: Recorded | undefined): Continuation {
  const { pending } = continuation;
  return recorded === undefined || pending === undefined
    ? continuation
    : { ...continuation, pending: { ...pending, recording: recorded.recording.number } };
}

function comeBack(continuation: Continuation, extension: string, next: Draft): Draft {
  return { module: "come-back", data: { continuation, extension }, children: { _: next } };
}
