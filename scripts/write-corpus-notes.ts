import { readFileSync, writeFileSync } from "node:fs";
import { catalogue, type NoteCode } from "../src/fidelity/catalogue.ts";

/*
 * Part of `npm run docs`: writes docs/corpus-notes.md from what test/corpus.test.ts has counted, so that the corpus itself
 * need not be at hand.
 */

/** In how many documents each note is left, by the version of Kazoo. */
export type CorpusNotes = {
  readonly documents: number;
  readonly notes: Readonly<Record<"4.3" | "5.0", Readonly<Partial<Record<NoteCode, number>>>>>;
};

/** What has been counted. */
export function readCorpusNotes(): CorpusNotes {
  return JSON.parse(readFileSync(new URL("../test/corpus-notes.json", import.meta.url), "utf8"));
}

/** The page docs/corpus-notes.md: the notes by the number of documents that have them. Markdown. */
export function corpusNotesPage({ documents, notes }: CorpusNotes): string {
  const codes = (Object.keys(catalogue) as NoteCode[]).filter((code) => inDocuments(code) > 0);
  const rows = codes
    .sort((a, b) => inDocuments(b) - inDocuments(a))
    .map((code) => {
      const counts = [notes["4.3"][code] ?? 0, notes["5.0"][code] ?? 0];
      const shares = counts.map((count) => `${count} (${((100 * count) / documents).toFixed(1)} %)`);
      return `| [${code}](fidelity.md#${code}) | ${catalogue[code].severity} | ${shares.join(" | ")} |`;
    });
  return `${[
    "# Notes over a corpus",
    "",
    "Printed by `npm run docs` from what `test/corpus.test.ts` counts.",
    "",
    `What is left to tell of ${documents} documents that have the shapes of those of real applications: in how many of`,
    "them each note is left, where nothing is configured but Kazoo's version. No endpoints are mapped, no calls come back",
    "from a bridge.",
    "",
    "| note | severity | Kazoo 4.3 | Kazoo 5.0 |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n")}\n`;

  function inDocuments(code: NoteCode): number {
    return Math.max(notes["4.3"][code] ?? 0, notes["5.0"][code] ?? 0);
  }
}

if (import.meta.main) {
  writeFileSync(new URL("../docs/corpus-notes.md", import.meta.url), corpusNotesPage(readCorpusNotes()));
}
