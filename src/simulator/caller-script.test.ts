import { expect, it } from "vitest";
import { parseCallerScript } from "./caller-script.ts";
import { CallerScriptError } from "./simulator-error.ts";

it("reads times, words, keys and hang-ups", () => {
  const script = `
    # a caller in a hurry
    at 2s press 1
    after 500ms press 12# every 100ms
    hears "Welcome" press *
    after 1s speak for 2.5s
    hears "He said \\"hi\\"" wait 1.5s hang up
    at 10m hang up
  `;
  expect(parseCallerScript(script)).toEqual([
    { when: { atMs: 2000 }, do: { press: "1" } },
    { when: { afterMs: 500 }, do: { press: "12#", everyMs: 100 } },
    { when: { hears: "Welcome" }, do: { press: "*" } },
    { when: { afterMs: 1000 }, do: { speakMs: 2500 } },
    { when: { hears: 'He said "hi"', plusMs: 1500 }, do: { hangUp: true } },
    { when: { atMs: 600_000 }, do: { hangUp: true } },
  ]);
});

it("has no steps where nothing is written", () => {
  expect(parseCallerScript("\n# nothing\r\n")).toEqual([]);
});

it.each([
  ["when 2s press 1", "a step begins with"],
  ["at 2 press 1", "a step begins with"],
  ["at 2s wait 1s press 1", "can press 12#, speak for 4s or hang up"],
  ["at 2s press x", "can press 12#, speak for 4s or hang up"],
  ["at 2s", "not: nothing"],
  ["hears Welcome press 1", "a step begins with"],
  ['hears "\\x" press 1', "no JSON string"],
])("says on which line %s is no step", (line, message) => {
  const parse = () => parseCallerScript(`at 1s press 1\n\n${line}`);
  expect(parse).toThrow(CallerScriptError);
  expect(parse).toThrow(`line 3: `);
  expect(parse).toThrow(message);
});
