import { expect, test } from "vitest";
import { node, pivotTo, speak } from "./build.ts";
import type { Flow } from "./flow.ts";
import { outlineFlow } from "./outline.ts";

const speech = { voice: "female", language: "en-us" };

function collecting(max_digits: number): Flow {
  const times = { interdigit_timeout: 5000, timeout: 5000 };
  return node("collect_dtmf", { collection_name: "g1", max_digits, terminator: "#", ...times });
}

test("a callflow is told node by node, and what is below a pivot node is not", () => {
  const pivot = { ...pivotTo("http://twivot.test/pivot"), children: { _: node("hangup", {}) } };
  const flow = speak({ text: 'Say "one".', ...speech }, node("sleep", { duration: 2, unit: "s" }, pivot));
  expect(outlineFlow(flow)).toEqual(['tts "Say \\"one\\"."', "sleep 2 s", "pivot"]);
});

test.each([
  ["collect_dtmf 1 key", collecting(1)],
  ["collect_dtmf up to 4 keys, # ends", collecting(4)],
  ["play silence_stream://100", node("play", { id: "silence_stream://100", terminators: [] })],
  ["response 486 Busy", node("response", { code: 486, message: "Busy" })],
  ["user u1", node("user", { id: "u1", timeout: 30 })],
  ["set_cid +15005550009", node("set_cid", { caller_id_name: "", caller_id_number: "+15005550009" })],
  ["set_cid", node("set_cid", { caller_id_name: "", caller_id_number: "" })],
  ["after_bridge transfer 9001", node("after_bridge", { action: "transfer", data: "9001" })],
  ["record_call stop", node("record_call", { action: "stop", label: "twivot" })],
  [
    "ring_group u1, then d1",
    node("ring_group", {
      endpoints: [
        { endpoint_type: "user", id: "u1", timeout: 20, delay: 0 },
        { endpoint_type: "device", id: "d1", timeout: 20, delay: 0 },
      ],
      strategy: "single",
      timeout: 40,
    }),
  ],
  [
    "resources +15005550009",
    node("resources", {
      to_did: "+15005550009",
      timeout: 30,
      use_local_resources: false,
      ignore_early_media: false,
    }),
  ],
  ["send_dtmf 12#", node("send_dtmf", { digits: "12#", duration_ms: 100 })],
  ["hangup", node("hangup", {})],
  [
    'audio_macro [http://a.test/1.wav, "Two"]',
    node("audio_macro", {
      macros: [
        { macro: "play", id: "http://a.test/1.wav", terminators: [] },
        { macro: "tts", text: "Two", ...speech, terminators: ["1"] },
      ],
    }),
  ],
] satisfies [string, Flow][])("%s", (outline, flow) => {
  expect(outlineFlow(flow)).toEqual([outline]);
});
