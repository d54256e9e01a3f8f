import type { CallEvent } from "../simulator/transcript.ts";
import type { NoteCode } from "./catalogue.ts";
import { compareCallbacks } from "./compare-callbacks.ts";
import { compareSteps, likenessOf, type SameRecording } from "./compare-steps.ts";
import type { Difference } from "./difference.ts";
import { explanations } from "./explanations.ts";
import type { Note } from "./note.ts";
import { pairSteps } from "./pair-steps.ts";
import { stepsOf } from "./steps.ts";

export type { SameRecording } from "./compare-steps.ts";
export type { Difference, DifferenceKind } from "./difference.ts";

/**
 * How a call on Kazoo differs from the same call at Twilio, in the order of the call, callbacks behind it; nothing where a caller and an
 * application could not tell them apart.
 *
 * @param isSameRecording for audio that an application answers with: Kazoo plays it under another URL.
 */
export function compareTranscripts(
  reference: readonly CallEvent[],
  kazoo: readonly CallEvent[],
  isSameRecording: SameRecording = () => false,
): readonly Difference[] {
  const pairs = pairSteps(stepsOf(reference), stepsOf(kazoo), (a, b) => likenessOf(a, b, isSameRecording));
  const steps = pairs.flatMap(([a, b]) => compareSteps(a, b, isSameRecording));
  return [...steps, ...compareCallbacks(reference, kazoo)];
}

/** What comes of the differences of a call: the worst of them counts. */
export type Verdict = "exact" | "approximated" | "lost" | "unexplained";

/** A difference and the note that has told of it; none where no note has. */
export type Explained = { readonly difference: Difference; readonly code: NoteCode | undefined };

/** Finds for each difference the note that explains it. Differences are in the order of the call. */
export function explain(
  differences: readonly Difference[],
  notes: readonly Note[],
): { readonly verdict: Verdict; readonly explained: readonly Explained[] } {
  let turn: NoteCode | undefined;
  const explained = differences.map((difference) => {
    const code = notes.find((note) => explanations[note.code]?.explains(difference, note))?.code ?? turn;
    if (code !== undefined && explanations[code]?.turns) turn ??= code;
    return { difference, code };
  });
  return { verdict: verdictOf(explained, notes), explained };
}

function verdictOf(explained: readonly Explained[], notes: readonly Note[]): Verdict {
  if (explained.length === 0) return "exact";
  if (explained.some(({ code }) => code === undefined)) return "unexplained";
  const codes = new Set(explained.map(({ code }) => code));
  return notes.some(({ code, severity }) => codes.has(code) && severity === "lost") ? "lost" : "approximated";
}
