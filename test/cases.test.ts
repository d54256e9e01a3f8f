import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { KazooVersion } from "../src/callflow/flow.ts";
import { noteSentence } from "../src/fidelity/note.ts";
import { type Continuation, type Draft, newState, type State } from "../src/translate/draft.ts";
import { translate } from "../src/translate/translate.ts";
import { childElements, type Element } from "../src/twiml/element.ts";
import { parseTwiml } from "../src/twiml/parse.ts";
import { plainSetting } from "../src/verbs/plain-setting.ts";
import type { Platform } from "../src/verbs/platform.ts";

/**
 * The specification of the translation: each folder of `cases/` is one, and its name says what it shows. It holds the
 * document (`answer.xml`), the state it meets if not that of a new call (`state.json`), what the operator has configured
 * if anything (`platform.json`), and what comes out for each version of Kazoo (`callflow.json`), which `UPDATE=1 npm test`
 * writes anew.
 */
const folder = new URL("cases/", import.meta.url);

for (const name of readdirSync(folder)) {
  test(name.replaceAll("-", " "), () => {
    const read = (file: string) => readFileSync(new URL(`${name}/${file}`, folder), "utf8");
    const readIfThere = (file: string) =>
      existsSync(new URL(`${name}/${file}`, folder)) ? JSON.parse(read(file)) : {};
    const state = readIfThere("state.json");
    const platform = readIfThere("platform.json");
    const elements = childElements(parseTwiml(read("answer.xml")));
    const [old, current] = (["4.3", "5.0"] as const).map((kazoo) =>
      outcome(elements, { state, platform }, kazoo),
    );
    const isSame = JSON.stringify(old) === JSON.stringify(current);
    const actual = shortened(isSame ? { "4.3 and 5.0": old } : { "4.3": old, "5.0": current });
    const expected = new URL(`${name}/callflow.json`, folder);
    if (process.env["UPDATE"] === "1") writeFileSync(expected, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(expected, "utf8")));
  });
}

type Given = { readonly state: Partial<State>; readonly platform: Partial<Platform> };

function outcome(elements: readonly Element[], { state, platform }: Given, kazoo: KazooVersion) {
  const plain = plainSetting(kazoo, "https://app.test/ivr/start?tenant=7");
  const endpoints = { ...plain.platform.endpoints, ...platform.endpoints };
  const setting = { ...plain, platform: { ...plain.platform, ...platform, endpoints } };
  const { draft, notes } = translate(elements, { ...newState, ...state }, setting);
  const told = notes.map((note) => `${note.line}:${note.column} ${note.code}: ${noteSentence(note)}`);
  return { flow: readable(draft), notes: told };
}

/** A draft with the rest of the document as TwiML, and of the state only what is not as in a new call. */
function readable(draft: Draft): unknown {
  if (draft.module === "continue") return { module: "continue", ...readableContinuation(draft.data) };
  if (draft.module === "come-back") {
    const { continuation, extension } = draft.data;
    const data = { extension, ...readableContinuation(continuation) };
    return { module: "come-back", data, children: { _: readable(draft.children._) } };
  }
  const { children = {}, ...node } = draft;
  const below = readableChildren(children);
  return Object.keys(below).length === 0 ? node : { ...node, children: below };
}

function readableContinuation({ pending, rest, state }: Continuation) {
  const changed = Object.entries(state).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(newState[key as keyof State]),
  );
  return { pending, rest: rest.map(twiml), state: Object.fromEntries(changed) };
}

/** Children that are the same but for the outcome that they stand for, as those of a Dial are, are told once. */
function readableChildren(children: Readonly<Record<string, Draft>>): Readonly<Record<string, unknown>> {
  const keysOf = new Map<string, string[]>();
  for (const [key, child] of Object.entries(children)) {
    const told = JSON.stringify(readable(child));
    keysOf.set(told, [...(keysOf.get(told) ?? []), key]);
  }
  const named = ([key = "", ...others]: string[]) =>
    others.length === 0 ? key : `${key} … ${others.at(-1)} (${others.length + 1})`;
  return Object.fromEntries([...keysOf].map(([told, keys]) => [named(keys), JSON.parse(told)]));
}

function twiml({ name, attributes, children }: Element): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  const inner = children.map((node) => (node.kind === "text" ? node.text : twiml(node))).join("");
  return `<${name}${written.join("")}>${inner}</${name}>`;
}

/** Plain data, with one word for a list of all keys. */
function shortened(value: unknown): unknown {
  const isAllKeys = (item: unknown) => Array.isArray(item) && item.length === 12;
  return JSON.parse(JSON.stringify(value, (_key, item) => (isAllKeys(item) ? "all keys" : item)));
}
