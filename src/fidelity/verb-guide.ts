import type { Reader } from "../twiml/attributes.ts";
import type { AnyVerb } from "../verbs/define.ts";
import { verbs } from "../verbs/index.ts";
import { acceptedBy } from "./accepted-values.ts";
import { catalogue, type NoteCode } from "./catalogue.ts";
import { exampleFlows } from "./example-flows.ts";
import { noteSection } from "./fidelity-page.ts";
import { type FixtureVerbs, fixturesOf } from "./fixture-verbs.ts";
import { attributeTable, rowOf, standingSentence, standingText } from "./guide-attributes.ts";
import { childrenSection, isSsml } from "./guide-children.ts";
import { exampleSection } from "./guide-example.ts";
import { verbExamples } from "./verb-examples.ts";

const PRINTED = "Printed from the code by `npm run docs`; edit src/verbs and src/fidelity instead.";

/**
 * The guide of a verb, docs/verbs/<Verb>.md: what it becomes, what it takes, what differs, and what proves it. Markdown.
 *
 * @throws {Error} there is no such verb.
 */
export function verbGuide(name: string, fixtures: readonly FixtureVerbs[]): string {
  const verb = verbs.get(name);
  if (verb === undefined) throw new Error(`There is no verb ${name}.`);
  const example = verbExamples[name];
  const notes = [...guideNotes(verb)].toSorted();
  return page([
    `# ${name}`,
    "",
    PRINTED,
    "",
    standingSentence(rowOf("verb", name), notes.length > 0),
    "",
    `What it does on Twilio: ${verb.source}. What the words mean: [docs/fidelity.md](../fidelity.md).`,
    "",
    ...(example === undefined ? [] : ["## Example", "", ...exampleSection(example)]),
    ...verbAttributes(verb),
    ...childrenSection(verb),
    ...(notes.length === 0 ? [] : ["## What can differ", "", ...notes.flatMap(noteSection)]),
    ...fixturesSection(name, fixtures),
  ]);
}

/** The list of all guides, docs/verbs/README.md. Markdown. */
export function verbGuideIndex(fixtures: readonly FixtureVerbs[]): string {
  const all = [...verbs.values()].toSorted((a, b) => compare(a.name, b.name));
  const told = new Set(all.flatMap((verb) => [...guideNotes(verb)]));
  const others = (Object.keys(catalogue) as NoteCode[]).filter((code) => !told.has(code));
  return page([
    "# Verbs",
    "",
    PRINTED,
    "",
    "A guide for each verb of TwiML: what it becomes on Kazoo, what its attributes take, what can differ from Twilio, and",
    "the calls that prove it. In the outline of a callflow each line is a module of Kazoo's; `pivot` is where Kazoo comes",
    "back to twivot, which asks the application or goes on with the document, and an empty line stands where it goes on.",
    "`else` tells what follows a node that fails.",
    "",
    "| verb | what most often differs | what may stand in it | fixtures |",
    "|---|---|---|---:|",
    ...all.map((verb) => indexRow(verb, fixtures)),
    "",
    "An attribute that is not listed, or has a value that it does not take, leaves a note; the default is used.",
    "",
    "## Notes that are about no verb in particular",
    "",
    ...others.flatMap(noteSection),
  ]);
}

function page(lines: readonly string[]): string {
  return `${lines.join("\n").trimEnd()}\n`;
}

function indexRow(verb: AnyVerb, fixtures: readonly FixtureVerbs[]): string {
  const { name, children } = verb;
  const { shown, others } = fixturesOf(name, fixtures);
  const inner = children.map((child) => `\`<${child}>\``).join(", ");
  const standing = standingText(rowOf("verb", name), "../fidelity.md");
  return `| [${name}](${name}.md) | ${standing} | ${inner} | ${shown.length + others} |`;
}

/** The notes that a verb and what stands in it declare, that have their names, or that the example leaves. */
function guideNotes({ name, nouns, children }: AnyVerb): ReadonlySet<NoteCode> {
  const told = [
    rowOf("verb", name),
    ...nouns.map((noun) => rowOf("noun", noun.name)),
    ...children.filter(isSsml).map((child) => rowOf("ssml", child)),
  ];
  const declared = told.flatMap((row) => [
    row.note,
    ...Object.values(row.attributes).map(({ note }) => note),
  ]);
  const prefixes = [name, ...nouns.map((noun) => noun.name)].map((each) => `${each.toLowerCase()}-`);
  const named = (Object.keys(catalogue) as NoteCode[]).filter((code) =>
    prefixes.some((prefix) => code.startsWith(prefix)),
  );
  const example = verbExamples[name];
  const left =
    example === undefined
      ? []
      : (["4.3", "5.0"] as const).flatMap((kazoo) =>
          exampleFlows(example, kazoo).notes.map(({ code }) => code),
        );
  return new Set([...declared.filter((code) => code !== undefined), ...named, ...left]);
}

function verbAttributes({ name, attributes }: AnyVerb): string[] {
  const accepted = Object.entries(attributes).map(
    ([attribute, reader]: [string, Reader<unknown>]) => [attribute, acceptedBy(reader)] as const,
  );
  if (accepted.length === 0) return ["## Attributes", "", "It has none.", ""];
  return ["## Attributes", "", ...attributeTable(rowOf("verb", name), Object.fromEntries(accepted)), ""];
}

function fixturesSection(name: string, fixtures: readonly FixtureVerbs[]): string[] {
  const { shown, others } = fixturesOf(name, fixtures);
  const lines = shown.map((fixture) => `- [${fixture.replaceAll("-", " ")}](../../fixtures/${fixture})`);
  const more = others === 0 ? [] : ["", `It also is in ${others} ${others === 1 ? "other" : "others"}.`];
  return ["## Fixtures", "", ...(shown.length === 0 ? ["None yet."] : lines), ...more];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
