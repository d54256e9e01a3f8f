import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

/** A real process, with a real file and real signals. */
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

type Line = { readonly msg: string; readonly changed?: readonly string[]; readonly url?: string };

/** The lines of its log, one after the other, until one with such a message comes. */
async function lineWith(log: AsyncIterator<string>, message: RegExp): Promise<Line> {
  for (;;) {
    const { value, done } = await log.next();
    if (done) throw new Error(`the log ended before ${message}`);
    const line = JSON.parse(value) as Line;
    if (message.test(line.msg)) return line;
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

test("SIGHUP reads the file again, keeps the last good one, and does not end the process", async () => {
  const directory = await mkdtemp(join(tmpdir(), "twivot-reload-"));
  const file = join(directory, "twivot.yaml");
  const text = [
    "host: 127.0.0.1",
    "port: 0",
    "adminPort: 0",
    "publicUrl: http://twivot.example",
    "secret: 0123456789abcdef0123456789abcdef",
    "apps: { default: { voiceUrl: http://127.0.0.1:9/voice, authToken: token } }",
    "",
  ].join("\n");
  await writeFile(file, text);
  const env = { PATH: process.env["PATH"] };
  const child = spawn(process.execPath, [main, "serve", "--config", file], {
    env,
    cwd: directory,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await rm(directory, { recursive: true });
  });
  const log = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { url } = await lineWith(log, /^ready$/);
  const statusOf = async (path: string) =>
    (await fetch(`${url}${path}?Account-ID=a&Call-ID=b`, { headers: { connection: "close" } })).status;
  expect(await statusOf("/pivot/support")).toBe(404);

  await writeFile(file, `${text}deadlineMs: x\nlogLevel: y\n`);
  child.kill("SIGHUP");
  expect((await lineWith(log, /deadlineMs/)).msg).toContain(`${file}:7:13: deadlineMs="x" is not valid`);
  await lineWith(log, /^Not reloaded/);
  expect(await statusOf("/pivot/support")).toBe(404);

  const secret = "the-new-token-of-support";
  await writeFile(
    file,
    text.replace("} }", `}, support: { voiceUrl: http://127.0.0.1:9/voice, authToken: ${secret} } }`),
  );
  child.kill("SIGHUP");
  expect((await lineWith(log, /reloaded$/)).changed).toEqual(["apps.support"]);
  // It is asked now, and nobody is there.
  expect(await statusOf("/pivot/support")).toBe(502);
  // The log knows what it must not print now.
  expect(await statusOf(`/pivot/${secret}`)).toBe(404);
  expect((await lineWith(log, /There is no application/)).msg).toContain('application "***"');

  const code = ended(child);
  child.kill("SIGTERM");
  expect(await code).toBe(0);
}, 30_000);
