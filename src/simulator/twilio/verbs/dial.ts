import { childElements, type Element, ownText } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { callParties, type Leg, type Reached, unknownNumber } from "../../callee.ts";
import { SimulatorError } from "../../simulator-error.ts";
import { httpMethod, wholeNumber, word, yesOrNo } from "../attributes.ts";
import { type Next, type TwilioCall, type TwilioVerb, toNextVerb } from "../call.ts";
import { tellConference } from "../conference-callbacks.ts";
import { tellRecording } from "../recording-callbacks.ts";
import { type Child, newChild, statusOf, tellCourse, tellEnd } from "./dial/child.ts";
import { numberOf, type Target, targetsOf } from "./dial/targets.ts";
import { whisper } from "./dial/whisper.ts";

/** What came of a Dial, as its action is told. */
type Outcome = {
  readonly status: "completed" | "answered" | "busy" | "no-answer" | "failed";
  /** The child call; a conference has none. */
  readonly sid?: string;
  /** How long it was talked; undefined where nobody was put through. */
  readonly talkedMs?: number;
  readonly recording?: Readonly<Record<string, string>>;
};

/**
 * Calls others and connects the caller to the first that answers. Unless `answerOnBridge` the caller is answered before
 * (https://www.twilio.com/docs/voice/twiml/dial).
 */
export const dial: TwilioVerb = {
  name: "Dial",
  run: async (element, call) => {
    const startMs = call.line.nowMs;
    const conference = childElements(element).find(({ name }) => name === "Conference");
    const outcome =
      conference === undefined ? await callOthers(element, call) : join(conference, element, call);
    return result(element, { ...outcome, ...recordingOf(element, outcome, startMs, call) }, call);
  },
};

/** All at once, or one after the other until one answers. */
async function callOthers(element: Element, call: TwilioCall): Promise<Outcome> {
  if (!yesOrNo(element, "answerOnBridge", false)) call.line.answer();
  const targets = targetsOf(element);
  const isInTurn = yesOrNo(element, "sequential", false) && targets.length > 1;
  const rounds = isInTurn ? targets.map((one) => [one]) : [targets];
  let outcome: Outcome = { status: "failed" };
  for (const round of rounds) {
    outcome = await callRound(round, element, call);
    if (outcome.status === "completed" || call.line.isEnded) break;
  }
  return outcome;
}

async function callRound(targets: readonly Target[], element: Element, call: TwilioCall): Promise<Outcome> {
  const shown = element.attributes["callerId"]?.trim() || call.from;
  const callerId = numberOf(shown) ?? shown;
  const children = new Map(
    targets.flatMap(({ name, noun }) =>
      name === undefined ? [] : [[name, newChild(name, noun, callerId, call)] as const],
    ),
  );
  const sid = [...children.values()].at(-1)?.CallSid ?? call.newChild();
  if (children.size === 0) return { status: "failed", sid };
  const legs = [...children.keys()].map((target) => legOf(target, element, call));
  const reached = callParties(call.line, legs, callerId);
  for (const course of reached.courses) {
    const child = children.get(course.target);
    if (child !== undefined) tellCourse(child, course, call);
  }
  if (reached.kind === "hung-up") return { status: "no-answer", sid };
  if (reached.kind === "failed") return { status: statusOf(reached.failure), sid };
  const child = children.get(reached.leg.target);
  return child === undefined ? { status: "failed", sid } : putThrough(child, reached, element, call);
}

/** Somebody has answered, and may decline once they have heard who it is. */
async function putThrough(
  child: Child,
  { leg, hangsUpAfterMs }: Extract<Reached, { kind: "answered" }>,
  element: Element,
  call: TwilioCall,
): Promise<Outcome> {
  const answeredMs = call.line.nowMs;
  const sid = child.CallSid;
  const presses = leg.callee.kind === "answers" ? leg.callee.presses : undefined;
  const isTaken = await whisper(child, presses, call);
  if (isTaken) call.line.answer();
  const outcome: Outcome = isTaken
    ? talk(leg.target, hangsUpAfterMs, element, call)
    : { status: call.line.isEnded ? "no-answer" : "completed" };
  const talkedMs = call.line.nowMs - answeredMs;
  tellEnd(child, call.line.nowMs, { status: "completed", talkedMs, sip: 200 }, call);
  return { ...outcome, sid };
}

/** A party who is not there is a number that nobody has. */
function legOf(target: string, element: Element, call: TwilioCall): Leg {
  const callee = call.callees[target] ?? { kind: "fails", afterMs: 0, ...unknownNumber };
  // 5 to 600 s (https://www.twilio.com/docs/voice/twiml/dial#timeout); carriers may ring some seconds longer.
  const seconds = Math.min(600, Math.max(5, wholeNumber(element, "timeout", 1, 30)));
  return { target, callee, delayMs: 0, timeoutMs: seconds * 1000 };
}

/** Until one side hangs up, the time is over, or the caller presses the star. */
function talk(target: string, hangsUpAfterMs: number, element: Element, call: TwilioCall): Outcome {
  const limitMs = wholeNumber(element, "timeLimit", 1, 14_400) * 1000;
  const hangsUpOnStar = yesOrNo(element, "hangupOnStar", false);
  const startMs = call.line.nowMs;
  const isLimited = limitMs < hangsUpAfterMs;
  const lengthMs = isLimited ? limitMs : hangsUpAfterMs;
  call.line.talk(target, lengthMs, isLimited ? "platform" : "callee", (key) => hangsUpOnStar && key === "*");
  return { status: "completed", talkedMs: call.line.nowMs - startMs };
}

/** Alone in a conference the caller waits for others, who never come (https://www.twilio.com/docs/voice/twiml/conference). */
function join(conference: Element, element: Element, call: TwilioCall): Outcome {
  const name = ownText(conference).trim();
  // What comes of a conference without a name is not documented.
  if (name === "") throw new SimulatorError("not-simulated", "<Conference> without a name is not simulated");
  call.line.answer();
  const room = `conference:${name}`;
  const fromMs = call.line.nowMs;
  const talked = talk(room, Number.POSITIVE_INFINITY, element, call);
  tellConference(conference, fromMs, call);
  return { ...talked, status: "answered" };
}

/** Nothing of a call in which nobody talked (https://www.twilio.com/docs/voice/twiml/dial#record). */
function recordingOf(
  element: Element,
  { talkedMs }: Outcome,
  startMs: number,
  call: TwilioCall,
): Pick<Outcome, "recording"> {
  const modes = ["record-from-answer", "record-from-ringing"].flatMap((mode) => [mode, `${mode}-dual`]);
  const mode = word(element, "record", ["do-not-record", "false", "true", ...modes], "do-not-record");
  if (mode === "do-not-record" || mode === "false" || talkedMs === undefined) return {};
  const toMs = call.line.nowMs;
  const fromMs = mode.startsWith("record-from-ringing") ? startMs : toMs - talkedMs;
  const seconds = Math.round((toMs - fromMs) / 1000);
  const file = call.newRecording();
  const channels = mode.endsWith("-dual") ? 2 : 1;
  const track = word(element, "recordingTrack", ["both", "inbound", "outbound"], "both");
  const made = { source: "DialVerb", fromMs, toMs, seconds, isKept: true, channels, track, file } as const;
  tellRecording(element, made, call);
  return { recording: { ...file, RecordingDuration: String(seconds) } };
}

/** With an action its answer takes over, also asked when the caller has hung up, where nothing of the answer runs. */
function result(element: Element, { status, sid, talkedMs, recording }: Outcome, call: TwilioCall): Next {
  const action = element.attributes["action"]?.trim();
  if (action === undefined) return toNextVerb;
  const duration = talkedMs === undefined ? {} : { DialCallDuration: String(Math.round(talkedMs / 1000)) };
  const child = { DialCallSid: sid ?? "", DialBridged: String(talkedMs !== undefined), ...duration };
  const parameters = { DialCallStatus: status, ...(sid === undefined ? {} : child), ...recording };
  const url = resolveUrl(call.documentUrl, action);
  const asked = { url, method: httpMethod(element, "method"), parameters };
  return { to: "document", asked, isAskedAfterHangUp: true };
}
