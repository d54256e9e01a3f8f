import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { corpusNotesPage, readCorpusNotes } from "../scripts/write-corpus-notes.ts";
import { checkFlow } from "../src/callflow/check.ts";
import type { KazooVersion } from "../src/callflow/flow.ts";
import { allNotes } from "../src/translate/all-notes.ts";
import { newState } from "../src/translate/draft.ts";
import { childElements } from "../src/twiml/element.ts";
import { parseTwiml } from "../src/twiml/parse.ts";
import { plainSetting } from "../src/verbs/plain-setting.ts";
import { kazooVerdict } from "./kazoo-schemas.ts";
import { reasonToSkip, sharedFiles, sharedText } from "./shared.ts";
import { followDocument } from "./support/follow-document.ts";

/**
 * Documents with the shapes of those in the wild: each is translated, in full, to flows that Kazoo takes. In how many of
 * them each note is left stands in `corpus-notes.json`, which `UPDATE=1 npm test` writes anew, and `npm run docs` prints.
 */
const documents = reasonToSkip === undefined ? sharedFiles("corpus") : [];
const counted = new URL("corpus-notes.json", import.meta.url);
const versions = ["4.3", "5.0"] as const;

test.skipIf(reasonToSkip)("there are documents", () => {
  expect(documents.length).toBeGreaterThan(400);
});

test.skipIf(reasonToSkip).each(versions)("Kazoo %s takes every flow of every document", async (kazoo) => {
  const faults: string[] = [];
  for (const name of documents) {
    const { flows } = await followDocument(read(name), setting(kazoo));
    if (flows.length === 0 && !startsElsewhere(name)) faults.push(`${name}: makes no flow`);
    for (const flow of flows) {
      for (const { path, message, effect } of checkFlow(flow, kazoo)) {
        faults.push(`${name}: ${effect}: ${path} ${message}`);
      }
      for (const fault of kazooVerdict(flow, kazoo)) faults.push(`${name}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
});

test.skipIf(reasonToSkip)("the notes are left in as many documents as they were", () => {
  const notes = Object.fromEntries(versions.map((kazoo) => [kazoo, countNotes(kazoo)]));
  const actual = { documents: documents.length, notes };
  if (process.env["UPDATE"] === "1") writeFileSync(counted, `${JSON.stringify(actual, null, 2)}\n`);
  expect(actual).toEqual(readCorpusNotes());
});

test("the page of the corpus tells what was counted", () => {
  const page = readFileSync(new URL("../docs/corpus-notes.md", import.meta.url), "utf8");
  expect(page, "run `npm run docs`").toBe(corpusNotesPage(readCorpusNotes()));
});

function countNotes(kazoo: KazooVersion): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of documents) {
    const notes = allNotes(read(name), newState, setting(kazoo));
    for (const code of new Set(notes.map((note) => note.code))) counts[code] = (counts[code] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort());
}

/** A document whose first thing to do is a Redirect is nothing for Kazoo. */
function startsElsewhere(name: string): boolean {
  return /<Redirect/.test(sharedText(`corpus/${name}`));
}

function read(name: string) {
  return childElements(parseTwiml(sharedText(`corpus/${name}`)));
}

function setting(kazoo: KazooVersion) {
  return plainSetting(kazoo, "https://app.test/ivr/start");
}
