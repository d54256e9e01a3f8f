import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

/*
 * `npm run soak -- --url URL --public URL [--calls 500] [--minutes 20] [--listen 3000]`: so many calls at the same time on
 * a twivot that runs already, in a container for instance, and whose voice URL leads to the application that this brings
 * along. Each call asks, waits as people do, presses a key, and so on for some rounds, then a new one begins. Each minute
 * a line tells how it went; the exit code is 1 where a request failed.
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8080" },
    public: { type: "string", default: "http://twivot.test:8080" },
    admin: { type: "string" },
    calls: { type: "string", default: "500" },
    minutes: { type: "string", default: "20" },
    listen: { type: "string", default: "3000" },
  },
});

const ROUNDS_PER_CALL = 8;
const THINKING_MS = { least: 1000, most: 4000 };

const menu =
  '<Response><Gather numDigits="1" action="/menu"><Say>For sales press 1. For service press 2.</Say></Gather>' +
  "<Say>We did not hear anything.</Say><Redirect>/voice</Redirect></Response>";

const application = createServer(async (incoming, response) => {
  await text(incoming);
  response.writeHead(200, { "content-type": "text/xml" }).end(menu);
});
application.listen(Number(values.listen), "0.0.0.0");

type Tally = { requests: number; failures: string[]; took: number[] };

const tally: Tally = { requests: 0, failures: [], took: [] };
const endMs = performance.now() + Number(values.minutes) * 60_000;
let failed = 0;

/** A request as Kazoo makes it: a connection of its own, the parameters as JSON. */
async function ask(path: string, parameters: object): Promise<string> {
  const { hostname, port } = new URL(values.url);
  const body = JSON.stringify(parameters);
  const begun = performance.now();
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const outgoing = request(
      {
        ...{ hostname, port, path, method: "POST", agent: false, timeout: 5000 },
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      async (response) => resolve({ status: response.statusCode ?? 0, text: await text(response) }),
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("Kazoo's 5 s are over")));
    outgoing.on("error", reject).end(body);
  });
  tally.requests += 1;
  tally.took.push(performance.now() - begun);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return answer.text;
}

type Flow = {
  readonly module: string;
  readonly data: { readonly voice_url?: string; readonly collection_name?: string };
  readonly children?: { readonly _?: Flow };
};

/** Where a flow comes back, and what it collects keys into. */
function endOf(flow: Flow, collection = ""): { readonly path: string; readonly collection: string } {
  const named = flow.data.collection_name ?? collection;
  if (flow.module === "pivot") {
    return { path: (flow.data.voice_url ?? "").slice(values.public.length), collection: named };
  }
  const next = flow.children?._;
  if (next === undefined) throw new Error("a flow ends where it should come back");
  return endOf(next, named);
}

async function call(number: number): Promise<void> {
  const facts = {
    ...{ "Account-ID": "0123456789abcdef0123456789abcdef", "Call-ID": `soak-${number}@10.0.0.1` },
    ...{ From: "+15005550006", To: "+15005550001", Request: "+15005550001", "Api-Version": "4.x" },
  };
  let digits: Record<string, string> = {};
  let path = "/pivot";
  for (let round = 0; round < ROUNDS_PER_CALL && performance.now() < endMs; round += 1) {
    const flow = JSON.parse(await ask(path, { ...facts, Digits: digits })) as Flow;
    const end = endOf(flow);
    digits = { ...digits, [end.collection]: String(1 + (round % 2)) };
    path = end.path;
    await sleep(THINKING_MS.least + Math.random() * (THINKING_MS.most - THINKING_MS.least));
  }
}

let calls = 0;
async function caller(): Promise<void> {
  while (performance.now() < endMs) {
    try {
      await call(calls++);
    } catch (error) {
      failed += 1;
      tally.failures.push(error instanceof Error ? error.message : String(error));
      await sleep(1000);
    }
  }
}

/** Resident memory as `/metrics` tells it, in megabytes. */
async function residentMegabytes(): Promise<string> {
  if (values.admin === undefined) return "";
  const metrics = await (await fetch(`${values.admin}/metrics`)).text();
  const bytes = Number(/^twivot_process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
  return `, ${(bytes / 1e6).toFixed(0)} MB resident`;
}

const report = setInterval(async () => {
  const { requests, failures, took } = tally;
  took.sort((a, b) => a - b);
  const at = (q: number) => (took[Math.floor(took.length * q)] ?? 0).toFixed(1);
  Object.assign(tally, { requests: 0, failures: [], took: [] });
  const why = failures.length === 0 ? "" : ` (${[...new Set(failures)].slice(0, 3).join("; ")})`;
  console.log(
    `${calls} calls, ${requests} requests in the minute, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
      `${failures.length} failures${why}${await residentMegabytes()}`,
  );
}, 60_000);

console.log(`${values.calls} calls at a time for ${values.minutes} minutes`);
await Promise.all(
  Array.from({ length: Number(values.calls) }, async (_, index) => {
    // Not all at once, which no carrier does.
    await sleep((index * 10_000) / Number(values.calls));
    await caller();
  }),
);
clearInterval(report);
application.close();
application.closeAllConnections();
console.log(`${calls} calls in all, ${failed} of them failed`);
process.exitCode = failed === 0 ? 0 : 1;
