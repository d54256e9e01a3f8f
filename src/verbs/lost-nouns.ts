import type { NoteCode } from "../fidelity/catalogue.ts";
import type { Notes } from "../fidelity/note.ts";
import { readAttributes, text } from "../twiml/attributes.ts";
import { childElements, type Element } from "../twiml/element.ts";
import type { Inner } from "./define.ts";

/** Nouns and what stands in them, by name, with the names of their attributes. */
export type NounRows = Readonly<Record<string, string>>;

/** Nouns that are lost with all their attributes, of which one note tells. */
export function lostNouns(note: NoteCode, rows: NounRows): readonly Inner[] {
  return Object.entries(rows).map(([name, attributes]) => {
    const lost = namesIn(attributes).map((attribute) => [attribute, note] as const);
    return { name, support: { element: note, attributes: Object.fromEntries(lost) } };
  });
}

/** Reads a noun of which only its spelling matters: attributes that no such noun has leave a note, below it too. */
export function spellNoun(noun: Element, rows: NounRows, notes: Notes): void {
  const attributes = Object.hasOwn(rows, noun.name) ? rows[noun.name] : undefined;
  if (attributes === undefined) return;
  const anyText = text({ default: undefined });
  readAttributes(noun, Object.fromEntries(namesIn(attributes).map((name) => [name, anyText])), notes);
  for (const child of childElements(noun)) spellNoun(child, rows, notes);
}

function namesIn(attributes: string): readonly string[] {
  return attributes.split(" ").filter((name) => name !== "");
}
