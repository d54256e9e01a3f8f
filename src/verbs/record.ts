import { node, playUrl } from "../callflow/build.ts";
import { allKeys, type Key } from "../callflow/fields.ts";
import { continueWith, type Draft } from "../translate/draft.ts";
import type { Recording } from "../translate/recording.ts";
import { flag, httpMethod, integer, oneOf, type Reader, url, type Values } from "../twiml/attributes.ts";
import type { Element } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { BEEP, BEEP_MS } from "./beep.ts";
import { type Arrival, type Context, defineVerb, type Next } from "./define.ts";
import { ownFlow } from "./own-flow.ts";
import { recorder, stopRecorder } from "./recorder.ts";
import {
  isBeginningTold,
  noteBeginning,
  readRecordingCallback,
  recordingAttributes,
} from "./recording-attributes.ts";
import { silence } from "./silence.ts";

/** Kazoo's `time_limit`, in seconds (callflows.record_caller.json). */
const SHORTEST = 5;
const LONGEST = 10_800;

/** Seconds of silence that end `record_caller` (cf_record_caller:handle/2, silence hits). */
const KAZOO_SILENCE = 5;

/** Seconds that Twilio records at most where it transcribes. */
const LONGEST_TRANSCRIBED = 120;

/** A node that answers waits so long before it plays (cf_play:handle/2, callflow.post_answer_delay). */
const ANSWER_MS = 100;

/** @see https://www.twilio.com/docs/voice/twiml/record */
const attributes = {
  ...recordingAttributes,
  action: url({ twilioCode: 11100 }),
  method: httpMethod({ twilioCode: 13610 }),
  /** Seconds of silence that end it; 0 is never. */
  timeout: integer({ default: 5, min: 0, twilioCode: 13611 }),
  finishOnKey: keySet({ default: allKeys.join(""), twilioCode: 13613 }),
  /** Seconds. */
  maxLength: integer({ default: 3600, min: 2, max: 86_400, twilioCode: 13612 }),
  playBeep: flag({ default: true, twilioCode: 13616 }),
  /** Where there is none, silence is trimmed; where it is a bad one, it is not. */
  trim: oneOf(["trim-silence", "do-not-trim"], { default: "do-not-trim", twilioCode: 13699 }),
  transcribe: flag({ default: false, twilioCode: 13614 }),
  transcribeCallback: url(),
};

/** What a continuation needs to read the outcome. */
type Pending = {
  readonly url: string;
  readonly method: "GET" | "POST";
  /** The keys that end the recording, where Kazoo tells which one it was. */
  readonly keys: string;
  /** What is heard before the recording, in milliseconds. */
  readonly leadMs: number;
  /** How long it is at most, in milliseconds. */
  readonly longestMs: number;
  /** Whether the action is asked though nothing was recorded. */
  readonly evenEmpty: boolean;
};

/**
 * Beeps, records the caller and asks the action what to do with it.
 *
 * ```
 * 4.3: play (beep) → record_caller → pivot (the action, else what follows)
 * 5.0: play (beep) → record_call → play (silence until a key) → record_call (stop) → pivot
 * ```
 *
 * `record_caller` of 5.0 never sends its file (ecallmgr_fs_recordings).
 */
export const record = defineVerb({
  name: "Record",
  source: "https://www.twilio.com/docs/voice/twiml/record",
  attributes,
  support: {
    element: "record-empty",
    attributes: {
      finishOnKey: "record-any-key",
      maxLength: "record-length",
      recordingConfigurationId: "recording-configuration",
      recordingStatusCallbackEvent: "recording-in-progress",
      timeout: "record-silence",
      transcribe: "record-transcribe",
      transcribeCallback: "record-transcribe",
      trim: "record-trim",
    },
  },
  translate: (values, element, context) => {
    // Who leaves before it is told of no recording, and in 5.0 the time of the flow says whether a key ended it.
    const isAlone = isBeginningTold(values) || context.kazoo === "5.0";
    return isAlone
      ? ownFlow(element, context, () => flowOf(values, element, context))
      : flowOf(values, element, context);
  },
  resume: (pending: Pending, arrival) => afterRecording(pending, arrival),
});

function flowOf(values: Values<typeof attributes>, element: Element, context: Context): Draft {
  const { state, kazoo, rest } = context;
  const asked = secondsOf(values, element);
  const seconds = kazoo === "5.0" ? Math.min(asked, LONGEST) : clamp(asked);
  leaveNotes(values, element, { asked, seconds }, context);
  const recording = recordingOf(values, context);
  const pending: Pending = {
    url: resolveUrl(context.documentUrl, values.action ?? ""),
    method: values.method,
    keys: kazoo === "5.0" ? values.finishOnKey : "",
    leadMs: leadMs(values.playBeep, context),
    longestMs: seconds * 1000,
    evenEmpty: context.platform.recordEmpty === "action",
  };
  const next = continueWith({
    pending: { verb: "Record", state: pending, recording: recording.number },
    rest,
    state: {
      ...state,
      answered: true,
      typedAhead: state.typedAhead || kazoo === "5.0",
      recordings: recording.number,
      promptsHeard: 0,
      isNoted: false,
    },
  });
  const limit = { recording, timeLimit: clamp(seconds) };
  if (kazoo === "4.3") {
    // It answers by itself.
    const flow = recorder({ by: "record_caller", ...limit }, next);
    return values.playBeep ? beepFirst(context, flow) : flow;
  }
  const wait = untilKey(seconds, values.finishOnKey, stopRecorder(next));
  const flow = recorder({ by: "record_call", ...limit }, wait);
  return values.playBeep ? beepFirst(context, flow) : answerFirst(context, flow);
}

function beepFirst({ state }: Context, next: Draft): Draft {
  return playUrl({ id: BEEP, isAnswered: state.answered }, next);
}

/** Any keys of a telephone, in any order; empty is none. */
function keySet(options: { readonly default: string; readonly twilioCode: number }): Reader<string> {
  return {
    ...options,
    expected: "keys of 0-9 # *",
    read: (value) => (/^[0-9*#]*$/.test(value.trim()) ? value.trim() : undefined),
  };
}

function secondsOf({ maxLength, transcribe }: Values<typeof attributes>, element: Element): number {
  return transcribe && element.attributes["maxLength"] === undefined ? LONGEST_TRANSCRIBED : maxLength;
}

function clamp(seconds: number): number {
  return Math.min(LONGEST, Math.max(SHORTEST, seconds));
}

function leadMs(hasBeep: boolean, { state }: Context): number {
  return hasBeep ? BEEP_MS + (state.answered ? 0 : ANSWER_MS) : 0;
}

function recordingOf(values: Values<typeof attributes>, { state, documentUrl }: Context): Recording {
  const callback = readRecordingCallback(values, documentUrl);
  return {
    number: state.recordings + 1,
    source: "RecordVerb",
    channels: 1,
    track: "both",
    ...(callback === undefined ? {} : { callback }),
    action: {
      url: resolveUrl(documentUrl, values.action ?? ""),
      method: values.method,
      ...(Object.keys(state.variables).length === 0 ? {} : { variables: state.variables }),
    },
  };
}

/** Silence that only these keys end: collect_dtmf would count others too, and sleep begins anew with each. */
function untilKey(seconds: number, keys: string, next: Draft): Draft {
  const data = { id: silence(seconds * 1000), answer: false, terminators: keysOf(keys) } as const;
  return node("play", data, next);
}

function keysOf(keys: string): readonly Key[] {
  return allKeys.filter((key) => keys.includes(key));
}

function leaveNotes(
  values: Values<typeof attributes>,
  element: Element,
  { asked, seconds }: { readonly asked: number; readonly seconds: number },
  { kazoo, platform, notes }: Context,
): void {
  const { finishOnKey, timeout, trim, transcribe, recordingConfigurationId } = values;
  if (trim === "trim-silence" || element.attributes["trim"] === undefined) {
    notes.add("record-trim", element);
    if (platform.recordEmpty === "fallthrough") notes.add("record-empty", element);
  }
  if (kazoo === "5.0") {
    if (timeout > 0) notes.add("record-silence-goes-on", element, { seconds });
    notes.add("recording-channels", element);
  } else {
    if (timeout !== KAZOO_SILENCE) notes.add("record-silence", element, { timeout });
    if (finishOnKey !== "") notes.add("record-digits", element);
    if (keysOf(finishOnKey).length < allKeys.length) {
      notes.add("record-any-key", element, { keys: finishOnKey });
    }
  }
  noteBeginning(values, element, notes);
  if (asked !== seconds) notes.add("record-length", element, { asked, used: seconds });
  if (transcribe) notes.add("record-transcribe", element);
  if (recordingConfigurationId !== undefined) notes.add("recording-configuration", element);
}

function afterRecording(pending: Pending, arrival: Arrival): Next {
  const { recording } = arrival;
  const seconds = recording === undefined ? 0 : (recording.duration ?? elapsedSeconds(pending, arrival));
  if (seconds === 0 && !pending.evenEmpty) return { go: "rest", change: {}, skip: 0 };
  const file = recording === undefined ? {} : { RecordingUrl: recording.url, RecordingSid: recording.sid };
  const parameters = { ...file, RecordingDuration: String(seconds), Digits: endingKey(pending, arrival) };
  return { go: "request", url: pending.url, method: pending.method, parameters };
}

/** Where the file has not come, the length is the time that Kazoo took; something was recorded then. */
function elapsedSeconds({ leadMs, longestMs }: Pending, { tookMs }: Arrival): number {
  return Math.max(1, Math.round(Math.min(tookMs - leadMs, longestMs) / 1000));
}

/** Only a key ends it before its time; it is the last one that was pressed (cf_util:process_event/3). */
function endingKey({ keys, leadMs, longestMs }: Pending, { call, tookMs }: Arrival): string {
  if (tookMs >= leadMs + longestMs) return "";
  const last = (call.digits["default"] ?? "").at(-1) ?? "";
  return keys.includes(last) ? last : "";
}
