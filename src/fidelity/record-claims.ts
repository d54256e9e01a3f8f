import {
  anyOf,
  both,
  type Claim,
  hearsLess,
  isLongerRecording,
  isLongerSilence,
  isShorterRecording,
  isShorterSilence,
  onlyAtTwilio,
  onlyOnKazoo,
} from "./claims.ts";
import type { Difference } from "./difference.ts";
import type { Note } from "./note.ts";

/** Seconds of silence that end a recording on Kazoo 4.3 (cf_record_caller:handle/2, silence hits). */
const KAZOO_SILENCE = 5;

/** Whether a recording ends by less silence at Twilio than on Kazoo 4.3; 0 is never. */
export function isSilentForLonger({ details }: Note): boolean {
  const timeout = Number(details["timeout"]);
  return timeout > 0 && timeout < KAZOO_SILENCE;
}

/** A recording ends on Kazoo while Twilio's goes on: until a key, a hang-up or later silence. */
export const endsSooner: Claim = anyOf(
  isShorterSilence,
  isShorterRecording,
  onlyOnKazoo("request"),
  onlyAtTwilio("request", "end"),
  both("end"),
  isTold("digits", undefined, "Digits="),
  isTold("call-status", "CallStatus=completed", "CallStatus=in-progress"),
);

/** A recording goes on when Twilio's has ended by silence or its length: until a key, or the caller has left. */
export const endsLater: Claim = anyOf(
  isLongerSilence,
  isLongerRecording,
  onlyAtTwilio("request", "speech", "media", "tones", "sent-keys", "dial", "talk"),
  onlyOnKazoo("end"),
  both("end"),
  isTold("digits", "Digits=", undefined),
  isTold("call-status", "CallStatus=in-progress", "CallStatus=completed"),
);

/** A recording of nothing: Kazoo asks the action, while Twilio goes on with the next verb, which may ask as well. */
export const isEmpty: Claim = anyOf(
  onlyOnKazoo("request"),
  onlyAtTwilio("request", "speech", "media", "tones", "sent-keys", "dial", "talk", "end"),
  both("request"),
  isShorterSilence,
  hearsLess,
  ({ reference = "" }) => /^no (?:Recording(?:Url|Sid|Duration)|Digits)$/.test(reference),
);

/** Whether both are told something, of which one or both values are given. */
function isTold(what: Difference["what"], atTwilio: string | undefined, onKazoo: string | undefined): Claim {
  return (difference) => {
    const { reference, kazoo } = difference;
    if (difference.what !== what || reference === undefined || kazoo === undefined) return false;
    return (atTwilio ?? reference) === reference && (onKazoo ?? kazoo) === kazoo;
  };
}
