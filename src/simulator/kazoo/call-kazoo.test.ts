import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCallerScript } from "../caller-script.ts";
import { SimulatorError } from "../simulator-error.ts";
import { type CallEvent, renderTranscript } from "../transcript.ts";
import type { KazooAnswer, KazooOptions } from "./call.ts";
import { callKazoo } from "./call-kazoo.ts";
import { exampleCall } from "./example-call.ts";

type Node = { module: string; data?: object; children?: { _: Node } };

const hangup: Node = { module: "hangup" };
const pivot = { module: "pivot", data: { voice_url: "https://p.example/k", method: "post" } };

function answering(...flows: unknown[]): KazooOptions["request"] {
  return async () => {
    const flow = flows.shift() ?? hangup;
    return {
      tookMs: 10,
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(flow),
    };
  };
}

function run(flow: unknown, options: Partial<KazooOptions> & { script?: string } = {}) {
  const { script = "", ...others } = options;
  return callKazoo({
    version: "4.3",
    flow,
    facts: exampleCall,
    caller: parseCallerScript(script),
    request: answering(),
    check: () => [],
    ...others,
  });
}

/** A list of nodes, each the child of the one before. */
function chain(nodes: readonly object[]): object {
  return nodes.reduceRight((next, node) => ({ ...node, children: { _: next } }));
}

it("tells a whole call: asked, spoken, keyed in, asked again, ended", async () => {
  const prompt = { module: "tts", data: { text: "Press a key.", language: "en-us" } };
  const gather = { module: "collect_dtmf", data: { timeout: 2000, collection_name: "g1" } };
  const { events } = await run(pivot, {
    script: 'hears "Press" wait 500ms press 7',
    request: answering(chain([prompt, gather, pivot]), hangup),
  });
  const transcript = renderTranscript(events).replaceAll(/ To-Realm.*?(&Digits.*?&).*/g, " …$1…");
  expect(transcript.replaceAll(/ To-Realm.*/g, "")).toBe(
    [
      "00:00.000  requests   POST https://p.example/k",
      "00:00.000  ringing    0.010 s",
      "00:00.010  answered",
      '00:00.010  hears      "Press a key." (female, en-us), cut short after 0.500 s',
      "00:00.510  presses    7",
      "00:00.510  requests   POST https://p.example/k …&Digits[g1]=7&…",
      "00:00.510  silence    0.010 s",
      "00:00.520  ended      by the platform, NORMAL_CLEARING",
      "",
    ].join("\n"),
  );
});

it("hangs up where a flow has no next node", async () => {
  const { events } = await run({ module: "sleep", data: { duration: 1 } });
  expect(events.at(-1)).toEqual({ atMs: 1000, kind: "ended", by: "platform", cause: "NORMAL_CLEARING" });
});

it("asks nothing more once the caller has gone", async () => {
  const { nodes, events } = await run(chain([{ module: "sleep", data: { duration: 9 } }, pivot]), {
    script: "at 1s hang up",
  });
  expect(nodes.map(({ module }) => module)).toEqual(["sleep"]);
  expect(events.at(-1)).toMatchObject({ atMs: 1000, by: "caller" });
});

it("runs twenty quick nodes, and hangs up at the next", async () => {
  const { nodes } = await run(chain(Array(30).fill({ module: "set_cid" })));
  expect(nodes).toHaveLength(20);
});

it("counts the nodes of all answers of a call", async () => {
  const quick = { module: "set_cid" };
  const { nodes } = await run(pivot, { request: answering(chain([...Array(18).fill(quick), pivot]), quick) });
  expect(nodes).toHaveLength(20);
});

it("pays a node from the bucket that it names", async () => {
  const { nodes } = await run(
    chain(Array.from({ length: 60 }, (_, i) => ({ module: "set_cid", _id: `${i >> 4}` }))),
  );
  expect(nodes).toHaveLength(60);
});

it("skips a module that says so, without entering it", async () => {
  const { nodes } = await run(chain([{ module: "tts", data: { text: "x", skip_module: true } }, hangup]));
  expect(nodes.map(({ module }) => module)).toEqual(["hangup"]);
});

it("names a module that it does not know", async () => {
  await expect(run({ module: "menu" })).rejects.toThrow(SimulatorError);
  await expect(run({ module: "menu" })).rejects.toThrow('"menu"');
});

it("knows no answer module in 4.3", async () => {
  await expect(run({ module: "answer" })).rejects.toThrow("4.3");
  expect((await run({ module: "answer" }, { version: "5.0" })).events[0]).toEqual({
    atMs: 0,
    kind: "answered",
  });
});

it("gives up a callflow that never ends though no time passes", async () => {
  let id = 0;
  const again = { ...pivot, data: { ...pivot.data, req_body_format: "json" } };
  const request = async (): Promise<KazooAnswer> => ({
    tookMs: 0,
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...again, _id: `${id++}` }),
  });
  await expect(run(again, { request })).rejects.toThrow("did not end");
});

it("carries ten minutes of call in a moment", async () => {
  const minute = { module: "sleep", data: { duration: 1, unit: "m" } };
  const { events } = await run(chain(Array(10).fill(minute)));
  expect(events.at(-1)).toMatchObject({ kind: "ended", atMs: 600_000 });
});

it("lets a node sleep for a day at most", async () => {
  const flow = chain([{ module: "sleep", data: { duration: 48, unit: "h" } }, hangup]);
  const { nodes } = await run(flow, { patienceMs: 200_000_000 });
  expect(nodes.map(({ atMs }) => atMs)).toEqual([0, 86_400_000]);
});

const prompted = (...collects: object[]) =>
  chain([
    { module: "tts", data: { text: "Press." } },
    ...collects.map((data) => ({ module: "collect_dtmf", data })),
  ]);

it("lets a caller decide each time keys are waited for and nothing is left to do", async () => {
  const waits: object[] = [];
  const { events } = await run(prompted({ timeout: 2000 }, { timeout: 3000, max_digits: 2 }), {
    decide: async (wait) => {
      waits.push(wait);
      return waits.length === 1 ? [] : [{ when: { atMs: wait.atMs }, do: { press: "7" } }];
    },
  });
  expect(waits).toEqual([
    { atMs: 390, waitMs: 2000 },
    { atMs: 2390, waitMs: 3000 },
  ]);
  expect(events.find(({ kind }) => kind === "pressed")).toEqual({ atMs: 2390, kind: "pressed", digit: "7" });
});

it("lets no caller decide who still follows a script, has typed ahead or has left", async () => {
  const decide = () => Promise.reject(new Error("was asked"));
  const scripts = ["at 1s press 1", "at 100ms press 1", "at 100ms hang up"];
  for (const script of scripts) await run(prompted({ timeout: 2000 }), { script, decide });
  await expect(run(prompted({ timeout: 2000 }), { decide })).rejects.toThrow("was asked");
});

it("has told all that was heard when a caller decides", async () => {
  const told: CallEvent[] = [];
  let before: readonly CallEvent[] = [];
  const decide = async () => {
    before = [...told];
    return [];
  };
  await run(prompted({ timeout: 2000 }), { decide, tell: (event) => told.push(event) });
  expect(before.map(({ kind }) => kind)).toEqual(["answered", "heard"]);
});

const anyNode = fc.oneof(
  fc.record({ module: fc.constant("tts"), data: fc.record({ text: fc.string({ minLength: 1 }) }) }),
  fc.record({
    module: fc.constant("play"),
    data: fc.record({ id: fc.constant("x/y"), loop_count: fc.nat(3) }),
  }),
  fc.record({
    module: fc.constant("sleep"),
    data: fc.record({ duration: fc.nat(2000), unit: fc.constant("ms") }),
  }),
  fc.record({
    module: fc.constant("collect_dtmf"),
    data: fc.record({ max_digits: fc.integer({ min: 1, max: 5 }) }),
  }),
  fc.constant(pivot),
  fc.constant({ module: "flush_dtmf" }),
);
const anyStep = fc.record({
  when: fc.oneof(fc.record({ afterMs: fc.nat(4000) }), fc.record({ hears: fc.constantFrom("x/y", "a", "") })),
  do: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ press: fc.string({ unit: fc.constantFrom(..."12#*"), minLength: 1 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ hangUp: true } as const) },
  ),
});

it("ends every call once, at the end, never goes back in time, and tells each event as it stays", async () => {
  const flows = fc.array(anyNode, { minLength: 1, maxLength: 12 });
  const property = fc.asyncProperty(
    fc.constantFrom("4.3", "5.0"),
    flows,
    flows,
    fc.array(anyStep, { maxLength: 6 }),
    async (version, first, second, caller) => {
      const told: CallEvent[] = [];
      const tell = (event: CallEvent) => told.push(event);
      const { events } = await run(chain(first), {
        version,
        caller,
        tell,
        request: answering(chain(second)),
      });
      expect(told).toEqual(events);
      expect(events.findIndex(({ kind }) => kind === "ended")).toBe(events.length - 1);
      const times = events.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    },
  );
  await fc.assert(property);
});
