import type { Notes } from "../fidelity/note.ts";
import type { RecordingCallback, RecordingEvent } from "../translate/recording.ts";
import { httpMethod, type Reader, text, url, type Values } from "../twiml/attributes.ts";
import type { Element } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";

const EVENTS: readonly RecordingEvent[] = ["in-progress", "completed", "absent"];

/**
 * Whom to tell of a recording, and what an operator's stored settings for it are called. The same on Record, Dial,
 * Conference and Recording.
 *
 * @see https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback
 */
export const recordingAttributes = {
  recordingStatusCallback: url(),
  recordingStatusCallbackMethod: httpMethod({ twilioCode: 13610 }),
  recordingStatusCallbackEvent: recordingEvents(),
  recordingConfigurationId: text({ default: undefined }),
};

/** Names of events with spaces between, all of which must be known. */
function recordingEvents(): Reader<string> {
  return {
    default: "completed",
    expected: EVENTS.join(" or "),
    twilioCode: 13621,
    read: (value) => {
      const names = namesIn(value);
      return names.length > 0 && names.every((name) => EVENTS.some((event) => event === name))
        ? names.join(" ")
        : undefined;
    },
  };
}

function namesIn(events: string): readonly string[] {
  return events.toLowerCase().split(/\s+/).filter(Boolean);
}

type CallbackValues = Omit<Values<typeof recordingAttributes>, "recordingConfigurationId">;

/** Whether the application wants to know that a recording has begun. */
export function isBeginningTold({
  recordingStatusCallback,
  recordingStatusCallbackEvent,
}: CallbackValues): boolean {
  return Boolean(recordingStatusCallback) && namesIn(recordingStatusCallbackEvent).includes("in-progress");
}

/** Notes when the application is told that a recording has begun, where it wants to know. */
export function noteBeginning(
  values: CallbackValues,
  element: Element,
  notes: Notes,
  when: "when Kazoo gets its flow" | "with its file" = "when Kazoo gets its flow",
): void {
  if (isBeginningTold(values)) notes.add("recording-in-progress", element, { when });
}

/** Whom to tell; undefined where nobody. A relative URL counts from the document. */
export function readRecordingCallback(
  values: CallbackValues,
  documentUrl: string,
): RecordingCallback | undefined {
  const { recordingStatusCallback, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = values;
  if (recordingStatusCallback === undefined || recordingStatusCallback === "") return undefined;
  const names = namesIn(recordingStatusCallbackEvent);
  return {
    url: resolveUrl(documentUrl, recordingStatusCallback),
    method: recordingStatusCallbackMethod,
    events: EVENTS.filter((event) => names.includes(event)),
  };
}
