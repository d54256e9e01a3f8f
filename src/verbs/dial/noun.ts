import type { Notes } from "../../fidelity/note.ts";
import { type DialCallbacks, dialEvents } from "../../translate/hang-up.ts";
import { httpMethod, type Reader, text, url, type Values } from "../../twiml/attributes.ts";
import type { Element } from "../../twiml/element.ts";
import { resolveUrl } from "../../twiml/resolve-url.ts";
import type { Context, Inner } from "../define.ts";
import type { Endpoint } from "../platform.ts";

/** Somebody to be called. */
export type Target = {
  /** Where on Kazoo; undefined where that cannot be told, so that the call to it fails at once. */
  readonly to: Endpoint | undefined;
  /** As the application knows it, the `To` of the call: E.164, `client:…`, `sip:…`, or what is written. */
  readonly as: string;
  /** SIP headers that the called phone gets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly callback?: DialCallbacks;
};

/** A noun of Dial: what is known of its attributes, and how it is read. */
export type Noun = Inner & { readonly read: (element: Element, context: Context) => Target };

/** A document for the called party, before it is put through. */
export const whisperAttributes = { url: url(), method: httpMethod({ twilioCode: 13221 }) };

/** Who is told how the call goes. */
export const callbackAttributes = {
  statusCallback: url(),
  statusCallbackMethod: httpMethod({ twilioCode: 13221 }),
  statusCallbackEvent: eventNames(dialEvents, ["completed"]),
};

/** Whether a person or a machine has answered. */
export const machineAttributes = {
  machineDetection: text({ default: undefined }),
  machineDetectionTimeout: text({ default: undefined }),
  machineDetectionSpeechThreshold: text({ default: undefined }),
  machineDetectionSpeechEndThreshold: text({ default: undefined }),
  machineDetectionSilenceTimeout: text({ default: undefined }),
  amdStatusCallback: url(),
  amdStatusCallbackMethod: httpMethod({ twilioCode: 13221 }),
};

export const whisperSupport = { url: "dial-whisper", method: "dial-whisper" } as const;

export const callbackSupport = {
  statusCallback: "dial-status-callback",
  statusCallbackEvent: "dial-status-callback",
  statusCallbackMethod: "dial-status-callback",
} as const;

export const machineSupport = {
  amdStatusCallback: "dial-machine-detection",
  amdStatusCallbackMethod: "dial-machine-detection",
  machineDetection: "dial-machine-detection",
  machineDetectionSilenceTimeout: "dial-machine-detection",
  machineDetectionSpeechEndThreshold: "dial-machine-detection",
  machineDetectionSpeechThreshold: "dial-machine-detection",
  machineDetectionTimeout: "dial-machine-detection",
} as const;

/** The callback of a noun, noted where there is one. */
export function readCallback(
  { statusCallback, statusCallbackMethod, statusCallbackEvent }: Values<typeof callbackAttributes>,
  element: Element,
  { documentUrl, notes, platform }: Context,
): { readonly callback?: DialCallbacks } {
  if (statusCallback === undefined || statusCallback === "") return {};
  if (!platform.webhooks) notes.add("dial-status-callback", element);
  const target = resolveUrl(documentUrl, statusCallback);
  return { callback: { url: target, method: statusCallbackMethod, events: statusCallbackEvent } };
}

/** Notes a document for the called party, which Kazoo cannot run. */
export function noteWhisper({ url }: Values<typeof whisperAttributes>, element: Element, notes: Notes): void {
  if (url !== undefined && url !== "") notes.add("dial-whisper", element);
}

/** Notes that nobody listens for a machine. */
export function noteMachine(
  { machineDetection }: Values<typeof machineAttributes>,
  element: Element,
  notes: Notes,
): void {
  if (machineDetection !== undefined && !/^(none|false|)$/i.test(machineDetection.trim())) {
    notes.add("dial-machine-detection", element);
  }
}

/** Notes attributes that are there and that nothing of Kazoo's stands for. */
export function noteNoEffect(attributes: readonly string[], element: Element, notes: Notes): void {
  for (const attribute of attributes) {
    if (Object.hasOwn(element.attributes, attribute)) notes.add("dial-no-effect", element, { attribute });
  }
}

/** Names of events with blanks or commas between; both are met. */
export function eventNames<const E extends string, D extends readonly E[] | undefined>(
  known: readonly E[],
  byDefault: D,
): Reader<readonly E[] | D> {
  return {
    default: byDefault,
    expected: known.join(" or "),
    twilioCode: 12200,
    read: (value) => {
      const names = value
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean);
      const events = known.filter((event) => names.includes(event));
      return events.length > 0 && names.every((name) => known.some((event) => event === name))
        ? events
        : undefined;
    },
  };
}
