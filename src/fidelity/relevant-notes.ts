import type { CallEvent } from "../simulator/transcript.ts";
import type { Note } from "./note.ts";

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
  const isLeft = events.some((event) => event.kind === "ended" && event.by === "caller");
  const endsWithTalk = isOverWithTalk(events);
  return notes.filter(({ code, details }) => {
    if (code === "action-after-hang-up") return isLeft;
    if (code === "dial-no-return") return endsWithTalk;
    if (code === "gather-prompt-parts") return losesKeys;
    if (code === "gather-finish-key-first") return keys.has(String(details["key"]));
    return code !== "gather-empty-finish-key" || keys.has("#");
  });
}

/** Whether the other party has hung up, and nothing came after that. */
function isOverWithTalk(events: readonly CallEvent[]): boolean {
  const kinds: readonly CallEvent["kind"][] = ["bridged", "dialled", "heard", "sent-keys", "requested"];
  const last = events.findLast(({ kind }) => kinds.includes(kind));
  return last?.kind === "bridged" && last.endedBy === "callee";
}

/** Events of one moment are in their order: a key that ends a sound comes before the request that follows, and counts. */
function pressesWhileKazooAsks(events: readonly CallEvent[], requestMs: number): boolean {
  let askedMs = Number.NEGATIVE_INFINITY;
  return events.some(({ kind, atMs }) => {
    if (kind === "requested") askedMs = atMs;
    return kind === "pressed" && atMs <= askedMs + requestMs;
  });
}
