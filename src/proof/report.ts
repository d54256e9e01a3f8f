import { catalogue } from "../fidelity/catalogue.ts";
import type { Outcome, Stale } from "./verify-fixture.ts";

/** A fixture and what came of it. */
export type Row = {
  readonly fixture: string;
  readonly outcomes: readonly Outcome[];
};

/** Whether a call is as it must be: faithful, or a note tells where it is not, and as it was recorded. */
export function isGood({ verdict }: Outcome): boolean {
  return verdict !== "unexplained" && verdict !== "stale";
}

/**
 * A fixture as text for people: a line for all versions of which the same can be said, below it what is wrong. With
 * `verbose` also the differences that notes explain.
 *
 * ```
 * approximated  4.3, 5.0  gather-ends-at-the-pound-key    gather-finished-on-key
 *     finished-on-key 00:04.000  Twilio: FinishedOnKey=#
 *                                Kazoo:  FinishedOnKey=
 * ```
 */
export function rowText({ fixture, outcomes }: Row, isVerbose: boolean): string {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const rest = [fixture, codes(outcome).join(", ")].join("  ");
    const key = JSON.stringify([outcome.verdict, rest, outcomeDetails(outcome, isVerbose)]);
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups]
    .map(([key, same]) => {
      const [verdict, rest, below] = JSON.parse(key) as [string, string, string[]];
      const versions = same.map(({ version }) => version).join(", ");
      const head = `${verdict.padEnd(12)}  ${versions.padEnd(8)}  ${rest}`.trimEnd();
      return [head, ...below, ""].join("\n");
    })
    .join("");
}

/** The notes that explain differences. */
function codes({ explained }: Outcome): string[] {
  return [...new Set(explained.flatMap(({ code }) => code ?? []))];
}

/** What is wrong with a call, in indented lines. */
export function outcomeDetails(outcome: Outcome, isVerbose: boolean): string[] {
  const { explained, problems, stale } = outcome;
  const shown = explained.filter(({ code }) => isVerbose || code === undefined);
  return [
    ...problems.map((problem) => `    ${problem}`),
    ...shown.flatMap(({ difference: { what, atMs, reference, kazoo }, code }) =>
      sideBySide(`${what} ${(atMs / 1000).toFixed(3)} s`, ["Twilio", reference], ["Kazoo", kazoo], code),
    ),
    ...(outcome.verdict === "stale" ? stale.flatMap(staleLines) : []),
  ];
}

function staleLines({ file, line, recorded, now }: Stale): string[] {
  return sideBySide(`${file}:${line}`, ["recorded", recorded], ["now", now]);
}

type Side = readonly [name: string, text: string | undefined];

/** The longest text that is told of a side. */
const MAX_TEXT = 200;

function sideBySide(label: string, first: Side, second: Side, code?: string): string[] {
  const width = Math.max(first[0].length, second[0].length) + 1;
  const margin = " ".repeat(label.length);
  const line = (head: string, [name, text]: Side) =>
    `    ${head}  ${`${name}:`.padEnd(width)} ${shorten(text ?? "nothing")}`;
  const told = code === undefined ? [] : [`    ${margin}  told by ${code}`];
  return [line(label, first), line(margin, second), ...told];
}

function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

/** An outcome as plain data. */
export function outcomeJson(fixture: string, outcome: Outcome): object {
  const { version, verdict, explained, notes, problems, stale } = outcome;
  return {
    fixture,
    kazoo: version,
    verdict,
    notes: [...new Set(notes.map(({ code }) => code))],
    differences: explained.map(({ difference, code }) => ({ ...difference, explainedBy: code ?? null })),
    problems,
    stale,
  };
}

/** The result in a sentence: `41 fixtures, 82 calls: 70 exact, 12 approximated.` */
export function summarySentence(rows: readonly Row[]): string {
  const counts = countBy(rows.flatMap(({ outcomes }) => outcomes.map(({ verdict }) => verdict)));
  const calls = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const told = order.flatMap((verdict) => (counts.has(verdict) ? `${counts.get(verdict)} ${verdict}` : []));
  return `${counted(rows.length, "fixture")}, ${counted(calls, "call")}: ${told.join(", ") || "none"}.`;
}

const order = ["exact", "approximated", "lost", "stale", "unexplained"] as const;

/** The result as a table in Markdown, for a README: verdicts by version, and the notes that explained differences. */
export function summaryMarkdown(rows: readonly Row[]): string {
  const outcomes = rows.flatMap((row) => row.outcomes);
  const verdicts = order.filter((verdict) => outcomes.some((outcome) => outcome.verdict === verdict));
  const table = (["4.3", "5.0"] as const).map((version) => {
    const counts = countBy(outcomes.filter((one) => one.version === version).map(({ verdict }) => verdict));
    return `| ${version} | ${verdicts.map((verdict) => counts.get(verdict) ?? 0).join(" | ")} |`;
  });
  const notes = [...countBy(outcomes.flatMap(codes))].sort(([a], [b]) => (a < b ? -1 : 1));
  const told = notes.map(([code, count]) => {
    const { severity, reason } = catalogue[code as keyof typeof catalogue];
    return `| \`${code}\` | ${severity} | ${count} | ${reason} |`;
  });
  return [
    `${counted(rows.length, "call")} in [fixtures](fixtures), each played at a reference Twilio and on both versions of Kazoo:`,
    "",
    `| Kazoo | ${verdicts.join(" | ")} |`,
    `|---${"|---:".repeat(verdicts.length)}|`,
    ...table,
    "",
    "What differs is told by a note:",
    "",
    "| note | severity | calls | why |",
    "|---|---|---:|---|",
    ...told,
    "",
  ].join("\n");
}

function countBy<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
