import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import closeWithGrace from "close-with-grace";
import type { ExitCode, World } from "./cli/command.ts";
import { runCli } from "./cli/main.ts";

/** After a signal: a drain, the turns under way, of which the longest waits for Twilio's 15 s, then what is still to be told. */
const MAX_CLOSE_MS = 28_000;

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const world: World = {
  stdout: (data) => process.stdout.write(data),
  stderr: (talk) => process.stderr.write(talk),
  stdin: () => text(process.stdin),
  typedLines: process.stdin.isTTY
    ? () => createInterface({ input: process.stdin })[Symbol.asyncIterator]()
    : undefined,
  readFile: (path) => readFileSync(path, "utf8"),
  readBytes: (path) => readFileSync(path),
  readDirectory: (path) =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(path, join(parentPath, name)).replaceAll(sep, "/"))
      .sort(),
  writeFile: (path, content) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  },
  env: process.env,
  randomBytes,
  now: Date.now,
  openOutside: async (config) => {
    const { createOutside } = await import("./outside-real.ts");
    return createOutside(config);
  },
  onReload: (reload) => {
    process.on("SIGHUP", reload);
  },
  untilStopped,
  version,
};

const exitCode = runCli(process.argv.slice(2), world).catch(tellBug);
process.exitCode = await exitCode;

/** A second signal ends the process at once, and so does a close that takes too long. */
function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    closeWithGrace({ delay: MAX_CLOSE_MS, skip: ["beforeExit", "SIGHUP"] }, async ({ signal, err }) => {
      resolve(signal ?? "a bug");
      const code = await exitCode;
      process.exit(err ? tellBug(err) : code);
    });
  });
}

function tellBug(error: unknown): ExitCode {
  process.stderr.write(`This is a bug of twivot: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 3;
}
