import { type Note, Notes } from "../fidelity/note.ts";
import type { Element } from "../twiml/element.ts";
import { textContent } from "../twiml/element.ts";
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
  /** The state at the end of what was translated is in each `continue` node. */
};

/** A flow holds at most so many verbs, and about so much text (bytes as escaped JSON). */
const VERBS_PER_FLOW = 50;
const TEXT_PER_FLOW = 60_000;

/**
 * The callflow of some verbs. Each verb is handed, as `then`, the flow of those after it; a verb that gives
 * control away (Redirect, Hangup, Gather) does not call it, so that what is behind it leaves no trace. What
 * is too long for one flow ends in a `continue` with the rest.
 *
 * Pure: the same elements in the same state and setting give the same draft.
 */
export function translate(elements: readonly Element[], state: State, setting: Setting): Translation {
  const notes = new Notes();
  return { draft: translateFrom(elements, state, { setting, notes, verbs: 0, text: 0 }), notes: notes.all };
}

type Progress = {
  readonly setting: Setting;
  readonly notes: Notes;
  /** Verbs in this flow so far, and their text. */
  readonly verbs: number;
  readonly text: number;
};

function translateFrom(elements: readonly Element[], state: State, progress: Progress): Draft {
  const { setting, notes } = progress;
  const [element, ...rest] = elements;
  if (element === undefined) return endOfCall({ ...setting, state });
  const text = progress.text + escapedLength(textContent(element));
  if (progress.verbs > 0 && (progress.verbs === VERBS_PER_FLOW || text > TEXT_PER_FLOW)) {
    return continueWith({ rest: elements, state });
  }
  const verb = verbs.get(element.name);
  const then = (change: Partial<State>): Draft =>
    translateFrom(
      rest,
      { ...state, isNoted: false, ...change },
      { ...progress, verbs: progress.verbs + 1, text },
    );
  if (verb === undefined) {
    notes.add("verb-unknown", element);
    return then({});
  }
  return verb.run(element, { ...setting, state, rest, notes: state.isNoted ? new Notes() : notes, then });
}

/** How long a text is as ASCII JSON, where everything else is six characters. */
function escapedLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7e) length += 5;
  return length;
}
