import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { KazooVersion } from "../../src/callflow/flow.ts";
import { type Outcome, playRandomCalls, type Tally } from "./property.ts";

/*
 * `npm run fuzz -- --runs N [--seed S] [--kazoo V] [--first]`: random calls, as many at a time as the machine has processors.
 * Progress goes to stderr; a failure is printed as the files of a fixture, as small as can be found unless `--first` is
 * given, and the exit code is 1.
 */

/** What a worker tells: how far it is, or what came of all. */
type Message = { readonly tally: Tally } | { readonly outcome: Outcome };

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    kazoo: { type: "string", default: "4.3,5.0" },
    first: { type: "boolean", default: false },
    worker: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const versions = values.kazoo.split(",") as KazooVersion[];
if (
  ![runs, seed].every(Number.isSafeInteger) ||
  !versions.every((version) => /^(?:4\.3|5\.0)$/.test(version))
) {
  console.error("usage: npm run fuzz -- --runs N [--seed S] [--kazoo 4.3|5.0] [--first]");
  process.exit(2);
}
if (values.worker) await work();
else await runAll();

async function work(): Promise<void> {
  let told = 0;
  const tell = (tally: Tally) => {
    if (total(tally) >= told + 100) {
      told = total(tally);
      process.send?.({ tally } satisfies Message);
    }
  };
  const outcome = await playRandomCalls({ runs, seed, versions, first: values.first, tell });
  if (process.send === undefined) report(outcome);
  else process.send({ outcome } satisfies Message, () => process.disconnect());
}

async function runAll(): Promise<void> {
  const workers = Math.min(availableParallelism(), Math.max(1, Math.floor(runs / 100)));
  const tallies: Tally[] = [];
  const startedMs = performance.now();
  const progress = setInterval(() => console.error(describe(sum(tallies))), 10_000);
  const outcomes = await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const share = Math.ceil((runs - index) / workers);
      return runWorker(share, seed + index, (tally) => {
        tallies[index] = tally;
      });
    }),
  );
  clearInterval(progress);
  const seconds = (performance.now() - startedMs) / 1000;
  console.error(
    `${describe(sum(outcomes.map(({ tally }) => tally)))}; seed ${seed}, ${seconds.toFixed(0)} s`,
  );
}

/** Says what went wrong. */
function report({ failure }: Outcome): void {
  if (failure === undefined) return;
  console.log(failure);
  process.exitCode = 1;
}

function runWorker(share: number, ownSeed: number, tell: (tally: Tally) => void): Promise<Outcome> {
  const args = ["--worker", `--runs=${share}`, `--seed=${ownSeed}`, `--kazoo=${versions.join(",")}`];
  const worker = fork(fileURLToPath(import.meta.url), values.first ? [...args, "--first"] : args);
  return new Promise((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if ("outcome" in message) {
        tell(message.outcome.tally);
        report(message.outcome);
        resolve(message.outcome);
      } else tell(message.tally);
    });
    worker.on("exit", (code) => reject(new Error(`a worker ended early, with exit code ${code}`)));
    worker.on("error", reject);
  });
}

function sum(tallies: readonly Tally[]): Tally {
  const all: Tally = {};
  for (const tally of tallies) {
    for (const [name, count] of Object.entries(tally ?? {})) all[name] = (all[name] ?? 0) + count;
  }
  return all;
}

function total(tally: Tally): number {
  return Object.values(tally).reduce((whole, count) => whole + count, 0);
}

function describe(tally: Tally): string {
  const parts = Object.entries(tally).map(([name, count]) => `${count} ${name}`);
  return `${total(tally)} calls: ${parts.join(", ")}`;
}
