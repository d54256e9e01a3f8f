import { DebugDocumentError, readDebugDocuments } from "../fidelity/debug-document.ts";
import { writeFixture } from "../fidelity/fixture.ts";
import { fixtureOf } from "../fidelity/record-call.ts";
import { createRedactor } from "../fidelity/redact.ts";
import { defineCommand, type World } from "./command.ts";

/** `twivot import-debug`: a call that Kazoo's Pivot has kept, as a fixture. */
export const importDebug = defineCommand({
  name: "import-debug",
  summary: "Make a fixture of a call that Kazoo's Pivot has kept",
  operands: "FILE|-",
  more: [
    'FILE is what Kazoo\'s API answers for GET /v2/accounts/ACCOUNT/pivot/debug/CALL_ID, where the pivot node had "debug":',
    "true. Numbers become numbers from 500-555, secrets go. The fixture is a directory for twivot verify.",
  ].join("\n"),
  options: {
    out: { type: "string", value: "DIR", about: "directory to be made, by default named after the call" },
    "keep-numbers": { type: "boolean", about: "leave phone numbers as they are" },
  },
  run: async ({ json, out, "keep-numbers": keepNumbers = false }, world, [file, ...others]) => {
    if (file === undefined || others.length > 0) {
      world.stderr("Name one file, or - for the standard input.\n");
      return 2;
    }
    const text = await readInput(file, world);
    const call = text === undefined ? undefined : readCall(file, text, world);
    if (call === undefined) return 1;
    const redact = createRedactor({ secrets: [], keepNumbers });
    const directory = (out ?? directoryName(redact(call.callId))).replace(/(?<=.)\/+$/, "");
    if (isTaken(directory, world)) {
      world.stderr(`There is something in ${directory} already: name another directory with --out.\n`);
      return 2;
    }
    const files = writeFixture(fixtureOf(call, redact));
    for (const [path, content] of files) world.writeFile(`${directory}/${path}`, content);
    const result = { directory, files: [...files.keys()], hasAnswers: call.hasAnswers };
    world.stdout(json ? `${JSON.stringify(result)}\n` : `${directory}\n`);
    if (!call.hasAnswers) {
      world.stderr("The application answered with callflows: add the TwiML it shall answer to answers/.\n");
    }
    return 0;
  },
});

async function readInput(file: string, world: World): Promise<string | undefined> {
  try {
    return file === "-" ? await world.stdin() : world.readFile(file);
  } catch (error) {
    world.stderr(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

function readCall(
  file: string,
  text: string,
  world: World,
): ReturnType<typeof readDebugDocuments> | undefined {
  try {
    return readDebugDocuments(text);
  } catch (error) {
    if (!(error instanceof DebugDocumentError)) throw error;
    for (const fault of error.faults) world.stderr(`${file}: ${fault}\n`);
    return undefined;
  }
}

/** Call-IDs hold any characters. */
function directoryName(callId: string): string {
  return `call-${callId.replace(/[^\w.-]+/g, "-").slice(0, 80)}`;
}

function isTaken(directory: string, world: World): boolean {
  try {
    return world.readDirectory(directory).length > 0;
  } catch {
    return false;
  }
}
