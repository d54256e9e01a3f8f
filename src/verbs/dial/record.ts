import type { Draft } from "../../translate/draft.ts";
import type { DialHangUp } from "../../translate/hang-up.ts";
import type { Recording } from "../../translate/recording.ts";
import type { Values } from "../../twiml/attributes.ts";
import { childElements, type Element } from "../../twiml/element.ts";
import type { Context } from "../define.ts";
import { recorder } from "../recorder.ts";
import { noteBeginning, readRecordingCallback } from "../recording-attributes.ts";
import type { dialAttributes } from "./attributes.ts";

/** Kazoo records for three hours at most (callflows.record_call.json). */
const LONGEST_SECONDS = 10_800;

/** A recording that begins before somebody is called. */
export type Recorded = {
  readonly recording: Recording;
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
  const recording: Recording = {
    number: state.recordings + 1,
    source: "DialVerb",
    channels: record.endsWith("-dual") ? 2 : 1,
    track: recordingTrack,
    ...(beginsOnBridge(values, isBridged) ? { onBridge: true } : {}),
    ...(callback === undefined ? {} : { callback }),
  };
  // The new callflow of a caller who comes back does not know of it, and could not stop it (cf_record_call:handle/2).
  const data = { by: "record_call", recording, timeLimit: LONGEST_SECONDS, followsTransfer: false } as const;
  return { recording, before: (next) => recorder(data, next) };
}

/** What has to be known of it where Kazoo does not come back; of a conference's own recording nothing. */
export function recordingToTell(recorded: Recorded | undefined): Pick<DialHangUp, "recording"> {
  const recording = recorded?.recording;
  return recording?.source === "DialVerb" ? { recording } : {};
}

/** Whether somebody wants to know that it has begun, which depends on who answers. */
export function isBeginningTold(recorded: Recorded | undefined): boolean {
  const recording = recorded?.recording;
  return recording?.onBridge === true && recording.callback?.events.includes("in-progress") === true;
}

/** Notes what a recording of Kazoo's lacks. */
export function noteRecording(
  values: Values<typeof dialAttributes>,
  element: Element,
  { notes, platform }: Context,
): void {
  const { record, recordingTrack, trim, recordingConfigurationId } = values;
  if (!isRecorded(values)) return;
  const isBridged = !childElements(element).some(({ name }) => name === "Conference");
  if (!beginsOnBridge(values, isBridged)) noteBeginning(values, element, notes);
  else if (!platform.webhooks) noteBeginning(values, element, notes, "with its file");
  if (!record.endsWith("-dual")) notes.add("recording-channels", element);
  if (recordingTrack !== "both") notes.add("recording-track", element, { track: recordingTrack });
  if (trim === "trim-silence") notes.add("recording-trim", element);
  if (recordingConfigurationId !== undefined) notes.add("recording-configuration", element);
}

function beginsOnBridge({ record }: Values<typeof dialAttributes>, isBridged: boolean): boolean {
  return isBridged && !record.startsWith("record-from-ringing");
}

function isRecorded({ record }: Values<typeof dialAttributes>): boolean {
  return record !== "do-not-record" && record !== "false";
}
