import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type WrongTranslation, wrongTranslations } from "./wrong-translations.ts";

/*
 * `npm run mutants [-- TEXT]`: makes each wrong translation (whose name holds the text) in a copy of the sources and
 * looks whether the proof finds it: random calls with a fixed seed, then the fixtures. Prints a table; the exit code
 * is 1 where one is not found.
 */

const RANDOM_CALLS = 1500;
const SEED = 1;
/** A wrong translation that keeps a call from ending has been found, too. */
const LONGEST_MS = 300_000;

const root = fileURLToPath(new URL("../", import.meta.url));

/** What the proof says to a copy of the sources: undefined where it finds nothing wrong. */
async function prove(copy: string): Promise<string | undefined> {
  const fuzz = [
    "test/differential/fuzz.ts",
    "--worker",
    "--first",
    `--runs=${RANDOM_CALLS}`,
    `--seed=${SEED}`,
  ];
  const random = await run(copy, fuzz);
  if (random !== undefined) return `random call: ${random}`;
  // What the README says of the fixtures is no part of the proof.
  const only = ["test/fixtures.test.ts", "--testNamePattern", "^(?!the README)"];
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter=dot", ...only];
  const fixtures = await run(copy, vitest);
  return fixtures === undefined ? undefined : `fixture: ${fixtures}`;
}

/** Runs a script in a copy; gives what is wrong in a line, undefined where nothing is. */
function run(copy: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const options = { cwd: copy, env, timeout: LONGEST_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(undefined);
      if (error.killed === true) return resolve(`no end within ${LONGEST_MS / 1000} s`);
      const reason = /^(?:Error: |.*FAIL +)(.*)$/m.exec(stdout + stderr)?.[1];
      resolve(reason ?? "an exit code that is not 0");
    });
  });
}

function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), "twivot-mutants-"));
  for (const part of ["src", "test", "fixtures", "package.json", "vitest.config.ts", "tsconfig.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Makes the mistake in a copy, lets it be judged, and undoes it. */
async function judge({ file, right, wrong }: WrongTranslation, copy: string): Promise<string | undefined> {
  const path = join(copy, "src", file);
  const source = readFileSync(path, "utf8");
  if (source.split(right).length !== 2) throw new Error(`src/${file} does not hold once: ${right}`);
  writeFileSync(
    path,
    source.replace(right, () => wrong),
  );
  try {
    return await prove(copy);
  } finally {
    writeFileSync(path, source);
  }
}

const chosen = wrongTranslations.filter(({ name }) => name.includes(process.argv[2] ?? ""));
const survivors: string[] = [];
const queue = [...chosen];

async function work(): Promise<void> {
  const copy = makeCopy();
  try {
    const unchanged = await prove(copy);
    if (unchanged !== undefined) throw new Error(`The proof fails without a mistake: ${unchanged}`);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const found = await judge(next, copy);
      if (found === undefined) survivors.push(next.name);
      console.log(
        `${found === undefined ? "SURVIVED" : "caught  "}  ${next.name}\n            ${found ?? ""}`.trimEnd(),
      );
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), chosen.length) }, work));
console.log(`${chosen.length - survivors.length} of ${chosen.length} wrong translations caught`);
process.exitCode = survivors.length === 0 ? 0 : 1;
