import { flag, httpMethod, integer, oneOf, type Reader, text, url } from "../../twiml/attributes.ts";
import { recordingAttributes } from "../recording-attributes.ts";
import { ringTone } from "./ring-tone.ts";

const recordings = [
  "do-not-record",
  "false",
  "true",
  "record-from-answer",
  "record-from-ringing",
  "record-from-answer-dual",
  "record-from-ringing-dual",
] as const;

/** @see https://www.twilio.com/docs/voice/twiml/dial#attributes */
export const dialAttributes = {
  ...recordingAttributes,
  action: url(),
  method: httpMethod({ twilioCode: 13210 }),
  /** Seconds that somebody is called. */
  timeout: integer({ default: 30, min: 5, max: 600, twilioCode: 13212 }),
  /** Seconds that they talk. */
  timeLimit: integer({ default: undefined, min: 1, twilioCode: 13216 }),
  hangupOnStar: flag({ default: false, twilioCode: 13213 }),
  answerOnBridge: flag({ default: false, twilioCode: 13219 }),
  callerId: callerId(),
  callReason: text({ default: undefined }),
  record: oneOf(recordings, { default: "do-not-record", twilioCode: 13217 }),
  recordingTrack: oneOf(["both", "inbound", "outbound"], { default: "both" }),
  trim: oneOf(["trim-silence", "do-not-trim"], { default: "do-not-trim" }),
  ringTone: ringTone(),
  sequential: flag({ default: false, twilioCode: 13218 }),
  referUrl: url(),
  referMethod: httpMethod({ twilioCode: 13210 }),
  events: text({ default: undefined }),
  passports: text({ default: undefined }),
};

/** A number in any form, `client:…`, or the letters, digits and marks that a SIP caller id may have. */
function callerId(): Reader<string | undefined> {
  return {
    default: undefined,
    expected: "a number, a client or a SIP caller id",
    twilioCode: 13214,
    read: (value) => {
      const trimmed = value.trim();
      return /^((client:)?[\w+.-]{1,256}|\+?[\d\s().-]{1,32})$/.test(trimmed) ? trimmed : undefined;
    },
  };
}
