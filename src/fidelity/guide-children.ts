import type { AnyVerb } from "../verbs/define.ts";
import { verbs } from "../verbs/index.ts";
import { acceptedByNoun } from "./accepted-values.ts";
import {
  attributesText,
  attributeTable,
  rowOf,
  rows,
  standingSentence,
  standingText,
} from "./guide-attributes.ts";

/** What may stand in a verb: its own nouns, SSML in a table, and links to what is told elsewhere. Markdown, in lines. */
export function childrenSection(verb: AnyVerb): string[] {
  if (verb.children.length === 0) return [];
  const own = verb.nouns.map(({ name }) => name);
  const elsewhere = verb.children.filter((child) => !own.includes(child) && !isSsml(child));
  const direct = own.filter((noun) => verb.children.includes(noun));
  const deeper = own.filter((noun) => !verb.children.includes(noun));
  const links = elsewhere.map((child) => `[\`<${child}>\`](${guideOf(child)})`);
  return [
    "## What may stand in it",
    "",
    ...(links.length === 0 ? [] : [`${links.join(", ")}.`, ""]),
    ...ssmlTable(verb.children.filter(isSsml)),
    ...direct.flatMap((noun) => nounSection(verb, noun)),
    ...(deeper.length === 0 ? [] : ["And in those:", "", ...deeper.map(deeperLine), ""]),
  ];
}

/** Whether an element that may stand in a verb is one of SSML. */
export function isSsml(child: string): boolean {
  return rows.some(({ kind, element }) => kind === "ssml" && element === child);
}

/** The guide that tells of an element: its own, or that of the verb which has it as a noun. */
function guideOf(child: string): string {
  const owner = [...verbs.values()].find(({ nouns }) => nouns.some(({ name }) => name === child));
  if (verbs.has(child) || owner === undefined) return `${child}.md`;
  // What stands in a noun has no section of its own.
  const section = owner.children.includes(child) ? `#${child.toLowerCase()}` : "";
  return `${owner.name}.md${section}`;
}

function ssmlTable(elements: readonly string[]): string[] {
  if (elements.length === 0) return [];
  const lines = elements.map((element) => {
    const row = rowOf("ssml", element);
    return `| \`<${element}>\` | ${standingText(row)} | ${attributesText(row)} |`;
  });
  return ["| element | on Kazoo | attributes |", "|---|---|---|", ...lines, ""];
}

function nounSection(verb: AnyVerb, noun: string): string[] {
  const row = rowOf("noun", noun);
  const names = Object.keys(row.attributes);
  const isLostAsAWhole =
    row.note !== undefined && Object.values(row.attributes).every(({ note }) => note === row.note);
  const table = () => attributeTable(row, acceptedByNoun(verb, noun, names));
  return [
    `### ${noun}`,
    "",
    standingSentence(row),
    ...(isLostAsAWhole && names.length > 0 ? [`So are its attributes: ${listed(names)}.`] : []),
    "",
    ...(isLostAsAWhole || names.length === 0 ? [] : [...table(), ""]),
  ];
}

function deeperLine(noun: string): string {
  const row = rowOf("noun", noun);
  const attributes = attributesText(row);
  return `- \`<${noun}>\`: ${standingText(row)}${attributes === "" ? "" : `; ${attributes}`}`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
