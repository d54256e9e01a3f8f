import { exchange, load } from "./load.ts";
import { type Part, table } from "./part.ts";
import { begin, continuationOf, goOn } from "./requests.ts";
import { metric, residentMegabytes, type Server, startApplication, startTwivot, stop } from "./servers.ts";

const CALLS_AT_ONCE = 10_000;
const CALLS_IN_ALL = 100_000;
const STEPS = 10;

/** A slow machine does not come to the end. */
const MAX_SECONDS = 120;
const CONNECTIONS = 32;

/** Does something for the numbers from 0, several at a time. */
async function each(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

async function withTwivot(measure: (twivot: Server) => Promise<string>): Promise<string> {
  const application = await startApplication();
  const twivot = await startTwivot(application);
  const text = await measure(twivot);
  for (const server of [twivot, application]) await stop(server);
  return text;
}

/** Calls that wait for a key cost nothing but their token, which is at Kazoo; then a key is pressed in each. */
async function measureConcurrent(twivot: Server): Promise<string> {
  const rows: string[][] = [];
  const paths: string[] = [];
  const row = async (name: string, seconds?: number) => {
    rows.push([
      name,
      seconds === undefined ? "" : (CALLS_AT_ONCE / seconds).toFixed(0),
      residentMegabytes(twivot).toFixed(0),
      ((await metric(twivot, "twivot_nodejs_heap_size_used_bytes")) / 1e6).toFixed(0),
    ]);
  };
  const timed = async (name: string, work: (number: number) => Promise<void>) => {
    const startedMs = performance.now();
    await each(CALLS_AT_ONCE, work);
    await row(name, (performance.now() - startedMs) / 1000);
  };
  await load({ port: twivot.port, request: () => begin("menu"), seconds: 4, connections: CONNECTIONS });
  await row("before");
  await timed(`${CALLS_AT_ONCE} calls have come in and wait`, async (call) => {
    paths[call] = continuationOf(await exchange(twivot.port, begin("menu", call)));
  });
  await timed("a key was pressed in each", async (call) => {
    await exchange(twivot.port, goOn(paths[call] ?? "", "menu", call));
  });
  return table(["", "a second", "resident MB", "heap MB, with garbage"], rows);
}

async function measureMemory(twivot: Server): Promise<string> {
  const rows: string[][] = [];
  let begun = 0;
  const row = async () => {
    const heap = await metric(twivot, "twivot_nodejs_heap_size_used_bytes");
    const outside = await metric(twivot, "twivot_nodejs_external_memory_bytes");
    const megabytes = [residentMegabytes(twivot), heap / 1e6, outside / 1e6].map((number) =>
      number.toFixed(0),
    );
    rows.push([String(begun), ...megabytes]);
  };
  await row();
  const endMs = performance.now() + MAX_SECONDS * 1000;
  for (let step = 0; step < STEPS && performance.now() < endMs; step += 1) {
    await each(CALLS_IN_ALL / STEPS, async () => {
      begun += 1;
      await exchange(twivot.port, begin("menu", begun));
    });
    await row();
  }
  return table(["calls so far", "resident MB", "heap MB, with garbage", "buffers MB"], rows);
}

export const calls: Part = {
  title: `${CALLS_AT_ONCE} calls at once`,
  measure: () => withTwivot(measureConcurrent),
};

export const memory: Part = {
  title: `Memory over ${CALLS_IN_ALL} calls, or ${MAX_SECONDS} seconds`,
  measure: () => withTwivot(measureMemory),
};
