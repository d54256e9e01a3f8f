import type { Difference, Explained } from "../../src/fidelity/align.ts";
import type { Note } from "../../src/fidelity/note.ts";

const keyNotes: readonly Note["code"][] = [
  "gather-empty-finish-key",
  "gather-finish-key-first",
  "gather-prompt-parts",
];

/** In what calls differ in which a key has another effect. */
const courseKinds: readonly Difference["what"][] = [
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

/** Of a talk that ends at another time, or with another party. What the caller does later meets other moments. */
const talkNotes: readonly Note["code"][] = [
  "dial-hangup-on-star",
  "dial-no-return",
  "dial-simultaneous",
  "dial-time-limit",
];

/** The differences of a call up to one by which it takes another course, as a note has told. */
export function untilAnotherCourse(explained: readonly Explained[]): readonly Explained[] {
  const turn = explained.findIndex(({ code }) => code !== undefined && talkNotes.includes(code));
  return turn < 0 ? explained : explained.slice(0, turn + 1);
}
