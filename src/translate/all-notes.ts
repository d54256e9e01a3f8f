import type { Note } from "../fidelity/note.ts";
import type { Element } from "../twiml/element.ts";
import type { Setting } from "../verbs/define.ts";
import { type Continuation, childrenOf, type Draft, type State } from "./draft.ts";
import { translate } from "./translate.ts";

/**
 * The notes of a whole document, also on verbs that stand behind a Gather and come into a flow only when nothing was
 * pressed. In document order, each once.
 */
export function allNotes(elements: readonly Element[], state: State, setting: Setting): readonly Note[] {
  const found = new Map<string, Note>();
  const open: Pick<Continuation, "rest" | "state">[] = [{ rest: elements, state }];
  // The ends of a Dial, one a failure, all lead on to the same verbs.
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const place = JSON.stringify([next.rest.length, next.state]);
    if (seen.has(place)) continue;
    seen.add(place);
    const { draft, notes } = translate(next.rest, next.state, setting);
    for (const note of notes) found.set(JSON.stringify(note), note);
    open.push(...shorter(continuations(draft), next.rest));
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The ends of a draft at which verbs are left. */
function continuations(draft: Draft): readonly Continuation[] {
  if (draft.module === "continue") return [draft.data];
  const own = draft.module === "come-back" ? [draft.data.continuation] : [];
  return [...own, ...Object.values(childrenOf(draft)).flatMap(continuations)];
}

/** Without those that come back with the same verbs: a loop, or the parts of a prompt. */
function shorter(ends: readonly Continuation[], rest: readonly Element[]): readonly Continuation[] {
  return ends.map((end) =>
    end.rest.length < rest.length
      ? end
      : { ...end, rest: end.rest.slice(1), state: { ...end.state, isNoted: false, promptsHeard: 0 } },
  );
}
