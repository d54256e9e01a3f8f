import type { Difference } from "../../src/fidelity/align.ts";
import type { Note } from "../../src/fidelity/note.ts";
import type { CallEvent } from "../../src/simulator/transcript.ts";

/**
 * The notes that can have something to do with a call as it went: one about a key tells of nothing where that key was
 * not pressed.
 *
 * @param events of the call on Kazoo.
 * @param requestMs how long a Pivot request takes, in which keys are lost (pivot_call).
 */
export function relevantNotes(
  notes: readonly Note[],
  events: readonly CallEvent[],
  requestMs: number,
): readonly Note[] {
  const keys = new Set(events.flatMap((event) => (event.kind === "pressed" ? [event.digit] : [])));
  const losesKeys = pressesWhileKazooAsks(events, requestMs);
  return notes.filter(({ code, details }) => {
    if (code === "gather-prompt-parts") return losesKeys;
    if (code === "gather-finish-key-first") return keys.has(String(details["key"]));
    return code !== "gather-empty-finish-key" || keys.has("#");
  });
}

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

/** Events of one moment are in their order: a key that ends a sound comes before the request that follows, and counts. */
function pressesWhileKazooAsks(events: readonly CallEvent[], requestMs: number): boolean {
  let askedMs = Number.NEGATIVE_INFINITY;
  return events.some(({ kind, atMs }) => {
    if (kind === "requested") askedMs = atMs;
    return kind === "pressed" && atMs <= askedMs + requestMs;
  });
}
