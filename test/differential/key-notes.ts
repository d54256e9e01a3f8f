import type { Difference } from "../../src/fidelity/align.ts";
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
