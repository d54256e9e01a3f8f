import { describe, expect, it } from "vitest";
import { reasonToSkip, sharedJson } from "../../../test/shared.ts";
import type { KazooVersion } from "../../callflow/flow.ts";
import type { CallerStep } from "../caller.ts";
import type { KazooAnswer } from "./call.ts";
import { callKazoo } from "./call-kazoo.ts";
import { modules } from "./modules/index.ts";
import { deviceId, iterations, number, reached, stored, storedId } from "./recorded-parties.ts";

type Step = {
  readonly ms: number;
  readonly action?: string;
  readonly event?: string;
  readonly request?: string;
  readonly target?: string;
  readonly body?: string;
};

type Run = {
  readonly kazoo: KazooVersion;
  readonly name: string;
  readonly flow: Json | null;
  readonly script: string;
  readonly steps: readonly Step[];
  readonly end: string;
};

type Json = { readonly [key: string]: unknown };

/** The recorded times jitter by some milliseconds, and what the switch cannot play took it 30 ms. */
const toleranceMs = 60;

/** The first run of each session loaded code. */
const coldToleranceMs = 500;
const cold = ["C1 ", "D1 ", "H1 ", "I1 ", "K1 ", "R1 ", "play https default"];

/** How long the stand-in switch played an item, where not 30 ms; it is told only by what came of it. */
const itemMs: Readonly<Record<string, number>> = {
  "audio_macro barge-in": 300,
  "C7 ": 400,
  "C8 ": 400,
  "C9 ": 400,
  "C16 ": 300,
  "C17 ": 400,
  "C18 ": 400,
  "C20 ": 100,
  "C22 ": 400,
  "I9 ": 1000,
  "I10 ": 1000,
  "I11 ": 1000,
};

/** Runs that are not replayed though their modules are known, by the beginning of the name, with the version or without. */
const leftOut: Readonly<Record<string, string>> = {
  "play answer false, terminators []": "the stand-in switch does not loop",
  "play id silence_stream": "the stand-in switch plays a silence for 30 ms",
  "play id tone_stream": "the stand-in switch plays a tone for 30 ms",
  "tts engine google": "the stand-in switch does not loop",
  "C10b ": "the flow was not validated, so it has no defaults",
  "5.0 I7 ": "5.0 waited on: it did not take what the switch told for the end of its recording",
  "M19 ": "the switch told of another recording than the one that Kazoo waited for",
  "M19b ": "the switch told of another recording than the one that Kazoo waited for",
  "M4 ": "a node without a module, which no schema lets through",
  "4.3 S2 ": "the stand-in switch kept a caller whom FreeSWITCH hangs up after a bridge",
  "4.3 S7 ": "the stand-in switch kept a caller whom FreeSWITCH hangs up after a bridge",
  "S6 ": "a request that the end of the channel may overtake",
  "S9 ": "there was no bucket of tokens",
  "I2 ": "parameters in Twilio's names are not simulated",
  "I3 ": "parameters in Twilio's names are not simulated",
  "I4 ": "parameters in Twilio's names are not simulated",
  "I13 ": "duplicate keys are gone once JSON is parsed",
  "H1j ": "digits were put into the call before it began",
  "H5 ": "redirects are not simulated",
  "H6 ": "redirects are not simulated",
  "H8 ": "Retry-After is not simulated",
  "H20 ": "the body is not UTF-8",
  H22: "the time is that of Kazoo's validator, with a megabyte",
  "H27 ": "TwiML answers are not simulated",
  H32: "digits were put into the call before it began",
  "K6 ": "a truncated body, on which the versions differ",
  "K12 ": "the body is not UTF-8",
  "K15 ": "the time is that of Kazoo's validator, with 300 nested nodes",
};

const languageThenHangup = {
  module: "language",
  data: { language: "es" },
  children: { _: { module: "hangup" } },
};
const cafe = { module: "tts", data: { text: "café" } };
const broken = { module: "tts", data: { text: "" } };

/** What was answered, by the beginning of the name; the script tells it only in words. */
const answers: Readonly<
  Record<string, Partial<Extract<KazooAnswer, { status: number }>> | { failed: string }>
> = {
  H1: {},
  "H2 ": { body: "" },
  "H3 ": { status: 201 },
  "H4 ": { status: 204, body: "" },
  "H4b ": { status: 202 },
  "H4c ": { status: 206 },
  "H9 content-type text/xml": { headers: { "content-type": "text/xml" } },
  "H9 content-type application/xml": { headers: { "content-type": "application/xml" } },
  "H10 ": { headers: {} },
  "H11 ": { body: '{"module":' },
  "H11b ": { body: "{module:1}" },
  "H11c ": { body: "hello" },
  "H12 ": { body: `${JSON.stringify(languageThenHangup)}x` },
  "H12b ": { body: `${JSON.stringify(languageThenHangup)}\n` },
  "H12c ": { body: ` \n${JSON.stringify(languageThenHangup)}` },
  "H13 ": { body: `\ufeff${JSON.stringify(languageThenHangup)}` },
  "H14 ": { body: "[]" },
  "H15 ": { body: JSON.stringify({ flow: languageThenHangup }) },
  "H16 ": { body: "{}" },
  "H17 ": { body: "null" },
  H18: { body: JSON.stringify(broken) },
  "H19 ": { body: String.raw`{"module":"tts","data":{"text":"\ud800"}}` },
  "H20b ": { body: JSON.stringify(cafe) },
  "H21b ": { body: JSON.stringify(cafe), tookMs: 165 },
  H21: { body: JSON.stringify(cafe), tookMs: 245 },
  "H23 ": { tookMs: 6000 },
  "H24 ": { failed: "closed" },
  "H25b ": { tookMs: 4000 },
  "H25c ": { tookMs: 6000 },
  "H25 ": { tookMs: 2000 },
  "H26 ": { body: "" },
  "H30 ": { failed: "refused" },
  "H31 ": { failed: "nxdomain" },
  "H36 ": {},
  "H37 ": {},
  "H40 ": { tookMs: 500 },
  "K11 ": { body: "" },
  H: {},
  K: {},
};

/** Flows that are told only in words. */
const flows: Readonly<Record<string, () => Json>> = {
  "M3 ": () => ({}),
  "T4 ": () => chain(100, (i) => ({ _id: `n${Math.floor(i / 10)}`, module: "set_cid", data: {} })),
  "T5 ": () => chain(60, () => ({ module: "sleep", data: { duration: 250, unit: "ms" } })),
  "I5 ": () => chain(60, (i) => ({ pvt_bucket_name: `b${i}`, module: "set_cid", data: {} })),
};

/** So many nodes, one below the other, and a hang-up. */
function chain(length: number, node: (index: number) => Json): Json {
  const nodes = Array.from({ length }, (_, index) => node(index));
  return nodes.reduceRight<Json>((next, each) => ({ ...each, children: { _: next } }), { module: "hangup" });
}

const runs =
  reasonToSkip === undefined ? sharedJson<{ runs: readonly Run[] }>("vectors/execution.json").runs : [];
const replayed = runs.filter((run) => reasonToLeaveOut(run) === undefined);

describe.skipIf(reasonToSkip !== undefined)("Kazoo's own executor, run by run", () => {
  it.each(replayed.map((run) => [`${run.kazoo} ${run.name}`, run] as const))("%s", async (_name, run) => {
    const { result, arrived } = await replay(run);
    const expected = actionsOf(run);
    expect(result.nodes.map(({ module }) => module)).toEqual(expected.map(({ action }) => action));
    const off = result.nodes.map(({ atMs }, i) => Math.abs(atMs - (expected[i]?.ms ?? Number.NaN)));
    const tolerance = cold.some((name) => run.name.startsWith(name)) ? coldToleranceMs : toleranceMs;
    expect(Math.max(0, ...off)).toBeLessThanOrEqual(tolerance);
    expect(arrived).toEqual(expectedRequests(run));
    if (run.end === "cf_exe terminated: normal") {
      const by = run.script.includes("hangup") ? "caller" : "platform";
      expect(result.events.at(-1)).toMatchObject({ kind: "ended", by });
    }
  });

  it("replays most of the runs, and says why not the others", () => {
    const reasons = runs.map(reasonToLeaveOut).filter((reason) => reason !== undefined);
    expect(replayed.length + reasons.length).toBe(runs.length);
    expect(replayed.length).toBe(361);
  });
});

function reasonToLeaveOut(run: Run): string | undefined {
  const reason = byName(leftOut, `${run.kazoo} ${run.name}`) ?? byName(leftOut, run.name);
  if (reason !== undefined) return reason;
  const names = [...modulesOf(run.flow), ...actionsOf(run).map(({ action }) => action)];
  const unknown = names.find((name) => !modules.has(name));
  if (unknown !== undefined) return `the module ${unknown} is not simulated`;
  return readScript(run.script) === undefined ? "the switch sent other events" : undefined;
}

async function replay(run: Run) {
  const played = byName(itemMs, run.name) ?? 30;
  const arrived: { method: string; target: string; body: string }[] = [];
  const result = await callKazoo({
    version: run.kazoo,
    flow: byName(flows, run.name)?.() ?? run.flow,
    facts: {
      accountId: "0123456789abcdef0123456789abcdef",
      callId: callIdOf(run),
      from: "+14155550100",
      fromRealm: "10.0.0.9",
      to: "15551230000",
      toRealm: "acme.example.com",
      request: "15551230000",
      requestRealm: "acme.example.com",
      callerIdName: "Alice",
      callerIdNumber: "+14155550100",
    },
    caller: readScript(run.script) ?? [],
    ...calleesOf(run),
    callflows: { [storedId]: byName(stored, run.name) ?? {} },
    durations: { characterMs: 0, shortestSpeechMs: played, mediaMs: {}, otherMediaMs: played },
    check: (flow) => {
      const known =
        modules.has((flow as Json | null)?.["module"] as string) &&
        JSON.stringify(flow) !== JSON.stringify(broken);
      return known ? [] : [{ path: "", message: "not valid" }];
    },
    request: async ({ method, url, body }) => {
      // The stand-in switch kept its recordings.
      if (method === "PUT") return { tookMs: 1, status: 200, headers: {}, body: "" };
      const answer = answerTo(run, url);
      // Nobody records what cannot connect.
      if (!("failed" in answer) || answer.failed === "closed") {
        arrived.push({ method, target: url.replace(/^https?:\/\/[^/]*/, ""), body });
      }
      return answer;
    },
  });
  return { result, arrived };
}

function calleesOf(run: Run) {
  const callee = byName(reached, run.name);
  return callee === undefined
    ? {}
    : { callees: { [number]: callee, [deviceId]: callee }, hasOwnCarriers: true };
}

function answerTo(run: Run, url: string): KazooAnswer {
  const usual = { tookMs: 1, status: 200, headers: { "content-type": "application/json" } };
  const iteration = run.name.startsWith("I1 ") ? iterations[new URL(url).pathname] : undefined;
  if (iteration !== undefined) return { ...usual, body: JSON.stringify(iteration) };
  if (run.name.startsWith("H39") && url.endsWith("/slow")) {
    const again = { module: "pivot", data: { voice_url: "http://127.0.0.2:9912/r", method: "post" } };
    const body = JSON.stringify({ module: "collect_dtmf", data: { timeout: 300 }, children: { _: again } });
    return { ...usual, tookMs: 500, body };
  }
  const [, status] = /^H7 status (\d+)/.exec(run.name) ?? [];
  const [, type] = /^H9 content-type ([a-zA-Z ].*)/.exec(run.name) ?? [];
  return {
    ...usual,
    // Runs that are not about answers got 500.
    status: Number(status ?? (/^[HK]/.test(run.name) ? 200 : 500)),
    body: JSON.stringify(languageThenHangup),
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
    ...byName(answers, run.name),
  };
}

/** The script in Erlang terms; undefined where it has more than keys and hang-ups, and recordings that a key has ended. */
function readScript(script: string): CallerStep[] | undefined {
  const event = /^\{(\d+),(?:\{dtmf,<<"(.)">>\}|hangup)\},?/;
  const recording = /\{\d+,\{event,<<"RECORD_(?:START|STOP)">>,\[(?:\{[^}]*\},?)*\]\}\},?/g;
  const steps: CallerStep[] = [];
  let rest = script.replace(/^\[|\]$/g, "").replace(recording, "");
  while (rest !== "") {
    const match = event.exec(rest);
    if (match === null) return undefined;
    const [whole, ms, digit] = match;
    steps.push({ when: { atMs: Number(ms) }, do: digit === undefined ? { hangUp: true } : { press: digit } });
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** What was entered while the caller was there: publish_failed and a hang-up race in the recordings. */
function actionsOf(run: Run): { action: string; ms: number }[] {
  const left = run.steps.findIndex(({ event }) => event === "CHANNEL_DESTROY");
  return run.steps
    .slice(0, left < 0 ? undefined : left)
    .flatMap(({ action, ms }) => (action === undefined ? [] : [{ action, ms }]));
}

/** Requests of the run's own call: some run's requests went on while the next was recorded. */
function expectedRequests(run: Run) {
  const requests = run.steps.filter(({ request }) => request !== undefined);
  return requests
    .filter((step) => callIdIn(step) === callIdOf(run))
    .map(({ request, target, body }) => ({ method: request, target, body }));
}

/** Each run's call has its own Call-ID, which only its requests tell. */
function callIdOf(run: Run): string {
  const request = run.steps.find((step) => step.request !== undefined);
  return (request && callIdIn(request)) ?? "call";
}

function callIdIn({ target = "", body = "" }: Step): string | undefined {
  const [, json] = /"Call-ID":"([^"]*)"/.exec(body) ?? [];
  const [, form] = /Call-ID=([^&]*)/.exec(target + body) ?? [];
  return json ?? (form && decodeURIComponent(form));
}

function modulesOf(flow: unknown): string[] {
  if (typeof flow !== "object" || flow === null) return [];
  const { module, children } = flow as { module?: string; children?: Json };
  return [...(module === undefined ? [] : [module]), ...Object.values(children ?? {}).flatMap(modulesOf)];
}

/** The entry with the longest key that the name begins with. */
function byName<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  const keys = Object.keys(table).filter((key) => name.startsWith(key));
  const [longest] = keys.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : table[longest];
}
