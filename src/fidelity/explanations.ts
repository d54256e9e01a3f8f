import type { NoteCode } from "./catalogue.ts";
import {
  anyOf,
  both,
  type Claim,
  hearsLess,
  hearsMore,
  isLongerRecording,
  isLongerSilence,
  isShorterSilence,
  onlyAtTwilio,
  onlyOnKazoo,
  tells,
} from "./claims.ts";
import type { Difference } from "./difference.ts";
import { endsLater, endsSooner, isEmpty, isSilentForLonger } from "./record-claims.ts";

/** What a note may explain. */
export type Explanation = {
  readonly explains: Claim;
  /** Whether the call may take another course from there on, so that all that differs later is a consequence. */
  readonly turns: boolean;
};

/** At Twilio the caller is in a session for some time, or for good: what comes behind it is heard and asked sooner. */
const goesOnAtOnce = anyOf(
  isShorterSilence,
  hearsMore,
  onlyOnKazoo("request", "speech", "media", "tones", "sent-keys", "dial", "talk"),
  onlyAtTwilio("end"),
  both("end"),
);

/** What is heard in such a session, until the caller leaves; Kazoo may speak or play what comes next instead. */
const isWithoutPrompt = anyOf(onlyAtTwilio("speech", "media"), both("speech", "media"), hearsLess, isLessCut);

/**
 * Notes that tell of something audible or askable. The others are about what Twilio does as well, or about what the
 * simulators do not hear, such as an emphasis.
 */
export const explanations: Readonly<Partial<Record<NoteCode, Explanation>>> = {
  // The call is over when the caller leaves it.
  "action-after-hang-up": { explains: onlyAtTwilio("request"), turns: false },
  "conference-no-return": { explains: onlyAtTwilio("request"), turns: false },
  "conference-status-callback": { explains: isUntold(/ of the conference: /), turns: false },
  "connect-unavailable": {
    explains: anyOf(goesOnAtOnce, isWithoutPrompt, tells(/^(?:Session|VirtualAgent|Error)/)),
    turns: true,
  },
  "echo-unavailable": { explains: goesOnAtOnce, turns: true },
  "dial-duration": { explains: isLongerDuration, turns: false },
  "dial-endpoint-unknown": {
    explains: anyOf(onlyAtTwilio("dial", "talk", "callback"), lacksParties, isOutcomeOfDial),
    turns: false,
  },
  "dial-hangup-on-star": { explains: isLongerCall, turns: false },
  // The call ends with the talk.
  "dial-no-return": {
    explains: anyOf(
      onlyAtTwilio("request", "speech", "media", "tones", "sent-keys", "dial", "talk", "callback"),
      onlyOnKazoo("end"),
      both("end"),
      ({ what, kazoo }) => what === "call-status" && kazoo === "CallStatus=completed",
      isShorterSilence,
      isEarlierCallback,
    ),
    turns: false,
  },
  // Another party may be the first who answers.
  "dial-simultaneous": {
    explains: anyOf(both("dial", "ringing", "talk", "callback"), onlyOnKazoo("dial"), isStatusOfDial),
    turns: false,
  },
  "dial-status-callback": {
    explains: isUntold(/ of (?!the conference: |(?:Record|Dial)Verb: ).*: \w+$/),
    turns: false,
  },
  "dial-time-limit": { explains: isLongerCall, turns: false },
  // A party that would have declined is put through.
  "dial-whisper": {
    explains: anyOf(onlyAtTwilio("request"), onlyOnKazoo("talk"), isShorterSilence, isOutcomeOfDial),
    turns: false,
  },
  // A key of the caller leads out of the queue.
  "enqueue-result": { explains: anyOf(goesOnAtOnce, tells(/^Queue/)), turns: true },
  "enqueue-unmapped": {
    explains: anyOf(goesOnAtOnce, isWithoutPrompt, onlyAtTwilio("request"), tells(/^Queue/)),
    turns: true,
  },
  "enqueue-wait": { explains: anyOf(isWithoutPrompt, isLongerSilence), turns: false },
  "gather-break": { explains: both("silence"), turns: false },
  // `#` ends the input, though it should be one of its digits.
  "gather-empty-finish-key": {
    explains: anyOf(
      hadPound,
      onlyAtTwilio("request"),
      onlyOnKazoo("speech", "media"),
      both("silence", "request"),
    ),
    turns: true,
  },
  "gather-finished-on-key": {
    explains: ({ what, kazoo }) => what === "finished-on-key" && kazoo === "FinishedOnKey=",
    turns: false,
  },
  // The timeout passes first, and keys that are pressed meanwhile are digits of this Gather.
  "gather-finish-key-first": {
    explains: anyOf(
      isLongerSilence,
      onlyOnKazoo("request"),
      onlyAtTwilio("speech", "media"),
      both("request"),
    ),
    turns: true,
  },
  // The key that was pressed between two parts is lost: the other parts are heard, the next key counts.
  "gather-prompt-parts": {
    explains: anyOf(
      lacksDigits,
      isLongerSilence,
      isLessCut,
      onlyAtTwilio("request"),
      onlyOnKazoo("speech", "media"),
      both("speech"),
    ),
    turns: true,
  },
  // Nobody speaks in a simulated call: only the wait can differ.
  "gather-speech": { explains: both("silence"), turns: false },
  "loop-capped": { explains: anyOf(hearsLess, isLessCut, isLongerSilence), turns: true },
  "loop-endless": { explains: hearsMore, turns: true },
  "pay-unavailable": {
    explains: anyOf(goesOnAtOnce, isWithoutPrompt, tells(/^(?:Result|PaymentError)$/)),
    turns: true,
  },
  // What is said or pressed later meets the next verb.
  "record-any-key": { explains: endsSooner, turns: true },
  "record-digits": { explains: ({ what, kazoo }) => what === "digits" && kazoo === "Digits=", turns: false },
  // Where Twilio cuts off all of the recording, it goes on with the next verb.
  "record-empty": { explains: anyOf(isEmpty, isRecordingOfNothing), turns: true },
  "record-length": { explains: endsLater, turns: true },
  "record-silence": {
    explains: (difference, note) =>
      isSilentForLonger(note) ? endsLater(difference, note) : endsSooner(difference, note),
    turns: true,
  },
  // The caller still waits, or has hung up, when Twilio goes on.
  "record-silence-goes-on": { explains: endsLater, turns: true },
  "record-trim": { explains: isLongerRecording, turns: false },
  "recording-in-progress": { explains: isAboutBeginning, turns: false },
  "redirect-chain": { explains: isLongerSilence, turns: true },
  // The caller is elsewhere.
  "refer-transfer": {
    explains: anyOf(
      onlyAtTwilio("request", "speech", "media", "tones", "sent-keys", "dial", "talk", "end"),
      both("end"),
      isShorterSilence,
    ),
    turns: true,
  },
  "refer-unavailable": { explains: tells(/^(?:Refer|NotifySip)/), turns: true },
  "say-voice": { explains: both("voice"), turns: false },
  "sms-unsent": { explains: tells(/^Sms/), turns: true },
};

/** A talk that goes on when Twilio ends it, and what is told of its length and its end. */
function isLongerCall(difference: Difference): boolean {
  const { what, reference = "", kazoo = "" } = difference;
  if (what === "talk") return Number.parseInt(kazoo, 10) > Number.parseInt(reference, 10);
  return isLongerDuration(difference) || compareCallback(difference) > 0;
}

function isLongerDuration({ what, reference = "", kazoo = "" }: Difference): boolean {
  const secondsOf = (told: string) => Number(/^DialCallDuration=(\d+)$/.exec(told)?.[1] ?? Number.NaN);
  return what === "parameter" && secondsOf(kazoo) > secondsOf(reference);
}

/** Fewer are called. */
function lacksParties({ what, reference = "", kazoo }: Difference): boolean {
  const called = reference.split(" and ");
  return what === "dial" && kazoo !== undefined && kazoo.split(" and ").every((one) => called.includes(one));
}

/** What the action of a Dial is told of whom it has reached. */
function isOutcomeOfDial({ what, reference = "", kazoo = "" }: Difference): boolean {
  const isTold = (told: string) => /^(?:no )?Dial(?:CallStatus|CallSid|CallDuration|Bridged)\b/.test(told);
  return what === "parameter" && isTold(reference) && isTold(kazoo);
}

/** Whether it has reached anybody. */
function isStatusOfDial(difference: Difference): boolean {
  return isOutcomeOfDial(difference) && /^Dial(?:CallStatus|Bridged)=/.test(difference.kazoo ?? "");
}

function isEarlierCallback(difference: Difference): boolean {
  return compareCallback(difference) < 0;
}

/** That the application is not told of something. */
function isUntold(about: RegExp): Claim {
  return ({ what, reference = "", kazoo }) =>
    what === "callback" && kazoo === undefined && about.test(reference);
}

/** How much later or longer what a callback tells of a time is on Kazoo; not a number where it tells of something else. */
function compareCallback({ what, reference = "", kazoo = "" }: Difference): number {
  const timeOf = (told: string) => {
    const [, name, value = ""] = / (CallDuration|Duration|Timestamp)=(.*)$/.exec(told) ?? [];
    if (name === undefined) return Number.NaN;
    return name === "Timestamp" ? Date.parse(value) : Number(value);
  };
  return what === "callback" ? timeOf(kazoo) - timeOf(reference) : Number.NaN;
}

/** What is told of a recording that at Twilio is none: nothing, or that it is absent. */
function isRecordingOfNothing({ what, reference, kazoo = "" }: Difference): boolean {
  const isAbsent = reference === undefined || reference.endsWith("RecordingStatus=absent");
  return what === "callback" && isAbsent && / of RecordVerb: ended\b/.test(kazoo);
}

/** That a recording has begun, which may be told of one that then is not made, and when it has. */
function isAboutBeginning({ what, reference, kazoo }: Difference): boolean {
  const isBeginning = (told: string) => / of \w+Verb: in-progress(?: RecordingStartTime=.*)?$/.test(told);
  return what === "callback" && kazoo !== undefined && isBeginning(kazoo) && isBeginning(reference ?? kazoo);
}

function isLessCut({ what, reference }: Difference): boolean {
  return what === "cut" && reference === "cut short";
}

function hadPound({ what, reference = "" }: Difference): boolean {
  return what === "digits" && reference.includes("#");
}

/** Later keys may take the place of one that was lost, so that there can be as many, but never more behind the same. */
function lacksDigits({ what, reference = "", kazoo = "" }: Difference): boolean {
  return what === "digits" && !kazoo.startsWith(reference);
}
