import { spawnSync } from "node:child_process";

/** What an npm command printed. */
export type NpmResult = { readonly stdout: string; readonly stderr: string };

/** Runs npm in the folder of package.json. Gives what it prints, also where it fails: npm tells errors in its JSON. */
export function runNpm(...args: readonly string[]): NpmResult {
  const { stdout, stderr, error } = spawnSync("npm", args, {
    cwd: new URL("../", import.meta.url),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    // npm is a script of the shell there.
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  return { stdout, stderr };
}
