import { documents } from "./documents.ts";
import { load, type Sample } from "./load.ts";
import { median, type Part, table } from "./part.ts";
import { begin, beginAndWait, goOn } from "./requests.ts";
import {
  cpuMicroseconds,
  type Server,
  startApplication,
  startPassThrough,
  startTwivot,
  stop,
} from "./servers.ts";

const ROUNDS = 3;
const SECONDS = 2.5;
const CONNECTIONS = 16;

/** Until then the compiler of V8 is still at work on what is called often. */
const WARM_UP_SECONDS = 6;

type Request = { readonly name: string; readonly bare: Uint8Array; readonly twivot: Uint8Array };

type Taken = Sample & { readonly cpu: number };

/** Each kind of request in turns at both, several rounds of them, so that what else a machine does meets both. */
async function atFullLoad(bare: Server, twivot: Server): Promise<string> {
  await load({
    port: bare.port,
    request: () => begin("menu"),
    seconds: WARM_UP_SECONDS,
    connections: CONNECTIONS,
  });
  await load({
    port: twivot.port,
    request: () => begin("menu"),
    seconds: WARM_UP_SECONDS,
    connections: CONNECTIONS,
  });
  const rows: string[][] = [];
  for (const { name, ...wire } of await requests(twivot)) {
    const ofBare: Taken[] = [];
    const ofTwivot: Taken[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ofBare.push(await take(bare, wire.bare));
      ofTwivot.push(await take(twivot, wire.twivot));
    }
    const of = (samples: readonly Taken[], key: keyof Taken) => median(samples.map((sample) => sample[key]));
    rows.push([
      name,
      of(ofBare, "requestsPerSecond").toFixed(0),
      of(ofTwivot, "requestsPerSecond").toFixed(0),
      (of(ofTwivot, "requestsPerSecond") / of(ofBare, "requestsPerSecond")).toFixed(2),
      of(ofBare, "cpu").toFixed(0),
      of(ofTwivot, "cpu").toFixed(0),
      (of(ofBare, "cpu") / of(ofTwivot, "cpu")).toFixed(2),
    ]);
  }
  return table(
    [
      "request",
      "pass-through, a second",
      "twivot, a second",
      "ratio",
      "pass-through, CPU µs",
      "twivot, CPU µs",
      "ratio of CPU",
    ],
    rows,
  );
}

async function requests({ port }: Server): Promise<Request[]> {
  const kinds = [
    ["a call comes in", "menu"],
    ["its document leaves a token of 2 kB", "story"],
    ["its document has 60 kB", "book"],
  ] as const;
  const first = kinds.map(([name, document]) => ({ name, bare: begin(document), twivot: begin(document) }));
  const second = kinds.slice(0, 2).map(async ([name, document]) => {
    const path = await beginAndWait(port, document);
    const kept = `a key is pressed, where ${name === "a call comes in" ? "the token is short" : "the token has 2 kB"}`;
    return { name: kept, bare: begin(document), twivot: goOn(path, document) };
  });
  return [...first, ...(await Promise.all(second))];
}

async function take(server: Server, wire: Uint8Array): Promise<Taken> {
  const before = cpuMicroseconds(server);
  const sample = await load({
    port: server.port,
    request: () => wire,
    seconds: SECONDS,
    connections: CONNECTIONS,
  });
  return { ...sample, cpu: (cpuMicroseconds(server) - before) / (sample.requestsPerSecond * SECONDS) };
}

/** Both at half of what twivot can do. */
async function atHalfLoad(bare: Server, twivot: Server): Promise<string> {
  const full = await load({
    port: twivot.port,
    request: () => begin("menu"),
    seconds: SECONDS,
    connections: CONNECTIONS,
  });
  const ratePerSecond = Math.round(full.requestsPerSecond / 2);
  const ofBoth = [bare, twivot].map((): Sample[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { port }] of [bare, twivot].entries()) {
      const request = () => begin("menu");
      ofBoth[index]?.push(
        await load({ port, request, seconds: SECONDS, connections: CONNECTIONS, ratePerSecond }),
      );
    }
  }
  const rows = (["p50Ms", "p99Ms"] as const).map((key) => {
    const [ofBare = Number.NaN, ofTwivot = Number.NaN] = ofBoth.map((samples) =>
      median(samples.map((sample) => sample[key])),
    );
    return [key.slice(0, 3), ofBare, ofTwivot, ofTwivot - ofBare].map((cell) =>
      typeof cell === "string" ? cell : `${cell.toFixed(1)} ms`,
    );
  });
  const text = `At ${ratePerSecond} requests a second, half of what twivot did at full load:`;
  return `${text}\n\n${table(["latency", "pass-through", "twivot", "added"], rows)}`;
}

async function withBoth(measure: (bare: Server, twivot: Server) => Promise<string>): Promise<string> {
  const application = await startApplication();
  const bare = await startPassThrough(application);
  const twivot = await startTwivot(application);
  const text = await measure(bare, twivot);
  for (const server of [bare, twivot, application]) await stop(server);
  return text;
}

export const ratio: Part = {
  title: `Throughput at full load, beside a bare pass-through`,
  measure: async () =>
    `The median of ${ROUNDS} rounds in turns, with ${CONNECTIONS} connections. The CPU time is that of the server's process for a request; its ratio says what a server can do that has a processor of its own, and depends least on what else the machine does. ` +
    `The 60 kB are ${Buffer.byteLength(documents.book)} bytes.\n\n${await withBoth(atFullLoad)}`,
};

export const latency: Part = {
  title: "Latency at half load",
  measure: () => withBoth(atHalfLoad),
};
