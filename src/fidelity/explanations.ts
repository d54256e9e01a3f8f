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
  "redirect-chain": { explains: isLongerSilence, turns: true },
  "say-voice": { explains: both("voice"), turns: false },
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

function isLongerSilence({ what, reference = "", kazoo = "" }: Difference): boolean {
  return what === "silence" && Number.parseInt(kazoo, 10) > Number.parseInt(reference, 10);
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
