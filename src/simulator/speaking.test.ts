import { expect, it } from "vitest";
import { parseCallerScript } from "./caller-script.ts";
import { Line } from "./line.ts";
import { recordCaller, speechIn } from "./speaking.ts";

const usual = { limitMs: 60_000, silenceMs: 5000, keys: ["#"] };

function record(script: string, ends: Partial<typeof usual> = {}) {
  const line = new Line(parseCallerScript(script));
  return { ...recordCaller(line, { ...usual, ...ends }), line };
}

it("ends five seconds after the last word", () => {
  const { fromMs, toMs, key } = record("at 1s speak for 4s\nafter 2s speak for 1s");
  expect({ fromMs, toMs, key }).toEqual({ fromMs: 0, toMs: 13_000, key: undefined });
});

it("ends after five seconds in which nobody speaks", () => {
  expect(record("at 6s speak for 4s").toMs).toBe(5000);
});

it("ends by one of its keys, and others do nothing", () => {
  const { toMs, key } = record("at 1s speak for 1s\nafter 1s press 3\nafter 1s press #");
  expect({ toMs, key }).toEqual({ toMs: 4000, key: "#" });
});

it("ends at its limit in the middle of a word", () => {
  expect(record("at 1s speak for 10s", { limitMs: 3000 }).toMs).toBe(3000);
});

it("ends when the caller hangs up", () => {
  const { toMs, line } = record("at 1s speak for 2s\nafter 0s hang up");
  expect(toMs).toBe(3000);
  expect(line.isEnded).toBe(true);
});

it("listens to whoever speaks already when it begins", () => {
  const line = new Line(parseCallerScript("at 1s speak for 4s"));
  line.wait(2000);
  expect(recordCaller(line, usual)).toMatchObject({ fromMs: 2000, toMs: 10_000 });
});

it("never ends by silence where none is to end it", () => {
  expect(record("", { silenceMs: Number.POSITIVE_INFINITY }).toMs).toBe(60_000);
});

it("finds the speech inside a recording, cut at its ends", () => {
  const spoken = [
    { fromMs: 0, toMs: 1000 },
    { fromMs: 1500, toMs: 3000 },
    { fromMs: 4000, toMs: 9000 },
    { fromMs: 9000, toMs: 9500 },
  ];
  expect(speechIn({ fromMs: 1000, toMs: 5000 }, spoken)).toEqual([
    { fromMs: 1500, toMs: 3000 },
    { fromMs: 4000, toMs: 5000 },
  ]);
});
