import { catalogue, type NoteCode, type Severity } from "./catalogue.ts";
import { type MatrixRow, matrix, type Standing } from "./matrix.ts";

const severities: Readonly<Record<Severity, string>> = {
  exact: "as on Twilio",
  approximated: "a little is different",
  ignored: "has no effect on the call, on Twilio neither",
  lost: "a caller or the application would have noticed",
};

const titles: Readonly<Record<MatrixRow["kind"], string>> = { verb: "Verbs", noun: "Nouns", ssml: "SSML" };

/** The page docs/fidelity.md: the support matrix, and every note with its reason. Markdown. */
export function fidelityPage(): string {
  const rows = matrix();
  const tables = (["verb", "noun", "ssml"] as const).flatMap((kind) => [
    `## ${titles[kind]}`,
    "",
    "| element | support | attributes |",
    "|---|---|---|",
    ...rows.filter((row) => row.kind === kind).map(tableRow),
    "",
  ]);
  return `${[
    "# Fidelity",
    "",
    "Printed from the code by `npm run docs`; edit the verbs and the catalogue of notes instead.",
    "",
    "What twivot makes of each element and attribute of TwiML, with the note that says what differs. A note is",
    "left where a document uses what is not exact; it never stops a call.",
    "",
    ...Object.entries(severities).map(([severity, meaning]) => `- **${severity}**: ${meaning}`),
    "",
    ...tables,
    "## Notes",
    "",
    ...(Object.keys(catalogue) as NoteCode[]).flatMap(noteSection),
  ]
    .join("\n")
    .trimEnd()}\n`;
}

function tableRow(row: MatrixRow): string {
  return `| \`<${row.element}>\` | ${standingText(row)} | ${attributesText(row.attributes)} |`;
}

/** Attributes that stand alike are told together. */
function attributesText(attributes: MatrixRow["attributes"]): string {
  const groups = new Map<string, string[]>();
  for (const [attribute, standing] of Object.entries(attributes)) {
    const text = standingText(standing);
    groups.set(text, [...(groups.get(text) ?? []), `\`${attribute}\``]);
  }
  return [...groups].map(([text, names]) => `${text}: ${names.join(", ")}`).join("<br>");
}

function standingText({ support, note }: Standing): string {
  return note === undefined ? support : `${support} ([${note}](#${note}))`;
}

/** A note with its severity, sentence and reason, below a heading that is its code. Markdown, in lines. */
export function noteSection(code: NoteCode): string[] {
  const { severity, sentence, reason, ...rest } = catalogue[code];
  const warning = "twilioCode" in rest ? `, Twilio's ${rest.twilioCode}` : "";
  return [
    `### ${code}`,
    "",
    `**${severity}**${warning}. ${plain(sentence)}`,
    "",
    `Why: ${plain(reason)}`,
    "",
  ];
}

/** A sentence as Markdown: it names elements and patterns, which are no markup here. */
export function plain(text: string): string {
  return text.replace(/[<>*#]/g, "\\$&");
}
