import fc from "fast-check";
import { expect, test } from "vitest";
import { apology, node, speak } from "./build.ts";
import type { Flow } from "./flow.ts";
import { flowJson } from "./json.ts";

const say = (text: string): Flow => speak({ text, voice: "female", language: "en-us" }, node("hangup", {}));

test("writes a flow as JSON does", () => {
  expect(flowJson(apology())).toBe(JSON.stringify(apology()));
});

test("writes everything beyond ASCII as escapes", () => {
  expect(flowJson(say("\u00e9 \u{1f600}"))).toContain('"text":"\\u00e9 \\ud83d\\ude00"');
});

test("half a surrogate pair becomes the replacement character", () => {
  expect(flowJson(say("a\ud83db\ude00"))).toContain('"text":"a\\ufffdb\\ufffd"');
});

test("a text that looks like an escape stays what it is", () => {
  expect(JSON.parse(flowJson(say("\\ud83d \\\\ud83d")))).toEqual(say("\\ud83d \\\\ud83d"));
});

test("what is read again is what was written, but for halves of surrogate pairs", () => {
  // Strings of any UTF-16 units, backslashes among them.
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom("\\", '"', "u", "d83d", "\ud83d", "\ude00"),
  );
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const text = units.join("");
      const flow = node("response", { code: 486, message: text });
      const json = flowJson(flow);
      expect(json).toMatch(/^[ -~]*$/);
      expect(JSON.parse(json)).toEqual(node("response", { code: 486, message: text.toWellFormed() }));
    }),
    { numRuns: 1000 },
  );
});
