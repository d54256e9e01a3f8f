import type { Inner, Support } from "../verbs/define.ts";
import { verbs } from "../verbs/index.ts";
import { ssml } from "../verbs/ssml.ts";
import { catalogue, type NoteCode, type Severity } from "./catalogue.ts";

/** How faithful something is, and the note that most often says what differs; none where it is exact. */
export type Standing = { readonly support: Severity; readonly note?: NoteCode };

const kinds = ["verb", "noun", "ssml"] as const;

/** An element of TwiML, and what twivot makes of it. */
export type MatrixRow = Standing & {
  readonly element: string;
  readonly kind: (typeof kinds)[number];
  readonly attributes: Readonly<Record<string, Standing>>;
};

/** Every element of TwiML and its attributes, as the verbs declare them: verbs, nouns, SSML, each by name. */
export function matrix(): readonly MatrixRow[] {
  const all = [...verbs.values()];
  const rows = [
    ...all.map(({ name, attributes, support }) => rowOf("verb", name, Object.keys(attributes), support)),
    ...all.flatMap(({ nouns }) => nouns).map((noun) => innerRow("noun", noun)),
    ...ssml.map((element) => innerRow("ssml", element)),
  ];
  return rows.toSorted(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(a.element, b.element),
  );
}

function innerRow(kind: MatrixRow["kind"], { name, attributes = [], support = {} }: Inner): MatrixRow {
  return rowOf(kind, name, [...attributes, ...Object.keys(support.attributes ?? {})], support);
}

function rowOf(
  kind: MatrixRow["kind"],
  element: string,
  attributes: readonly string[],
  support: Support,
): MatrixRow {
  const standings = attributes
    .toSorted(compare)
    .map((attribute) => [attribute, standing(support.attributes?.[attribute])] as const);
  return { element, kind, ...standing(support.element), attributes: Object.fromEntries(standings) };
}

function standing(note: NoteCode | undefined): Standing {
  return note === undefined ? { support: "exact" } : { support: catalogue[note].severity, note };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
