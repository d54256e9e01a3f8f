import { expect, it } from "vitest";
import type { KazooVersion } from "../../../callflow/flow.ts";
import { parseCallerScript } from "../../caller-script.ts";
import { callKazoo } from "../call-kazoo.ts";
import { exampleCall } from "../example-call.ts";

type Node = { readonly module: string; readonly data?: object };

const gather: Node = { module: "collect_dtmf", data: { max_digits: 4, timeout: 1000, collection_name: "g" } };
const ask: Node = {
  module: "pivot",
  data: { voice_url: "https://p.example/k", method: "post", req_body_format: "json" },
};
const say = (text: string, data: object = {}): Node => ({ module: "tts", data: { text, ...data } });
const play = (id: string, data: object = {}): Node => ({ module: "play", data: { id, ...data } });
const macro = (macros: object[], data: object = {}): Node => ({
  module: "audio_macro",
  data: { macros, language: "en-us", ...data },
});
const tts = (text: string, data: object = {}) => ({ macro: "tts", text, ...data });
const media = (id: string, data: object = {}) => ({ macro: "play", id, ...data });

/** Runs nodes one after another; speech lasts 300 ms, media 3 s. */
async function run(nodes: readonly Node[], script = "", version: KazooVersion = "4.3") {
  const flow = nodes.reduceRight<object | undefined>(
    (next, node) => (next === undefined ? node : { ...node, children: { _: next } }),
    undefined,
  );
  const caller = parseCallerScript(script);
  const request = async () => ({ tookMs: 0, status: 200, headers: {}, body: "" });
  const result = await callKazoo({ version, flow, facts: exampleCall, caller, request, check: () => [] });
  const heard = result.events.flatMap((event) =>
    event.kind !== "heard"
      ? []
      : [`${nameOf(event.sound)}${event.cut ? " cut" : ""}${event.answered ? "" : " unanswered"}`],
  );
  const [digits] = result.events.flatMap((event) =>
    event.kind === "requested" ? [(JSON.parse(event.body) as { Digits?: object }).Digits] : [],
  );
  const startedMs = result.nodes.map(({ atMs }) => atMs);
  return { ...result, heard, digits, startedMs };
}

function nameOf(sound: { kind: string; text?: string; url?: string; tones?: string }): string {
  return sound.text ?? sound.url ?? sound.tones ?? sound.kind;
}

const repeated = (text: string, times: number) => Array<string>(times).fill(text);

it("tts answers at once, play after it has paused for a tenth of a second", async () => {
  const spoken = await run([say("a")]);
  expect(spoken.events.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ["answered", 0],
    ["heard", 0],
    ["ended", 300],
  ]);
  const played = await run([play("x/y")]);
  expect(played.events.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ["answered", 0],
    ["silence", 0],
    ["heard", 100],
    ["ended", 3100],
  ]);
});

it("audio_macro, sleep, and play told not to, leave a call unanswered", async () => {
  const { heard, events } = await run([
    { module: "sleep", data: { duration: 5, unit: "ms" } },
    macro([tts("a")]),
    play("x/y", { answer: false }),
  ]);
  expect(heard).toEqual(["a unanswered", "x/y unanswered"]);
  expect(events.some(({ kind }) => kind === "answered")).toBe(false);
});

it("a silence stream answers in 4.3 and is not heard", async () => {
  const { events } = await run([play("silence_stream://100")]);
  expect(events.map(({ kind }) => kind)).toEqual(["answered", "silence", "ended"]);
  expect(events.at(-1)?.atMs).toBe(200);
});

it("a tone stream is a tone", async () => {
  expect((await run([play("tone_stream://%(500,0,440)")])).heard).toEqual(["%(500,0,440)"]);
});

it("a key in the pause before play is collected and stops nothing", async () => {
  const { heard, digits } = await run([play("x/y"), ask], "at 50ms press 1");
  expect(heard).toEqual(["x/y"]);
  expect(digits).toEqual({ default: "1" });
});

it("play without an id does nothing, not even answer", async () => {
  const { events } = await run([play("")]);
  expect(events.map(({ kind }) => kind)).toEqual(["ended"]);
});

it("any key stops speech, and goes into the collection default", async () => {
  const { heard, digits } = await run([say("a"), ask], "at 100ms press #");
  expect(heard).toEqual(["a cut"]);
  expect(digits).toEqual({ default: "#" });
});

it("no key stops speech without terminators, yet all are collected", async () => {
  const { heard, digits } = await run([say("a", { terminators: [] }), ask], "at 100ms press 12 every 50ms");
  expect(heard).toEqual(["a"]);
  expect(digits).toEqual({ default: "12" });
});

it("nothing plays where a terminator is no key", async () => {
  const { heard } = await run([
    say("a", { terminators: ["A"] }),
    play("x/y", { terminators: ["12"] }),
    say("b"),
  ]);
  expect(heard).toEqual(["b"]);
});

it("play loops in 4.3 and plays once in 5.0", async () => {
  const node = play("x/y", { loop_count: 3 });
  expect((await run([node])).heard).toEqual(repeated("x/y", 3));
  expect((await run([node], "", "5.0")).heard).toEqual(["x/y"]);
});

it("a key ends the loop of play", async () => {
  const { heard } = await run([play("x/y", { endless_playback: true }), say("b")], "at 4s press 1");
  expect(heard).toEqual(["x/y", "x/y cut", "b"]);
});

it("a key only restarts an endless text, which ends with the call", async () => {
  const { heard } = await run(
    [say("a", { endless_playback: true }), say("b")],
    "at 400ms press 1\nat 900ms hang up",
  );
  expect(heard).toEqual(["a", "a cut", "a", "a cut"]);
});

it("a key skips the rest of a macro in 4.3 where it stops a recording, not in 5.0", async () => {
  const node = macro([media("x/y"), tts("a"), media("x/z")]);
  expect((await run([node], "at 1s press 1")).heard).toEqual(["x/y cut unanswered"]);
  expect((await run([node], "at 1s press 1", "5.0")).heard).toEqual([
    "x/y cut unanswered",
    "a unanswered",
    "x/z unanswered",
  ]);
});

it("a key skips nothing of a macro where it stops speech", async () => {
  const { heard } = await run([macro([tts("a"), tts("b"), media("x/y")])], "at 100ms press 1");
  expect(heard).toEqual(["a cut unanswered", "b unanswered", "x/y unanswered"]);
});

it("the terminators of a macro count, those of the node never", async () => {
  const node = macro([tts("a"), tts("b", { terminators: ["9"] }), media("x/y", { terminators: [] })], {
    terminators: [],
  });
  expect((await run([node], "at 100ms press 1\nat 200ms press 1\nat 1s press 1")).heard).toEqual([
    "a cut unanswered",
    "b unanswered",
    "x/y unanswered",
  ]);
});

it.each([
  ["no language", { language: undefined }, { terminators: ["9"] }],
  ["no keys", {}, { terminators: [] }],
])("speech in a macro with %s is stopped by every key", async (_what, data, own) => {
  const { heard } = await run([macro([tts("a", own)], data)], "at 100ms press 1");
  expect(heard).toEqual(["a cut unanswered"]);
});

it("a say macro with everything makes the whole macro silent, a tone only itself", async () => {
  const crash = { macro: "say", text: "1", type: "number", method: "pronounced", gender: "neuter" };
  expect((await run([macro([tts("a"), crash])])).heard).toEqual([]);
  expect((await run([macro([{ macro: "tone", frequencies: [440] }, tts("a")])])).heard).toEqual([
    "a unanswered",
  ]);
});

it("no key stops a say macro, and every key a prompt", async () => {
  const node = macro([
    { macro: "say", text: "123" },
    { macro: "prompt", id: "vm-enter_pin", terminators: [] },
  ]);
  const { heard } = await run([node], "at 100ms press 1\nat 1s press 1");
  expect(heard).toEqual(["123 unanswered", "prompt://vm-enter_pin cut unanswered"]);
});

it("collect_dtmf answers and waits for the first key", async () => {
  const { events, digits, startedMs } = await run([gather, ask]);
  expect(events[0]).toEqual({ atMs: 0, kind: "answered" });
  expect(startedMs).toEqual([0, 1000]);
  expect(digits).toEqual({});
});

it("collect_dtmf waits two seconds after each key unless told otherwise", async () => {
  const { digits, startedMs } = await run([gather, ask], "at 500ms press 1");
  expect(startedMs).toEqual([0, 2500]);
  expect(digits).toEqual({ g: "1" });
});

it("collect_dtmf ends at its terminator, which is not collected, whatever terminators say", async () => {
  const node = { ...gather, data: { ...gather.data, terminators: ["*"] } };
  const { digits, startedMs } = await run([node, ask], "at 100ms press 1*# every 100ms");
  expect(startedMs).toEqual([0, 300]);
  expect(digits).toEqual({ g: "1*" });
});

it("collect_dtmf takes what was typed ahead, and drops what is too much", async () => {
  const prompt = say("a", { terminators: [] });
  const { digits, startedMs } = await run([prompt, gather, ask], "at 0s press 12345 every 10ms");
  expect(startedMs).toEqual([0, 300, 300]);
  expect(digits).toEqual({ g: "1234" });
});

it("collect_dtmf waits on in full behind a terminator typed ahead", async () => {
  const { digits, startedMs } = await run(
    [say("a", { terminators: ["#"] }), gather, ask],
    "at 0s press 12# every 10ms",
  );
  expect(startedMs).toEqual([0, 20, 1020]);
  expect(digits).toEqual({ g: "12" });
});

it("keys during a sleep are lost, and begin it anew", async () => {
  const { digits, startedMs } = await run(
    [{ module: "sleep", data: { duration: 1 } }, ask],
    "at 400ms press 1",
  );
  expect(startedMs).toEqual([0, 1400]);
  expect(digits).toBeUndefined();
});

it.each<[KazooVersion, object]>([
  ["4.3", {}],
  ["5.0", { default: "1" }],
])("flush_dtmf of %s leaves %j", async (version, left) => {
  const { digits } = await run([say("a"), { module: "flush_dtmf" }, ask], "at 100ms press 1", version);
  expect(digits).toEqual(left);
});

it("send_dtmf goes on at once", async () => {
  const { events } = await run([{ module: "send_dtmf", data: { digits: "1w2#" } }]);
  expect(events[0]).toEqual({ atMs: 0, kind: "sent-keys", keys: "1w2#" });
  expect(events.at(-1)?.atMs).toBe(0);
});

it("response refuses a call that rings, after its media", async () => {
  const { events, heard } = await run([
    { module: "response", data: { code: 503, message: "Later", media: "x/y" } },
    say("never"),
  ]);
  expect(heard).toEqual(["x/y unanswered"]);
  expect(events.slice(-2)).toEqual([
    { atMs: 3000, kind: "rejected", code: 503, message: "Later" },
    { atMs: 3000, kind: "ended", by: "platform", cause: "CALL_REJECTED" },
  ]);
});

it("response only ends a call that is answered", async () => {
  const { events } = await run([say("a"), { module: "response" }]);
  expect(events.map(({ kind }) => kind)).toEqual(["answered", "heard", "ended"]);
});

it("hangup runs nothing below it", async () => {
  expect((await run([{ module: "hangup" }, say("never")])).heard).toEqual([]);
});

it("language is that of later speech and requests", async () => {
  const { events } = await run([{ module: "language", data: { language: "fr-FR" } }, say("a"), ask]);
  expect(events.find(({ kind }) => kind === "heard")).toMatchObject({ sound: { language: "fr-FR" } });
  expect(events.find(({ kind }) => kind === "requested")).toMatchObject({
    body: expect.stringContaining('"Language":"fr-FR"'),
  });
});
