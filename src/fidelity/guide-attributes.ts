import type { Accepted } from "./accepted-values.ts";
import { type MatrixRow, matrix, type Standing } from "./matrix.ts";

/** The support matrix, as all guides use it. */
export const rows: readonly MatrixRow[] = matrix();

/**
 * The row of an element.
 *
 * @throws {Error} there is no such element.
 */
export function rowOf(kind: MatrixRow["kind"], element: string): MatrixRow {
  const row = rows.find((each) => each.kind === kind && each.element === element);
  if (row === undefined) throw new Error(`The matrix has no ${kind} <${element}>.`);
  return row;
}

/** How something stands, with a link to the note on a page; that page is the same one by default. */
export function standingText({ support, note }: Standing, on = ""): string {
  return note === undefined ? support : `${support} ([${note}](${on}#${note}))`;
}

/** What most often differs in an element, as a sentence. `hasNotes`: there are notes beside those of its attributes. */
export function standingSentence(row: MatrixRow, hasNotes = false): string {
  const name = `\`<${row.element}>\``;
  if (row.note !== undefined) return `What most often differs in ${name}: ${standingText(row)}.`;
  const differs = hasNotes || Object.values(row.attributes).some(({ note }) => note !== undefined);
  return differs ? `${name} is exact but for what is told below.` : `${name} is exact.`;
}

/** The attributes of an element with what they take. Markdown, in lines. */
export function attributeTable(row: MatrixRow, accepted: Readonly<Record<string, Accepted>>): string[] {
  return [
    "| attribute | takes | default | on Kazoo |",
    "|---|---|---|---|",
    ...Object.entries(row.attributes).map(([attribute, standing]) => {
      const { expected = "text", default: used } = accepted[attribute] ?? { default: undefined };
      const preset = used === undefined ? "none" : used === "nothing" ? used : `\`${used}\``;
      return `| \`${attribute}\` | ${cell(expected)} | ${cell(preset)} | ${standingText(standing)} |`;
    }),
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The attributes of an element in a line. */
export function attributesText({ attributes }: MatrixRow): string {
  return Object.entries(attributes)
    .map(([attribute, standing]) => `\`${attribute}\` ${standingText(standing)}`)
    .join(", ");
}
