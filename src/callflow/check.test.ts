import { expect, test } from "vitest";
import { node, pivotTo, speak } from "./build.ts";
import { checkFlow, type FlowFault } from "./check.ts";
import type { Flow, KazooVersion } from "./flow.ts";

function faults(flow: unknown, version: KazooVersion, effect: FlowFault["effect"]): string[] {
  return checkFlow(flow, version)
    .filter((fault) => fault.effect === effect)
    .map(({ path, message }) => `${path} ${message}`);
}

const refused = (flow: unknown, version: KazooVersion = "4.3") => faults(flow, version, "refused");
const unheard = (flow: unknown, version: KazooVersion = "4.3") => faults(flow, version, "unheard");

const voice = { voice: "female", language: "en-us" };

test("tells where each fault is, as Kazoo does", () => {
  const flow = {
    module: "sleep",
    data: { duration: -1, unit: "s" },
    children: { _: { module: "nope" }, x: { module: "hangup", data: [], children: { _: null } } },
  };
  expect(refused(flow)).toEqual([
    "data.duration must be >= 0",
    "children._.module must be a module that twivot writes for Kazoo 4.3",
    "children.x.data must be an object",
    "children.x.children._ must be an object",
  ]);
});

test("refuses a module that the version does not have", () => {
  expect(checkFlow(node("answer", {}), "5.0")).toEqual([]);
  expect(refused(node("answer", {}), "4.3")).toEqual([
    "module must be a module that twivot writes for Kazoo 4.3",
  ]);
});

test("refuses names that every object has", () => {
  expect(refused({ module: "constructor" })).toHaveLength(1);
  expect(refused({ module: "__proto__" })).toHaveLength(1);
});

test("refuses a pivot node that leads to Kazoo itself", () => {
  expect(refused(pivotTo("http://localhost:8080/pivot"))).toEqual([
    "data.voice_url must not be a URL that Kazoo refuses to ask",
  ]);
});

test("counts characters, not their halves and not what they look like", () => {
  const say = (text: string) => refused(speak({ text, ...voice }));
  expect(say("\u{1f600}".repeat(1000))).toEqual([]);
  expect(say("\u{1f600}".repeat(1001))).toEqual(["data.text must have no more than 1000 characters"]);
  expect(say("e\u0301".repeat(501))).toEqual(["data.text must have no more than 1000 characters"]);
});

test("refuses a number that JSON would write with an exponent", () => {
  const wait = (digits: string) => refused({ module: "collect_dtmf", data: { timeout: Number(digits) } });
  expect(wait("9".repeat(20))).toEqual([]);
  expect(wait("9".repeat(22))).toEqual(["data.timeout must be < 1e+21"]);
});

test("a flow of a thousand nodes is checked to its end", () => {
  const chain = (end: Flow) => {
    let flow = end;
    for (let index = 1; index < 1000; index += 1) flow = node("sleep", { duration: 0, unit: "s" }, flow);
    return flow;
  };
  expect(checkFlow(chain(node("hangup", {})), "4.3")).toEqual([]);
  expect(refused(chain(node("sleep", { duration: 0.5, unit: "s" })))).toHaveLength(1);
});

test("names a field that is not to be there once", () => {
  const { data } = pivotTo("https://twivot.example/");
  expect(unheard({ module: "pivot", data: { ...data, cdr_url: "https://twivot.example/cdr" } })).toEqual([
    "data.cdr_url must not be there",
  ]);
});

const hello = { text: "Hello.", ...voice, terminators: [] };
const spoken = { macro: "tts", text: "Hello.", ...voice, terminators: ["1"] };
const pivot = pivotTo("https://twivot.example/").data;

test.each<[string, string, Record<string, unknown>, KazooVersion?]>([
  ["a terminator that is no key silences speech", "tts", { ...hello, terminators: ["A"] }],
  ["two keys as one terminator silence audio", "play", { id: "a/b", terminators: ["12"] }],
  ["terminators that are left out are all keys", "play", { id: "a/b" }],
  ["a bar splits a text", "tts", { ...hello, text: "a|b" }],
  ["a play node without an id is skipped", "play", { id: "", terminators: [] }],
  [
    "a spoken macro without language ends by all keys",
    "audio_macro",
    { macros: [{ ...spoken, language: "" }] },
  ],
  [
    "a spoken macro without terminators ends by all keys",
    "audio_macro",
    { macros: [{ ...spoken, terminators: [] }] },
  ],
  [
    "a macro with a gender crashes",
    "audio_macro",
    { macros: [{ macro: "say", text: "1", gender: "neuter" }] },
  ],
  ["the macro tone never plays", "audio_macro", { macros: [{ macro: "tone", frequencies: [440] }] }],
  ["collect_dtmf does not use a list of terminators", "collect_dtmf", { terminators: ["*"] }],
  ["a GET does not carry collections", "pivot", { ...pivot, method: "get" }],
  ["a URL with a blank is not asked", "pivot", { ...pivot, voice_url: "https://twivot.example/a b" }],
  ["a URL with an umlaut is not asked", "pivot", { ...pivot, voice_url: "https://twivot.example/\u00fc" }],
  ["5.0 plays once", "play", { id: "a/b", terminators: [], loop_count: 2 }, "5.0"],
  ["5.0 speaks once", "tts", { ...hello, endless_playback: true }, "5.0"],
  ["5.0 forgets no keys", "flush_dtmf", { collection_name: "default" }, "5.0"],
  ["a module that is skipped does nothing", "sleep", { duration: 1, unit: "s", skip_module: true }],
])("Kazoo takes it, but: %s", (_fault, module, data, version = "4.3") => {
  expect(refused({ module, data }, version)).toEqual([]);
  expect(unheard({ module, data }, version)).not.toEqual([]);
});
