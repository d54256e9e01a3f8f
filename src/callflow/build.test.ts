import { expect, test } from "vitest";
import { kazooVerdict } from "../../test/kazoo-schemas.ts";
import { reasonToSkip } from "../../test/shared.ts";
import { apology, collect, node, pivotTo, playMacro, playUrl, speak, speakMacro } from "./build.ts";
import { checkFlow } from "./check.ts";
import type { Flow } from "./flow.ts";

const speech = { text: "Hello.", voice: "female", language: "en-us" };
const end = node("hangup", {});

const built: readonly (readonly [string, Flow])[] = [
  ["speak", speak(speech, end)],
  ["speak, interruptible", speak({ ...speech, isInterruptible: true }, end)],
  ["playUrl", playUrl({ id: "https://p.example/a.mp3", isAnswered: false }, end)],
  [
    "playUrl, interruptible",
    playUrl({ id: "https://p.example/a.mp3", isAnswered: false, isInterruptible: true }, end),
  ],
  ["macros", node("audio_macro", { macros: [speakMacro(speech), playMacro("silence_stream://1000")] }, end)],
  ["collect", collect({ maxDigits: 4, timeoutMs: 5000, terminator: "#", collection: "g1" }, end)],
  ["pivotTo", pivotTo("https://twivot.example/pivot/c/token?key=k")],
  ["apology", apology()],
];

test.each(built)("Kazoo does all that %s writes", (_name, flow) => {
  expect(checkFlow(flow, "4.3")).toEqual([]);
  expect(checkFlow(flow, "5.0")).toEqual([]);
});

test.skipIf(reasonToSkip !== undefined).each(built)("Kazoo's schemas take what %s writes", (_name, flow) => {
  expect(kazooVerdict(flow, "4.3")).toEqual([]);
  expect(kazooVerdict(flow, "5.0")).toEqual([]);
});

test("loops are for 4.3 only", () => {
  const loops = [
    speak({ ...speech, isEndless: true }),
    playUrl({ id: "a/b", isAnswered: true, loopCount: 3 }),
  ];
  expect(loops.flatMap((flow) => checkFlow(flow, "4.3"))).toEqual([]);
  expect(loops.flatMap((flow) => checkFlow(flow, "5.0"))).toHaveLength(2);
});

test("a node without a next one has no children", () => {
  expect(node("hangup", {})).toEqual({ module: "hangup", data: {} });
  expect(node("hangup", {}, undefined)).not.toHaveProperty("children");
});

test("what follows may be a placeholder that is no module of Kazoo", () => {
  const placeholder: { module: "continue" } = { module: "continue" };
  const flow: { children?: { _: { module: "continue" } } } = node(
    "sleep",
    { duration: 1, unit: "s" },
    placeholder,
  );
  expect(flow.children?._).toBe(placeholder);
});

test("data that leaves something to Kazoo does not compile", () => {
  // @ts-expect-error terminators are missing, which Kazoo takes for all keys
  const flow = node("tts", { text: "Hello.", voice: "female", language: "en-us" });
  expect(checkFlow(flow, "4.3")).toEqual([
    { path: "data", message: "must have required properties terminators", effect: "unheard" },
  ]);
});

test("no key cuts short what is not interruptible", () => {
  expect(speak(speech).data.terminators).toEqual([]);
  expect(playUrl({ id: "a/b", isAnswered: true }).data.terminators).toEqual([]);
});

test("any key cuts short what is interruptible", () => {
  const all = [..."0123456789*#"];
  const { terminators } = speak({ ...speech, isInterruptible: true }).data;
  expect([...terminators]).toEqual(expect.arrayContaining(all));
  expect(terminators).toHaveLength(12);
});

test("a text is spoken without what FreeSWITCH would split it at", () => {
  expect(speak({ ...speech, text: "One|two" }).data.text).toBe("One,two");
  expect(speakMacro({ ...speech, text: "One|two" })).toMatchObject({ text: "One,two" });
});

test("keys are waited for as long between two as before the first", () => {
  const { data } = collect({ maxDigits: 1, timeoutMs: 700, terminator: "*", collection: "g2" });
  expect(data).toMatchObject({ timeout: 700, interdigit_timeout: 700 });
});

test("a pivot node that fails apologises and hangs up", () => {
  expect(pivotTo("https://twivot.example/")).toMatchObject({
    module: "pivot",
    children: { _: { module: "tts", children: { _: { module: "hangup" } } } },
  });
});
