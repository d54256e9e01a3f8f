import type { Difference, Explained } from "../../src/fidelity/align.ts";
import type { Note } from "../../src/fidelity/note.ts";

const keyNotes: readonly Note["code"][] = [
  "gather-empty-finish-key",
  "gather-finish-key-first",
  "gather-prompt-parts",
];

/** In what calls differ in which a key has another effect. */
const courseKinds: readonly Difference["what"][] = [
  "dial",
  "talk",
  "speech",
  "media",
  "tones",
  "rounds",
  "cut",
  "silence",
  "sent-keys",
  "request",
  "digits",
  // The query of another action.
  "parameter",
  "end",
];

/** Whether the call may have taken another course by a key, of which a relevant note tells. */
export function mayTakeAnotherCourse(difference: Difference, relevant: readonly Note[]): boolean {
  return courseKinds.includes(difference.what) && relevant.some(({ code }) => keyNotes.includes(code));
}

/**
 * Of a talk that ends at another time or with another party, and of a recording of nothing, which asks its action. What
 * the caller does later meets other moments.
 */
const turningNotes: readonly Note["code"][] = [
  "dial-hangup-on-star",
  "dial-no-return",
  "dial-simultaneous",
  "dial-time-limit",
  "record-empty",
];

/** The differences of a call before the moment in which it takes another course, as a note has told. */
export function untilAnotherCourse(explained: readonly Explained[]): readonly Explained[] {
  const turn = explained.find(({ code }) => code !== undefined && turningNotes.includes(code));
  if (turn === undefined) return explained;
  return explained
    .slice(0, explained.indexOf(turn))
    .filter(({ difference }) => difference.atMs !== turn.difference.atMs);
}
