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
  const recorded = recordingsIn(events);
  // What is said then comes too late at Twilio.
  const mayEndLater = notes.some(({ code }) => longerRecordings.includes(code));
  return notes.filter(({ code, details }) => {
    if (code === "action-after-hang-up") return isLeft;
    if (code === "dial-no-return") return endsWithTalk;
    if (code === "gather-prompt-parts") return losesKeys;
    if (code === "gather-finish-key-first") return keys.has(String(details["key"]));
    if (code === "enqueue-result") return keys.has("#");
    if (code === "record-empty") return recorded.some(({ isSilent }) => isSilent || mayEndLater);
    if (code === "record-any-key") {
      return recorded.some(({ key = "" }) => key !== "" && !String(details["keys"]).includes(key));
    }
    return code !== "gather-empty-finish-key" || keys.has("#");
  });
}

const longerRecordings: readonly Note["code"][] = [
  "record-length",
  "record-silence",
  "record-silence-goes-on",
];

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

type Recorded = {
  readonly isSilent: boolean;
  /** The key that ended it. */
  readonly key: string | undefined;
};

/** The recordings of a call, each until Kazoo asks how to go on. */
function recordingsIn(events: readonly CallEvent[]): readonly Recorded[] {
  const spoken = events.filter((event) => event.kind === "spoke");
  return events.flatMap((event, index): readonly Recorded[] => {
    if (event.kind !== "recording") return [];
    const later = events.slice(index + 1);
    const end = later.findIndex(({ kind }) => kind === "requested" || kind === "ended");
    const toMs = later[end]?.atMs ?? Number.POSITIVE_INFINITY;
    const isSilent = !spoken.some(({ atMs, forMs }) => atMs < toMs && atMs + forMs > event.atMs);
    const pressed = later.slice(0, end < 0 ? later.length : end).findLast(({ kind }) => kind === "pressed");
    return [{ isSilent, key: pressed?.kind === "pressed" ? pressed.digit : undefined }];
  });
}
