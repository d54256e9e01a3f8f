import { expect, test } from "vitest";
import { parseCallee, writeCallee } from "./callee-script.ts";

test.each([
  ["answers after 4s, hangs up after 1.5s", { kind: "answers", afterMs: 4000, hangsUpAfterMs: 1500 }],
  ["answers", { kind: "answers", afterMs: 1000 }],
  [
    "answers after 4s, presses 12#, hangs up after 2s",
    { kind: "answers", afterMs: 4000, presses: "12#", hangsUpAfterMs: 2000 },
  ],
  ["answers, presses 1", { kind: "answers", afterMs: 1000, presses: "1" }],
  ["rings", { kind: "rings" }],
  ["busy", { kind: "fails", sip: 486, afterMs: 1000 }],
  ["refuses after 2s", { kind: "fails", sip: 603, afterMs: 2000 }],
  ["unknown number", { kind: "fails", sip: 404, afterMs: 1000 }],
  ["fails with 503 after 250ms", { kind: "fails", sip: 503, afterMs: 250 }],
] as const)("%s is read, and read again as it is written", (text, callee) => {
  expect(parseCallee(text)).toEqual(callee);
  expect(parseCallee(writeCallee(callee))).toEqual(callee);
});

test.each([
  "answers in 4s",
  "fails",
  "fails with 200",
  "hangs up after 4s",
  "Busy",
  "answers, presses x",
  "",
])("%j is nothing that a party does", (text) => {
  expect(parseCallee(text)).toBeUndefined();
});
