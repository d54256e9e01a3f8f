import type { Flow, KazooVersion } from "../callflow/flow.ts";
import { outlineFlow } from "../callflow/outline.ts";
import { type Finishing, finish } from "../respond/finish.ts";
import { allNotes } from "../translate/all-notes.ts";
import { type Continuation, childrenOf, type Draft, newState, type State } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { childElements, type Element } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import type { Setting } from "../verbs/define.ts";
import { plainSetting } from "../verbs/plain-setting.ts";
import type { Note } from "./note.ts";
import type { VerbExample } from "./verb-examples.ts";

/** What an example becomes. */
export type ExampleFlows = {
  /** The outline of each flow that Kazoo gets one after the other while no outcome is awaited. */
  readonly flows: readonly (readonly string[])[];
  readonly notes: readonly Note[];
};

/** An outline does not tell them. */
const links: Finishing = {
  url: () => "http://twivot.example/pivot/c/token",
  variable: () => "token",
  upload: () => "http://twivot.example/recordings/token",
  recordingFormat: "mp3",
};

/**
 * Translates an example as it would be in a call.
 *
 * @throws {TwimlError} the document is not well-formed.
 */
export function exampleFlows({ document, operator, caller }: VerbExample, kazoo: KazooVersion): ExampleFlows {
  const plain = plainSetting(kazoo, "https://app.example/voice");
  const endpoints = { ...plain.platform.endpoints, ...operator?.endpoints };
  const setting: Setting = {
    ...plain,
    platform: { ...plain.platform, ...operator, endpoints },
    parties: { ...plain.parties, from: caller ?? plain.parties.from },
  };
  const elements = childElements(parseTwiml(document.join("\n")));
  return { flows: flowsOf(elements, newState, setting), notes: allNotes(elements, newState, setting) };
}

function flowsOf(elements: readonly Element[], state: State, setting: Setting): string[][] {
  const { draft } = translate(elements, state, setting);
  const later = continuedBy(draft);
  const next = later === undefined ? [] : flowsOf(later.rest, later.state, setting);
  // At its root twivot goes on at once, without Kazoo.
  if (draft.module === "continue" && later !== undefined) return next;
  return [outlineWithFailures(finish(draft, links)), ...next];
}

/** How a flow goes on where nothing is awaited: the rest of the document. */
function continuedBy(draft: Draft): Continuation | undefined {
  if (draft.module === "continue") return draft.data.pending === undefined ? draft.data : undefined;
  const next = childrenOf(draft)["_"];
  return next === undefined ? undefined : continuedBy(next);
}

/** The outline, and after it what happens where the last node fails; its children then are one for each cause. */
function outlineWithFailures(flow: Flow): string[] {
  const failures = Object.values(childrenOf(lastNode(flow))).map((child) => outlineFlow(child).join(", "));
  const ways = [...new Set(failures)].map((way) => `else ${way}`);
  return [...outlineFlow(flow), ...ways];
}

/** The last node on the way of a call in which nothing fails; what is below a pivot node is twivot's own failure. */
function lastNode(flow: Flow): Flow {
  const next = childrenOf(flow)["_"];
  if (flow.module === "pivot") return { ...flow, children: {} };
  return next === undefined ? flow : lastNode(next);
}
