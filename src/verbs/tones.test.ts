import { expect, test } from "vitest";
import { toneSteps } from "./tones.ts";

test("each run of tones is followed by the time that it takes", () => {
  expect(toneSteps("12#")).toEqual([
    { kind: "tones", digits: "12#", durationMs: 200 },
    { kind: "wait", durationMs: 900 },
  ]);
});

test("w waits half a second, W a second, on top of the time of the tones before", () => {
  expect(toneSteps("wW1wa")).toEqual([
    { kind: "wait", durationMs: 1500 },
    { kind: "tones", digits: "1", durationMs: 200 },
    { kind: "wait", durationMs: 800 },
    { kind: "tones", digits: "A", durationMs: 200 },
    { kind: "wait", durationMs: 300 },
  ]);
});

test("blanks around the digits are no tones", () => {
  expect(toneSteps(" 1\n")).toHaveLength(2);
});

test.each(["", " ", "1 2", "1,2", "E", "+1"])("%j holds other characters", (digits) => {
  expect(toneSteps(digits)).toBeUndefined();
});
