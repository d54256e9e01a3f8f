import { type Note, Notes } from "../fidelity/note.ts";
import type { Element } from "../twiml/element.ts";
import type { Setting } from "../verbs/define.ts";
import { endOfCall } from "../verbs/hangup.ts";
import { verbs } from "../verbs/index.ts";
import { continueWith, type Draft, type State } from "./draft.ts";

/** What a document, or the rest of one, becomes. */
export type Translation = {
  /** `continue` at its root: nothing happens on Kazoo before the next document. */
  readonly draft: Draft;
  /** In document order. */
  readonly notes: readonly Note[];
};

/**
 * A flow holds at most so many verbs, and about so much of what they say and play (characters of JSON): enough for some
 * minutes, and so little that the rest of any document has its place beside it, in the URL at which the flow comes back.
 */
const VERBS_PER_FLOW = 50;
const ROOM_IN_FLOW = 12_000;

/**
 * The callflow of some verbs. Each verb is handed, as `then`, the flow of those after it; a verb that gives
 * control away (Redirect, Hangup, Gather) does not call it, so that what is behind it leaves no trace. What
 * is too long for one flow ends in a `continue` with the rest.
 *
 * Pure: the same elements in the same state and setting give the same draft.
 */
export function translate(elements: readonly Element[], state: State, setting: Setting): Translation {
  const notes = new Notes();
  return {
    draft: translateFrom(elements, state, { setting, notes, verbs: 0, room: ROOM_IN_FLOW }),
    notes: notes.all,
  };
}

type Progress = {
  readonly setting: Setting;
  readonly notes: Notes;
  /** Verbs in this flow so far. */
  readonly verbs: number;
  /** What is left of the room in this flow. */
  readonly room: number;
};

function translateFrom(elements: readonly Element[], state: State, progress: Progress): Draft {
  const { setting, notes, room } = progress;
  const [element] = elements;
  if (element === undefined) return endOfCall({ ...setting, state });
  const rest = elements.slice(1);
  if (progress.verbs === VERBS_PER_FLOW || room <= 0) {
    return continueWith({ rest: elements, state });
  }
  const verb = verbs.get(element.name);
  const then = (change: Partial<State>, size = 0): Draft =>
    translateFrom(
      rest,
      { ...state, promptsHeard: 0, isNoted: false, ...change },
      { ...progress, verbs: progress.verbs + 1, room: room - size },
    );
  if (verb === undefined) {
    notes.add("verb-unknown", element);
    return then({});
  }
  return verb.run(element, {
    ...setting,
    state,
    isFirst: progress.verbs === 0,
    rest,
    room,
    notes: state.isNoted ? new Notes() : notes,
    then,
  });
}
