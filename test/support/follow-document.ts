import type { Flow } from "../../src/callflow/flow.ts";
import type { Note } from "../../src/fidelity/note.ts";
import type { Call } from "../../src/pivot/call.ts";
import { finish } from "../../src/respond/finish.ts";
import { resume } from "../../src/respond/next-draft.ts";
import { type Continuation, newState } from "../../src/translate/draft.ts";
import { translate } from "../../src/translate/translate.ts";
import type { Element } from "../../src/twiml/element.ts";
import type { Arrival, Setting } from "../../src/verbs/define.ts";
import { plainLinks } from "./plain-links.ts";

/** All that Kazoo gets to run of a document, when the caller presses nothing and stays on the line. */
export type Followed = { readonly flows: readonly Flow[]; readonly notes: readonly Note[] };

/** More flows than any document of these tests has. */
const MOST_FLOWS = 2000;

/** A caller who does nothing. */
const silence: Arrival = {
  call: { digits: {}, customApplicationVars: {} } as unknown as Call,
  outcome: undefined,
  tookMs: 0,
  recording: undefined,
  sid: (prefix) => `${prefix}0123456789abcdef0123456789abcdef`,
};

/**
 * The flows of a document one after the other, up to where it ends or another document is asked for.
 *
 * @throws {Error} when there is no end to them.
 */
export async function followDocument(elements: readonly Element[], setting: Setting): Promise<Followed> {
  const flows: Flow[] = [];
  const notes: Note[] = [];
  let continuation: Continuation | undefined = { rest: elements, state: newState };
  while (continuation !== undefined) {
    const { step, state } = resume(continuation, silence);
    if (step.kind === "ask") break;
    const translation = translate(step.elements, state, setting);
    notes.push(...translation.notes);
    if (translation.draft.module === "continue") {
      // Nothing for Kazoo: twivot goes on by itself.
      continuation = translation.draft.data;
      continue;
    }
    let end: Continuation | undefined;
    const url = (next: Continuation) => {
      end = next;
      return "http://twivot.test/pivot/c/token";
    };
    flows.push(finish(translation.draft, { ...plainLinks, url }));
    if (flows.length > MOST_FLOWS) throw new Error(`the document makes more than ${MOST_FLOWS} flows`);
    continuation = end;
  }
  return { flows, notes };
}

/** What is spoken in a flow, in order. */
export function spokenIn(flow: Flow): string[] {
  const own =
    flow.module === "tts"
      ? [flow.data.text]
      : flow.module === "audio_macro"
        ? flow.data.macros.flatMap((macro) => (macro.macro === "tts" ? [macro.text] : []))
        : [];
  // Below a pivot node stands only what is said when twivot fails.
  const next = flow.module === "pivot" ? undefined : flow.children?.["_"];
  return [...own, ...(next === undefined ? [] : spokenIn(next))];
}
