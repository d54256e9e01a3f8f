import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A server of the bench, in a process of its own. */
export type Server = { readonly port: number; readonly process: ChildProcess; readonly admin?: string };

const root = new URL("../", import.meta.url);
const built = new URL("node_modules/.cache/twivot-bench/", root);

const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill();
});

/** Builds twivot as it is shipped: sources would be measured with the compiler in the same process. */
export function build(): void {
  mkdirSync(built, { recursive: true });
  cpSync(new URL("package.json", root), new URL("package.json", built));
  const tsc = fileURLToPath(new URL("node_modules/.bin/tsc", root));
  const out = fileURLToPath(new URL("dist", built));
  execFileSync(tsc, ["-p", "tsconfig.build.json", "--outDir", out], {
    cwd: fileURLToPath(root),
    stdio: "inherit",
  });
}

export function startApplication(): Promise<Server> {
  return startSimple("application.ts");
}

export function startPassThrough(application: Server): Promise<Server> {
  return startSimple("pass-through.ts", `http://127.0.0.1:${application.port}`);
}

/** Both tell their port, and nothing else. */
async function startSimple(script: string, ...args: string[]): Promise<Server> {
  const child = start([fileURLToPath(new URL(script, import.meta.url)), ...args], {});
  return { port: Number(await firstLine(child, /^\d+$/)), process: child };
}

/** Twivot, when it is ready. What it logs is read and thrown away, as a container engine would take it. */
export async function startTwivot(application: Server, env: Record<string, string> = {}): Promise<Server> {
  const child = start([fileURLToPath(new URL("dist/main.js", built)), "serve"], {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: "0",
    ADMIN_PORT: "0",
    TWIVOT_PUBLIC_URL: "http://twivot.test:8080",
    TWIVOT_SECRET: "the-secret-of-the-bench-32-characters",
    TWIVOT_VOICE_URL: `http://127.0.0.1:${application.port}/voice`,
    TWILIO_AUTH_TOKEN: "12345678901234567890123456789012",
    ...env,
  });
  const ready = JSON.parse(await firstLine(child, /"msg":"ready"/)) as { url: string; adminUrl: string };
  return { port: Number(new URL(ready.url).port), process: child, admin: ready.adminUrl };
}

function start(args: readonly string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  return child;
}

/** The first line that matches; what comes behind it is thrown away, or the pipe would fill. */
function firstLine({ stdout }: ChildProcess, wanted: RegExp): Promise<string> {
  if (stdout === null) throw new Error("a server without an output was started");
  const lines = createInterface({ input: stdout });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      if (!wanted.test(line)) return;
      resolve(line);
      lines.close();
      stdout.resume();
    });
    lines.once("close", () => reject(new Error("a server ended before it was ready")));
  });
}

export async function stop({ process: child }: Server): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Time of the processor that a server has taken so far, in microseconds. Linux only: 10 ms is what it counts in. */
export function cpuMicroseconds({ process: { pid } }: Server): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Memory that a server has in use, in MB (1,000,000 bytes). Linux only. */
export function residentMegabytes({ process: { pid } }: Server): number {
  return (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024) / 1e6;
}

/** A metric of twivot's admin listener. */
export async function metric({ admin }: Server, name: string): Promise<number> {
  const text = await (await fetch(`${admin}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
}
