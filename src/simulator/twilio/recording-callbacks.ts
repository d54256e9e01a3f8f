import type { Element } from "../../twiml/element.ts";
import { resolveUrl } from "../../twiml/resolve-url.ts";
import { httpMethod } from "./attributes.ts";
import type { TwilioCall } from "./call.ts";

/** A recording that a verb has made. */
export type Made = {
  readonly source: "RecordVerb" | "DialVerb";
  readonly fromMs: number;
  readonly toMs: number;
  /** Whole. */
  readonly seconds: number;
  /** Whether there is anything that can be fetched. */
  readonly isKept: boolean;
  readonly channels: 1 | 2;
  readonly track: string;
  /** Its RecordingUrl and RecordingSid. */
  readonly file: Readonly<Record<string, string>>;
};

const events = ["in-progress", "completed", "absent"];

/**
 * Tells of a recording when it begins, and when it is there or it is clear that there is none
 * (https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback-event).
 */
export function tellRecording(verb: Element, made: Made, call: TwilioCall): void {
  tell(verb, "in-progress", made.fromMs, made, call);
  tell(verb, made.isKept ? "completed" : "absent", made.toMs, made, call);
}

function tell(verb: Element, event: string, atMs: number, made: Made, call: TwilioCall): void {
  const url = verb.attributes["recordingStatusCallback"]?.trim() ?? "";
  if (url === "" || !askedFor(verb).includes(event)) return;
  const length = event === "in-progress" ? {} : { RecordingDuration: String(made.seconds) };
  call.callbacks.add({
    atMs,
    url: resolveUrl(call.documentUrl, url),
    method: httpMethod(verb, "recordingStatusCallbackMethod"),
    recordedFromMs: made.fromMs,
    parameters: {
      ...made.file,
      RecordingStatus: event,
      ...length,
      RecordingChannels: String(made.channels),
      RecordingSource: made.source,
      RecordingTrack: made.track,
      ErrorCode: "0",
    },
  });
}

/** A name that is none leaves the default: https://www.twilio.com/docs/api/errors/13621. */
function askedFor(verb: Element): readonly string[] {
  const words = (verb.attributes["recordingStatusCallbackEvent"] ?? "").toLowerCase().split(/\s+/);
  const named = words.filter((word) => word !== "");
  return named.length > 0 && named.every((word) => events.includes(word)) ? named : ["completed"];
}
