import { node } from "../callflow/build.ts";
import { Notes } from "../fidelity/note.ts";
import { continueWith, type Draft } from "../translate/draft.ts";
import type { Values } from "../twiml/attributes.ts";
import { childElements, type Element, ownText } from "../twiml/element.ts";
import { answerFirst } from "./answer.ts";
import { type Context, defineVerb } from "./define.ts";
import { actionOf, attempt, beginning, failAtOnce } from "./dial/attempt.ts";
import { dialAttributes } from "./dial/attributes.ts";
import { type Joining, joinConference } from "./dial/conference.ts";
import { leaveNotes, noteAttributes } from "./dial/notes.ts";
import { innerElements, nounNames, readTargets } from "./dial/nouns.ts";
import { afterDial, type DialPending } from "./dial/outcome.ts";
import { recordingOf, recordingToTell } from "./dial/record.ts";
import { hasLegs, stepsOf } from "./dial/steps.ts";
import { ownFlow } from "./own-flow.ts";

/**
 * Calls somebody and puts the caller through.
 *
 * ```
 * play | answer → set_cid → record_call → come-back → resources | user | … → continue (a child for each failure)
 * ```
 *
 * Where Kazoo cannot call all at once there are several attempts, with twivot asked between them: `promptsHeard` is the
 * number of those that have failed.
 */
export const dial = defineVerb({
  name: "Dial",
  source: "https://www.twilio.com/docs/voice/twiml/dial",
  attributes: dialAttributes,
  children: nounNames,
  childrenCode: 13215,
  nouns: innerElements,
  support: {
    element: "dial-no-return",
    attributes: {
      callReason: "dial-no-effect",
      events: "dial-no-effect",
      hangupOnStar: "dial-hangup-on-star",
      passports: "dial-no-effect",
      record: "recording-channels",
      recordingConfigurationId: "recording-configuration",
      recordingStatusCallbackEvent: "recording-in-progress",
      recordingTrack: "recording-track",
      referMethod: "dial-refer",
      referUrl: "dial-refer",
      timeLimit: "dial-time-limit",
      trim: "recording-trim",
    },
  },
  translate: (values, element, context) => {
    const room = childElements(element).find(({ name }) => name === "Conference");
    if (room !== undefined) {
      const enter = () => enterRoom(room, values, element, context);
      // Whoever takes part is told of, by the callback of another too.
      return context.platform.webhooks ? ownFlow(element, context, enter) : enter();
    }
    // Read twice: the verb's own notes depend on its nouns, and come before theirs.
    const targets = readTargets(element, { ...context, notes: new Notes() });
    const steps = stepsOf(targets, values.sequential);
    const step = steps[context.state.promptsHeard];
    const call = (): Draft => {
      leaveNotes(values, element, { targets, steps }, context);
      readTargets(element, context);
      if (step === undefined) return failAtOnce({ values, context });
      const hasMore = context.state.promptsHeard + 1 < steps.length;
      return attempt(step, hasMore, { values, element, context });
    };
    return step === undefined || hasLegs(step) ? call() : ownFlowIfTold(values, element, context, call);
  },
  resume: (pending: DialPending, arrival) => afterDial(pending, arrival),
});

/** For what Kazoo's webhooks tell of by the caller's leg alone, if an action is to be told. */
function ownFlowIfTold(
  { action }: Values<typeof dialAttributes>,
  element: Element,
  context: Context,
  flow: () => Draft,
): Draft {
  const isTold = action !== undefined && context.platform.webhooks;
  return isTold ? ownFlow(element, context, flow) : flow();
}

/**
 * Kazoo takes no child of a conference (cf_conference:handle/2); this one holds what is told when the caller has left,
 * which Kazoo's webhooks tell: the action, and the callback of the conference.
 */
function afterRoom(
  values: Values<typeof dialAttributes>,
  { recorded, participation }: Pick<Joining, "recorded" | "participation">,
  context: Context,
): Draft | undefined {
  const { state } = context;
  const dials = state.dials + 1;
  const asked = actionOf(values, context);
  if (asked.action === undefined && participation === undefined) return undefined;
  return continueWith({
    pending: {
      verb: "Dial",
      state: { dial: dials, ...asked } satisfies DialPending,
      hangUp: {
        verb: "Dial",
        ...beginning(context),
        ...asked,
        ...recordingToTell(recorded),
        isConference: true,
        ...(participation === undefined ? {} : { participation }),
        legs: [],
      },
    },
    rest: [],
    state: {
      ...state,
      answered: true,
      dials,
      recordings: recorded?.recording.number ?? state.recordings,
      promptsHeard: 0,
      isNoted: false,
    },
  });
}

/** A conference answers by itself; only a recording has to wait for it. */
function enterRoom(
  noun: Element,
  values: Values<typeof dialAttributes>,
  element: Element,
  context: Context,
): Draft {
  const { notes, rest } = context;
  if (ownText(noun) === "") {
    notes.add("dial-empty", noun);
    return failAtOnce({ values, context });
  }
  noteAttributes(values, element, context);
  if (childElements(element).length > 1) notes.add("dial-mixed", element);
  if (values.action !== undefined || rest.length > 0) notes.add("conference-no-return", element);
  const { room, participation, ...joining } = joinConference(noun, context);
  const recorded = recordingOf(values, false, context) ?? joining.recorded;
  const flow = node("conference", room, afterRoom(values, { recorded, participation }, context));
  return recorded === undefined ? flow : answerFirst(context, recorded.before(flow));
}
