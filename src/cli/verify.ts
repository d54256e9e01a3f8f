import type { KazooVersion } from "../callflow/flow.ts";
import { readFixture } from "../fidelity/fixture.ts";
import { writeAnswer } from "../fidelity/fixture-answers.ts";
import { FixtureError } from "../fidelity/fixture-error.ts";
import { junitXml, type Unreadable } from "../proof/junit.ts";
import { isGood, outcomeJson, type Row, rowText, summaryMarkdown, summarySentence } from "../proof/report.ts";
import type { VerifyOptions } from "../proof/verify-fixture.ts";
import { defineCommand, type ExitCode, type Values, type World } from "./command.ts";
import { type Found, findFixtures } from "./find-fixtures.ts";
import { openApplication } from "./running-application.ts";

const options = {
  kazoo: { type: "string", value: "VERSION", about: "4.3 or 5.0, default both" },
  filter: { type: "string", value: "TEXT", about: "only fixtures whose name contains TEXT" },
  update: { type: "boolean", about: "record what happens now in the fixtures" },
  application: {
    type: "string",
    value: "URL",
    about: "ask a running application, not the fixtures' answers",
  },
  "auth-token-file": {
    type: "string",
    value: "FILE",
    about: "file with the auth token that signs the requests to it",
  },
  verbose: { type: "boolean", short: "v", about: "print also the differences that notes explain" },
  summary: { type: "boolean", about: "print only the summary, as Markdown" },
  junit: { type: "string", value: "FILE", about: "write the result also as JUnit XML" },
} as const;

type Given = Values<typeof options & { json: { type: "boolean"; about: string } }>;

/** `twivot verify`: the proof that calls on Kazoo are as they are at Twilio, or that a note says where not. */
export const verify = defineCommand({
  name: "verify",
  summary: "Play recorded calls at a reference Twilio and on a pretend Kazoo, and compare",
  operands: "[DIR…]",
  more: [
    "DIR is a fixture (a directory with call.txt) or holds fixtures; without it, fixtures. docs/fixtures.md tells how",
    "they are written. The exit status is 0 where every call is exact, or a note explains what differs, and it is as",
    "recorded; else 1.",
  ].join("\n"),
  options,
  run: async (given, world, operands) => {
    const versions = versionsOf(given.kazoo);
    if (versions === undefined) {
      world.stderr(`--kazoo=${JSON.stringify(given.kazoo)} is not valid; it must be 4.3 or 5.0.\n`);
      return 2;
    }
    const found = findFixtures(operands.length === 0 ? ["fixtures"] : operands, given.filter, world);
    if ("fault" in found) {
      world.stderr(`${found.fault}\n`);
      return 1;
    }
    const running = await openApplication(given.application, given["auth-token-file"], world);
    if (running !== undefined && "faults" in running) {
      for (const fault of running.faults) world.stderr(`${fault}\n`);
      return 2;
    }
    try {
      const options = { versions, update: given.update ?? false, ...running?.options };
      return await verifyAll(found.fixtures, options, given, tellingWorld(world));
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      world.stderr(`${error.message}\n`);
      return 1;
    } finally {
      await running?.close();
    }
  },
});

function versionsOf(kazoo: string | undefined): readonly KazooVersion[] | undefined {
  if (kazoo === undefined) return ["4.3", "5.0"];
  return kazoo === "4.3" || kazoo === "5.0" ? [kazoo] : undefined;
}

async function verifyAll(
  fixtures: readonly Found[],
  options: VerifyOptions,
  given: Given,
  world: World,
): Promise<ExitCode> {
  const rows: Row[] = [];
  const unreadable: Unreadable[] = [];
  for (const found of fixtures) {
    const row = await verifyOne(found, options, world);
    if ("faults" in row) {
      unreadable.push(row);
      for (const fault of row.faults) world.stderr(`${row.fixture}/${fault}\n`);
      continue;
    }
    rows.push(row);
    if (!given.summary) world.stdout(print(row, given));
  }
  if (given.junit !== undefined) world.writeFile(given.junit, junitXml(rows, unreadable));
  if (given.summary) world.stdout(summaryMarkdown(rows));
  else if (!given.json) world.stdout(`${summarySentence(rows)}\n`);
  return unreadable.length === 0 && rows.every(({ outcomes }) => outcomes.every(isGood)) ? 0 : 1;
}

function print(row: Row, { json = false, verbose = false }: Given): string {
  if (!json) return rowText(row, verbose);
  return row.outcomes.map((outcome) => `${JSON.stringify(outcomeJson(row.fixture, outcome))}\n`).join("");
}

async function verifyOne(
  { name, directory, files }: Found,
  options: VerifyOptions,
  world: World,
): Promise<Row | Unreadable> {
  // Loaded only here: the other commands need no HTTP server and start sooner without.
  const { verifyFixture } = await import("../proof/verify-fixture.ts");
  try {
    const fixture = readFixture(new Map(files.map((file) => [file, readBytes(directory, file, world)])));
    const { outcomes, record, answers } = await verifyFixture(fixture, options);
    if (options.update) {
      const written = fixture.answers.length === 0 ? answers.map(writeAnswer) : [];
      const all = [...record, ...written.map(([file, content]) => [`answers/${file}`, content] as const)];
      for (const [file, content] of all) {
        if (fixture.recorded.get(file) !== content) world.writeFile(`${directory}/${file}`, content);
      }
    }
    return { fixture: name, outcomes };
  } catch (error) {
    if (error instanceof FixtureError) return { fixture: name, faults: error.faults };
    throw error;
  }
}

function readBytes(directory: string, file: string, world: World): Uint8Array {
  try {
    return world.readBytes(`${directory}/${file}`);
  } catch (error) {
    throw new FixtureError([`${file}: it cannot be read: ${reasonOf(error)}`]);
  }
}

/** A file that cannot be written; the message says which and why. */
class WriteError extends Error {
  override readonly name = "WriteError";
}

/** A world whose `writeFile` throws what can be told apart. */
function tellingWorld(world: World): World {
  return {
    ...world,
    writeFile: (path, content) => {
      try {
        world.writeFile(path, content);
      } catch (error) {
        throw new WriteError(`${path} cannot be written: ${reasonOf(error)}`, { cause: error });
      }
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
