import type { AudioFormat } from "./audio-format.ts";

/** What names the file of a recording. */
export type RecordingName = {
  readonly accountSid: string;
  readonly sid: string;
  readonly format: AudioFormat;
};

/** Where a recording is kept, below the directory or the prefix of all. Nothing else is ever a name there. */
const pattern = /^(AC[0-9a-zA-Z]{32})\/(RE[0-9a-f]{32})\.(mp3|wav)$/;

/** `AC…/RE….mp3`. @throws {RangeError} where a sid is none, so that no name leads elsewhere. */
export function recordingPath({ accountSid, sid, format }: RecordingName): string {
  const path = `${accountSid}/${sid}.${format}`;
  if (!pattern.test(path)) throw new RangeError(`"${path}" cannot be the name of a recording.`);
  return path;
}

/** The name that a path stands for; undefined where it is not the path of a recording. */
export function readRecordingPath(path: string): RecordingName | undefined {
  const [, accountSid = "", sid = "", format] = pattern.exec(path) ?? [];
  return format === "mp3" || format === "wav" ? { accountSid, sid, format } : undefined;
}

/**
 * The URL that an application gets for a recording: Twilio's path, without an extension.
 *
 * @see https://www.twilio.com/docs/voice/twiml/record#recordingurl
 */
export function recordingUrl(publicUrl: string, { accountSid, sid }: Omit<RecordingName, "format">): string {
  return `${publicUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
}
