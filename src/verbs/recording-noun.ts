import type { Draft, State } from "../translate/draft.ts";
import type { Recording } from "../translate/recording.ts";
import { oneOf, readAttributes } from "../twiml/attributes.ts";
import type { Element } from "../twiml/element.ts";
import type { Context } from "./define.ts";
import { recorder, stopRecorder } from "./recorder.ts";
import { noteBeginning, readRecordingCallback, recordingAttributes } from "./recording-attributes.ts";

/** Kazoo records for three hours at most (callflows.record_call.json). */
const LONGEST_SECONDS = 10_800;

/** @see https://www.twilio.com/docs/voice/twiml/recording */
export const recordingNounAttributes = {
  ...recordingAttributes,
  channels: oneOf(["mono", "dual"], { default: "dual" }),
  track: oneOf(["both", "inbound", "outbound"], { default: "both" }),
  trim: oneOf(["trim-silence", "do-not-trim"], { default: "do-not-trim", twilioCode: 13699 }),
};

/** Something that begins or ends at once, beside the call. */
export type Beside = {
  readonly change: Partial<State>;
  readonly before: (next: Draft) => Draft;
};

/**
 * `<Start><Recording>`: records the call from here on, or from its answer on, while it goes on.
 *
 * ```
 * record_call → what follows
 * ```
 */
export function startRecording(element: Element, { state, documentUrl, notes }: Context): Beside {
  const values = readAttributes(element, recordingNounAttributes, notes);
  if (values.channels === "mono") notes.add("recording-channels", element);
  if (values.track !== "both") notes.add("recording-track", element, { track: values.track });
  if (values.trim === "trim-silence") notes.add("recording-trim", element);
  if (values.recordingConfigurationId !== undefined) notes.add("recording-configuration", element);
  noteBeginning(values, element, notes);
  const callback = readRecordingCallback(values, documentUrl);
  const number = state.recordings + 1;
  const recording: Recording = {
    number,
    source: "StartCallRecordingTwiML",
    channels: values.channels === "mono" ? 1 : 2,
    track: values.track,
    ...(callback === undefined ? {} : { callback }),
  };
  const onAnswer = state.answered ? {} : { onAnswer: true };
  const data = { by: "record_call", recording, timeLimit: LONGEST_SECONDS, ...onAnswer } as const;
  return { change: { recordings: number }, before: (next) => recorder(data, next) };
}

/** `<Stop><Recording>`: ends the recording that was begun last; nothing where none was. */
export function stopRecording(element: Element, { state, notes }: Context): Beside {
  if (state.recordings === 0) return { change: {}, before: (next) => next };
  if (state.recordings > 1) notes.add("recording-stop-last", element);
  return { change: {}, before: stopRecorder };
}
