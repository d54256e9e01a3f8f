import type { Draft, State } from "../translate/draft.ts";
import { httpMethod, url } from "../twiml/attributes.ts";
import { childElements } from "../twiml/element.ts";
import { defineVerb } from "./define.ts";
import { lostNouns, type NounRows, spellNoun } from "./lost-nouns.ts";
import { type Beside, recordingNounAttributes, startRecording } from "./recording-noun.ts";

const lessThanAsked = {
  channels: "recording-channels",
  recordingConfigurationId: "recording-configuration",
  recordingStatusCallbackEvent: "recording-in-progress",
  track: "recording-track",
  trim: "recording-trim",
} as const;

/** What goes on beside a call and cannot be had, and what stands in it: https://www.twilio.com/docs/voice/twiml/start. */
export const besideNouns: NounRows = {
  Config: "name value",
  Parameter: "name value",
  Siprec: "connectorName name statusCallback statusCallbackMethod track",
  Stream: "audioFormat connectorName name sampleRate statusCallback statusCallbackMethod track url",
  Transcription:
    "enableAutomaticPunctuation hints inboundTrackLabel intelligenceService languageCode name outboundTrackLabel " +
    "partialResults profanityFilter speechModel statusCallbackMethod statusCallbackUrl track transcriptionEngine",
};

/** What `<Start>` starts and `<Stop>` stops. */
export const startable: readonly string[] = ["Recording", "Siprec", "Stream", "Transcription"];

/**
 * Starts something that goes on beside the call. A recording Kazoo can make; the rest is told as lost. It does not answer.
 *
 * ```
 * record_call → what follows
 * ```
 */
export const start = defineVerb({
  name: "Start",
  source: "https://www.twilio.com/docs/voice/twiml/start",
  attributes: { action: url(), method: httpMethod({ twilioCode: 12200 }) },
  children: startable,
  nouns: [
    ...lostNouns("start-unavailable", besideNouns),
    {
      name: "Recording",
      attributes: Object.keys(recordingNounAttributes).filter((name) => !Object.hasOwn(lessThanAsked, name)),
      support: { attributes: lessThanAsked },
    },
  ],
  support: {
    element: "start-unavailable",
    attributes: { action: "start-unavailable", method: "start-unavailable" },
  },
  translate: (_values, element, context) => {
    let { state } = context;
    const begun: Beside[] = [];
    for (const noun of childElements(element)) {
      if (noun.name === "Recording") {
        const recording = startRecording(noun, { ...context, state });
        state = { ...state, ...recording.change };
        begun.push(recording);
      } else {
        spellNoun(noun, besideNouns, context.notes);
        context.notes.add("start-unavailable", element, { noun: noun.name });
      }
    }
    const change: Partial<State> = Object.assign({}, ...begun.map((one) => one.change));
    return begun.reduceRight<Draft>((next, { before }) => before(next), context.then(change));
  },
});
