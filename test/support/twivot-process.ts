import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A twivot in a process of its own. */
export type TwivotProcess = AsyncDisposable & {
  /** Where it really is, without a slash at its end. */
  readonly url: string;
  /** Ends it at once, as a crash does. */
  readonly kill: () => Promise<void>;
  /** Tells it to stop; resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
};

/**
 * Starts `twivot serve` on free ports with these variables.
 *
 * @param launch what runs it: a program with its arguments
 * @throws {Error} it ended before it was ready.
 */
export async function startTwivotProcess(
  env: Readonly<Record<string, string>>,
  [program, ...args]: readonly [string, ...string[]] = [process.execPath],
): Promise<TwivotProcess> {
  const addresses = { HOST: "127.0.0.1", PORT: "0", ADMIN_PORT: "0" };
  const { PATH = "" } = process.env;
  const child = spawn(program, [...args, main, "serve"], {
    env: { PATH, ...addresses, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  const kill = async () => void (await end("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg !== "ready" || url === undefined) continue;
    child.stdout.resume();
    return { url, kill, stop: () => end("SIGTERM"), [Symbol.asyncDispose]: kill };
  }
  throw new Error(`twivot ended with ${(await exited)[0]} before it was ready`);
}
