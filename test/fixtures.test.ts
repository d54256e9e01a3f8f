import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readFixture } from "../src/fidelity/fixture.ts";
import { isGood, type Row, rowText, summaryMarkdown } from "../src/proof/report.ts";
import { verifyFixture } from "../src/proof/verify-fixture.ts";

/**
 * The proof of fidelity: each folder of `fixtures/` is a call, and its name says what it shows. It is played at a
 * reference Twilio and on both versions of Kazoo, as `npm exec -- twivot verify` does; docs/fixtures.md tells more.
 */
const folder = new URL("../fixtures/", import.meta.url);
const rows: Row[] = [];

function readFiles(name: string): Map<string, Uint8Array> {
  const directory = fileURLToPath(new URL(name, folder));
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(directory, path).replaceAll(sep, "/"), readFileSync(path)]));
}

for (const name of readdirSync(folder)) {
  test(name.replaceAll("-", " "), async () => {
    const { outcomes } = await verifyFixture(readFixture(readFiles(name)), { versions: ["4.3", "5.0"] });
    rows.push({ fixture: name, outcomes });
    expect(outcomes.map(({ version }) => version)).toEqual(["4.3", "5.0"]);
    expect(outcomes.every(isGood), rowText({ fixture: name, outcomes }, true)).toBe(true);
  });
}

test("the README tells what came of the fixtures (npm run docs writes it)", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, block] = /<!-- fixtures -->\n(.*?)<!-- \/fixtures -->/s.exec(readme) ?? [];
  expect(block).toBe(summaryMarkdown(rows));
});
