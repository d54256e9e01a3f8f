import type { NoteCode } from "./catalogue.ts";
import type { Difference, DifferenceKind } from "./difference.ts";

/** What a note may explain. */
export type Explanation = {
  readonly explains: (difference: Difference) => boolean;
  /** Whether the call may take another course from there on, so that all that differs later is a consequence. */
  readonly turns: boolean;
};

/**
 * Notes that tell of something audible or askable. The others are about what Twilio does as well, or about what the
 * simulators do not hear, such as an emphasis.
 */
export const explanations: Readonly<Partial<Record<NoteCode, Explanation>>> = {
  // The session does not take place: nothing that comes after its beginning is the same.
  // The call is over when the caller leaves it.
  "action-after-hang-up": { explains: onlyAtTwilio("request"), turns: false },
  "conference-no-return": { explains: onlyAtTwilio("request"), turns: false },
  "connect-unavailable": { explains: isWithoutSession, turns: true },
  "echo-unavailable": { explains: isWithoutSession, turns: true },
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
      both("end"),
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
  "dial-time-limit": { explains: isLongerCall, turns: false },
  // A party that would have declined is put through.
  "dial-whisper": {
    explains: anyOf(onlyAtTwilio("request"), onlyOnKazoo("talk"), isShorterSilence, isOutcomeOfDial),
    turns: false,
  },
  // A key of the caller leads out of the queue, and a hang-up may not be told.
  "enqueue-result": { explains: isWithoutSession, turns: true },
  "enqueue-unmapped": { explains: isWithoutSession, turns: true },
  "enqueue-wait": { explains: onlyAtTwilio("media"), turns: true },
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
  "loop-capped": { explains: anyOf(isShorterLoop, isLessCut, isLongerSilence), turns: true },
  "loop-endless": { explains: isLongerLoop, turns: true },
  "pay-unavailable": { explains: isWithoutSession, turns: true },
  // The recording ends sooner, and what is said or pressed later meets the next verb.
  "record-any-key": {
    explains: anyOf(
      onlyOnKazoo("request"),
      onlyAtTwilio("end"),
      both("silence", "recording-duration", "digits", "request"),
    ),
    turns: true,
  },
  "record-digits": { explains: ({ what, kazoo }) => what === "digits" && kazoo === "Digits=", turns: false },
  // Where Twilio cuts off all of the recording, it goes on with the next verb.
  "record-empty": {
    explains: anyOf(
      onlyOnKazoo("request"),
      onlyAtTwilio("speech", "media", "tones", "sent-keys", "dial", "talk"),
      both("request", "rounds"),
      ({ reference = "" }) => /^no (?:Recording(?:Url|Sid|Duration)|Digits)$/.test(reference),
    ),
    turns: true,
  },
  "record-length": { explains: both("silence", "recording-duration"), turns: true },
  "record-silence": {
    explains: anyOf(
      onlyOnKazoo("request"),
      onlyAtTwilio("end"),
      both("silence", "recording-duration", "digits"),
    ),
    turns: true,
  },
  // The caller still waits, or has hung up, when Twilio goes on.
  "record-silence-goes-on": {
    explains: anyOf(
      isLongerRecording,
      onlyAtTwilio("request", "speech", "media"),
      onlyOnKazoo("end"),
      both("silence", "call-status", "digits", "end"),
    ),
    turns: true,
  },
  "record-trim": { explains: isLongerRecording, turns: false },
  "redirect-chain": { explains: isLongerSilence, turns: true },
  "refer-transfer": { explains: isWithoutSession, turns: true },
  "refer-unavailable": { explains: isWithoutSession, turns: true },
  "say-voice": { explains: both("voice"), turns: false },
  "sms-unsent": { explains: ({ reference = "" }) => reference.startsWith("Sms"), turns: true },
};

type Claim = Explanation["explains"];

function anyOf(...claims: readonly Claim[]): Claim {
  return (difference) => claims.some((claim) => claim(difference));
}

function both(...kinds: readonly DifferenceKind[]): Claim {
  return ({ what, reference, kazoo }) =>
    kinds.includes(what) && reference !== undefined && kazoo !== undefined;
}

function onlyAtTwilio(...kinds: readonly DifferenceKind[]): Claim {
  return ({ what, kazoo }) => kinds.includes(what) && kazoo === undefined;
}

function onlyOnKazoo(...kinds: readonly DifferenceKind[]): Claim {
  return ({ what, reference }) => kinds.includes(what) && reference === undefined;
}

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

/** How much later or longer what a callback tells of a time is on Kazoo; not a number where it tells of something else. */
function compareCallback({ what, reference = "", kazoo = "" }: Difference): number {
  const timeOf = (told: string) => {
    const [, name, value = ""] = / (CallDuration|Duration|Timestamp)=(.*)$/.exec(told) ?? [];
    if (name === undefined) return Number.NaN;
    return name === "Timestamp" ? Date.parse(value) : Number(value);
  };
  return what === "callback" ? timeOf(kazoo) - timeOf(reference) : Number.NaN;
}

/** What the call is like once something that takes time at Twilio has not taken place. */
function isWithoutSession({ what }: Difference): boolean {
  return !["answer", "rejection", "voice", "language", "call-status", "error"].includes(what);
}

function isLongerSilence({ what, reference = "", kazoo = "" }: Difference): boolean {
  return what === "silence" && Number.parseInt(kazoo, 10) > Number.parseInt(reference, 10);
}

function isShorterSilence({ what, reference = "", kazoo = "" }: Difference): boolean {
  return what === "silence" && Number.parseInt(kazoo, 10) < Number.parseInt(reference, 10);
}

function isLongerRecording({ what, reference = "", kazoo = "" }: Difference): boolean {
  const secondsOf = (told: string) => Number(/=(\d+)$/.exec(told)?.[1] ?? Number.NaN);
  return what === "recording-duration" && secondsOf(kazoo) > secondsOf(reference);
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

function isShorterLoop({ what, reference = "", kazoo }: Difference): boolean {
  if (what === "rounds") return Number(kazoo) < Number(reference);
  return what === "speech" && kazoo !== undefined && isPartOf(kazoo, reference);
}

/** Whether a text is another one from which something was left out. */
function isPartOf(part: string, whole: string): boolean {
  let found = 0;
  for (let index = 0; index < whole.length && found < part.length; index += 1) {
    if (whole[index] === part[found]) found += 1;
  }
  return found === part.length;
}

function isLongerLoop({ what, reference, kazoo = "" }: Difference): boolean {
  if (what === "rounds") return Number(kazoo) > Number(reference);
  return what === "speech" && reference !== undefined && kazoo.startsWith(reference);
}
