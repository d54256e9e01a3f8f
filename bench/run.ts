import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load, type Sample } from "./load.ts";
import { measureSteps } from "./steps.ts";

/**
 * `npm run bench`: twivot against a bare pass-through of the same request to the same application, in turns in one
 * run, both with `connection: close` towards the client. Only the ratios mean something on a noisy machine.
 */
const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 16;
const ports = { application: 18_471, passThrough: 18_472, twivot: 18_473, admin: 18_474 };

const body = readFileSync(new URL("pivot-request.txt", import.meta.url), "utf8").trim();

const request = { path: "/pivot", body, seconds: SECONDS, connections: CONNECTIONS };

const children: ChildProcess[] = [];
process.on("exit", () => {
  for (const child of children) child.kill();
});

await start("application.ts", [String(ports.application)]);
await start("pass-through.ts", [String(ports.passThrough), `http://127.0.0.1:${ports.application}`]);
const twivot = await start("../src/main.ts", ["serve"], {
  HOST: "127.0.0.1",
  PORT: String(ports.twivot),
  ADMIN_PORT: String(ports.admin),
  LOG_LEVEL: "error",
  TWIVOT_PUBLIC_URL: "http://twivot.test:8080",
  TWIVOT_SECRET: "the-secret-of-the-bench-32-characters",
  TWIVOT_VOICE_URL: `http://127.0.0.1:${ports.application}/voice`,
  TWILIO_AUTH_TOKEN: "12345678901234567890123456789012",
});

const results: { name: string; sample: Sample }[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const name of ["pass-through", "twivot"]) {
    const port = name === "twivot" ? ports.twivot : ports.passThrough;
    const sample = await load({ ...request, port });
    // The first round warms up.
    if (round > 0) results.push({ name, sample });
  }
}
const [bare, ours] = ["pass-through", "twivot"].map((name) => median(results.filter((r) => r.name === name)));
if (bare === undefined || ours === undefined) throw new Error("nothing was measured");

const half = Math.round(ours.requestsPerSecond / 2);
const bareAtHalf = await load({ ...request, port: ports.passThrough, ratePerSecond: half });
const oursAtHalf = await load({ ...request, port: ports.twivot, ratePerSecond: half });

console.log(`\nfull load, ${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${SECONDS} s`);
print("pass-through", bare);
print("twivot", ours);
console.log(`  ratio of throughput  ${(ours.requestsPerSecond / bare.requestsPerSecond).toFixed(2)}`);
console.log(`\nhalf load, ${half} requests a second`);
print("pass-through", bareAtHalf);
print("twivot", oursAtHalf);
console.log(`  added at p99  ${(oursAtHalf.p99Ms - bareAtHalf.p99Ms).toFixed(1)} ms`);
console.log(`\nmemory of twivot after that: ${residentMegabytes(twivot)} MB resident`);
console.log("\ntime a step, microseconds");
for (const [step, microseconds] of await measureSteps())
  console.log(`  ${step.padEnd(34)}${microseconds.toFixed(1)}`);
process.exit(0);

async function start(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<ChildProcess> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  if (script === "../src/main.ts") await untilReady(`http://127.0.0.1:${ports.admin}/readyz`);
  else await once(child.stdout, "data");
  return child;
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ready = await fetch(url).catch(() => undefined);
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing became ready at ${url}`);
}

function median(samples: { sample: Sample }[]): Sample | undefined {
  const sorted = samples
    .map(({ sample }) => sample)
    .sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  return sorted[Math.floor(sorted.length / 2)];
}

function print(name: string, { requestsPerSecond, p50Ms, p99Ms }: Sample): void {
  console.log(
    `  ${name.padEnd(14)}${requestsPerSecond.toFixed(0).padStart(7)} a second   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms`,
  );
}

/** From Linux's process table; elsewhere unknown. */
function residentMegabytes({ pid }: ChildProcess): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0);
  } catch {
    return "unknown";
  }
}
