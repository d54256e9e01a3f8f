import { flag, httpMethod, integer, oneOf, text, url } from "../../twiml/attributes.ts";
import type { Inner } from "../define.ts";
import { recordingAttributes } from "../recording-attributes.ts";
import { callbackSupport, eventNames } from "./noun.ts";

/** What the callback of a conference may be told of; https://www.twilio.com/docs/voice/twiml/conference. */
const events = [
  "start",
  "end",
  "join",
  "leave",
  "mute",
  "hold",
  "modify",
  "speaker",
  "announcement",
] as const;

/** @see https://www.twilio.com/docs/voice/twiml/conference#attributes */
export const conferenceAttributes = {
  ...recordingAttributes,
  muted: flag({ default: false, twilioCode: 13230 }),
  beep: oneOf(["true", "false", "onEnter", "onExit"], { default: "true" }),
  startConferenceOnEnter: flag({ default: true }),
  endConferenceOnExit: flag({ default: false, twilioCode: 13231 }),
  participantLabel: text({ default: undefined }),
  jitterBufferSize: text({ default: undefined }),
  waitUrl: url(),
  waitMethod: httpMethod({ twilioCode: 13232 }),
  maxParticipants: integer({ default: 250, min: 2, max: 250 }),
  record: oneOf(["do-not-record", "record-from-start", "false", "true"], { default: "do-not-record" }),
  trim: oneOf(["trim-silence", "do-not-trim"], { default: "trim-silence" }),
  region: text({ default: undefined }),
  coach: text({ default: undefined, twilioCode: 13240 }),
  statusCallback: url(),
  statusCallbackEvent: eventNames(events, undefined),
  statusCallbackMethod: httpMethod({ twilioCode: 13210 }),
  eventCallbackUrl: url(),
};

/** A conference: what is not exact of its attributes. */
export const conferenceNoun: Inner = {
  name: "Conference",
  attributes: Object.keys(conferenceAttributes).filter((name) => !(name in conferenceSupport())),
  support: { element: "conference-no-return", attributes: conferenceSupport() },
};

function conferenceSupport() {
  return {
    ...callbackSupport,
    coach: "conference-coach",
    endConferenceOnExit: "conference-end-on-exit",
    eventCallbackUrl: "conference-events",
    jitterBufferSize: "dial-no-effect",
    participantLabel: "dial-no-effect",
    record: "conference-record",
    recordingStatusCallbackEvent: "recording-in-progress",
    recordingConfigurationId: "recording-configuration",
    region: "dial-no-effect",
    startConferenceOnEnter: "conference-start",
    statusCallback: "conference-status-callback",
    statusCallbackEvent: "conference-status-callback",
    statusCallbackMethod: "conference-status-callback",
    trim: "recording-trim",
    waitMethod: "conference-wait",
    waitUrl: "conference-wait",
  } as const;
}
