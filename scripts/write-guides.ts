import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { readFixture } from "../src/fidelity/fixture.ts";
import { type FixtureVerbs, verbsInFixture } from "../src/fidelity/fixture-verbs.ts";
import { verbGuide, verbGuideIndex } from "../src/fidelity/verb-guide.ts";
import { verbs } from "../src/verbs/index.ts";

/* Part of `npm run docs`: writes the guide of each verb and the list of them into docs/verbs, and nothing else is there. */

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** The folder of the guides. */
export const guideFolder = new URL("../docs/verbs/", import.meta.url);

/** Each file of docs/verbs by its name. */
export function guidePages(): ReadonlyMap<string, string> {
  const calls = readdirSync(fixtures).map(readVerbs);
  return new Map([
    ["README.md", verbGuideIndex(calls)],
    ...[...verbs.keys()].map((name): [string, string] => [`${name}.md`, verbGuide(name, calls)]),
  ]);
}

function readVerbs(name: string): FixtureVerbs {
  const directory = join(fixtures, name);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = paths.map((path): [string, Uint8Array] => [
    relative(directory, path).replaceAll(sep, "/"),
    readFileSync(path),
  ]);
  return verbsInFixture(name, readFixture(new Map(files)));
}

if (import.meta.main) {
  const pages = guidePages();
  rmSync(guideFolder, { recursive: true, force: true });
  mkdirSync(guideFolder, { recursive: true });
  for (const [name, page] of pages) writeFileSync(new URL(name, guideFolder), page);
}
