import type { Draft, Recorder } from "../../translate/draft.ts";
import type { Values } from "../../twiml/attributes.ts";
import type { Element } from "../../twiml/element.ts";
import type { Context } from "../define.ts";
import { recorder } from "../recorder.ts";
import { readRecordingCallback } from "../recording-attributes.ts";
import type { dialAttributes } from "./attributes.ts";

/** Kazoo records for three hours at most (callflows.record_call.json). */
const LONGEST_SECONDS = 10_800;

/** A recording that begins before somebody is called. */
export type Recorded = {
  /** Its number in the call. */
  readonly number: number;
  readonly before: (next: Draft) => Draft;
};

/**
 * The recording that a Dial asks for; undefined where it asks for none.
 *
 * @param isBridged whether the caller is to be put through, which a conference does not do.
 */
export function recordingOf(
  values: Values<typeof dialAttributes>,
  isBridged: boolean,
  { state, documentUrl }: Context,
): Recorded | undefined {
  const { record, recordingTrack } = values;
  if (!isRecorded(values)) return undefined;
  const callback = readRecordingCallback(values, documentUrl);
  const number = state.recordings + 1;
  const data: Recorder["data"] = {
    by: "record_call",
    recording: {
      number,
      source: "DialVerb",
      channels: record.endsWith("-dual") ? 2 : 1,
      track: recordingTrack,
      ...(callback === undefined ? {} : { callback }),
    },
    timeLimit: LONGEST_SECONDS,
    ...(isBridged && !record.startsWith("record-from-ringing") ? { onBridge: true } : {}),
    // The new callflow of a caller who comes back does not know of it, and could not stop it (cf_record_call:handle/2).
    followsTransfer: false,
  };
  return { number, before: (next) => recorder(data, next) };
}

/** Notes what a recording of Kazoo's lacks. */
export function noteRecording(
  values: Values<typeof dialAttributes>,
  element: Element,
  { notes }: Context,
): void {
  const { record, recordingTrack, trim, recordingConfigurationId } = values;
  if (!isRecorded(values)) return;
  if (!record.endsWith("-dual")) notes.add("recording-channels", element);
  if (recordingTrack !== "both") notes.add("recording-track", element, { track: recordingTrack });
  if (trim === "trim-silence") notes.add("recording-trim", element);
  if (recordingConfigurationId !== undefined) notes.add("recording-configuration", element);
}

function isRecorded({ record }: Values<typeof dialAttributes>): boolean {
  return record !== "do-not-record" && record !== "false";
}
