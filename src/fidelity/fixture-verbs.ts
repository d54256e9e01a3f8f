import { TwimlError } from "../errors.ts";
import { childElements, type Element } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { verbs } from "../verbs/index.ts";
import type { Fixture } from "./fixture.ts";

/** A fixture and the verbs in the documents that the application answers with. */
export type FixtureVerbs = { readonly name: string; readonly verbs: ReadonlySet<string> };

/** The verbs in the documents of a fixture, those in others among them; what is no TwiML has none. */
export function verbsInFixture(name: string, { answers }: Fixture): FixtureVerbs {
  const found = answers.flatMap(({ body }) => (typeof body === "string" ? verbsInDocument(body) : []));
  return { name, verbs: new Set(found) };
}

function verbsInDocument(document: string): readonly string[] {
  try {
    return childElements(parseTwiml(document)).flatMap((element) => verbsIn(element, undefined));
  } catch (error) {
    if (error instanceof TwimlError) return [];
    throw error;
  }
}

/** A Queue in a Dial is a noun, though there is a verb of that name. */
function verbsIn(element: Element, parent: string | undefined): readonly string[] {
  const nouns = parent === undefined ? [] : (verbs.get(parent)?.nouns ?? []);
  const isVerb = verbs.has(element.name) && !nouns.some(({ name }) => name === element.name);
  const inner = childElements(element).flatMap((child) => verbsIn(child, element.name));
  return isVerb ? [element.name, ...inner] : inner;
}

/** The fixtures that a verb is in: those whose names name it, and how many others there are. Without any all are shown. */
export function fixturesOf(
  verb: string,
  fixtures: readonly FixtureVerbs[],
): { readonly shown: readonly string[]; readonly others: number } {
  const all = fixtures.filter(({ verbs: used }) => used.has(verb)).map(({ name }) => name);
  const word = verb.toLowerCase();
  const named = all.filter((name) => name.split("-").some((each) => each === word || each === `${word}s`));
  const shown = named.length > 0 ? named : all;
  return { shown: shown.toSorted(), others: all.length - shown.length };
}
