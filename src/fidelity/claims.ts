import type { Difference, DifferenceKind } from "./difference.ts";
import type { Note } from "./note.ts";

/** Whether a difference is one of those that a note tells of. */
export type Claim = (difference: Difference, note: Note) => boolean;

export function anyOf(...claims: readonly Claim[]): Claim {
  return (difference, note) => claims.some((claim) => claim(difference, note));
}

export function both(...kinds: readonly DifferenceKind[]): Claim {
  return ({ what, reference, kazoo }) =>
    kinds.includes(what) && reference !== undefined && kazoo !== undefined;
}

export function onlyAtTwilio(...kinds: readonly DifferenceKind[]): Claim {
  return ({ what, kazoo }) => kinds.includes(what) && kazoo === undefined;
}

export function onlyOnKazoo(...kinds: readonly DifferenceKind[]): Claim {
  return ({ what, reference }) => kinds.includes(what) && reference === undefined;
}

/** An action is told another value of a parameter, or only one platform tells it. */
export function tells(name: RegExp): Claim {
  const nameOf = (told = "") => /^(?:no )?(\w+)/.exec(told)?.[1] ?? "";
  return ({ what, reference }) => (what === "parameter" || what === "error") && name.test(nameOf(reference));
}

export function isLongerSilence(difference: Difference): boolean {
  return difference.what === "silence" && millisecondsMore(difference) > 0;
}

export function isShorterSilence(difference: Difference): boolean {
  return difference.what === "silence" && millisecondsMore(difference) < 0;
}

function millisecondsMore({ reference = "", kazoo = "" }: Difference): number {
  return Number.parseInt(kazoo, 10) - Number.parseInt(reference, 10);
}

export function isLongerRecording(difference: Difference): boolean {
  return difference.what === "recording-duration" && secondsMore(difference) > 0;
}

export function isShorterRecording(difference: Difference): boolean {
  return difference.what === "recording-duration" && secondsMore(difference) < 0;
}

/** Not a number where one platform tells none. */
function secondsMore({ reference = "", kazoo = "" }: Difference): number {
  const secondsOf = (told: string) => Number(/=(\d+)$/.exec(told)?.[1] ?? Number.NaN);
  return secondsOf(kazoo) - secondsOf(reference);
}

/** Fewer rounds, or speech from which something was left out. */
export function hearsLess({ what, reference = "", kazoo }: Difference): boolean {
  if (what === "rounds") return Number(kazoo) < Number(reference);
  return what === "speech" && kazoo !== undefined && isPartOf(kazoo, reference);
}

function isPartOf(part: string, whole: string): boolean {
  let found = 0;
  for (let index = 0; index < whole.length && found < part.length; index += 1) {
    if (whole[index] === part[found]) found += 1;
  }
  return found === part.length;
}

/** More rounds, or speech that goes on. */
export function hearsMore({ what, reference, kazoo = "" }: Difference): boolean {
  if (what === "rounds") return Number(kazoo) > Number(reference);
  return what === "speech" && reference !== undefined && kazoo.startsWith(reference);
}
