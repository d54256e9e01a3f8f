import { expect, test } from "vitest";
import { typed } from "../../test/cli-world.ts";
import { typingCaller } from "./typing-caller.ts";

async function decide(lines: string[], waitMs = 5000) {
  const said: string[] = [];
  const steps = await typingCaller(typed(...lines), (talk) => said.push(talk))({ atMs: 700, waitMs });
  return { steps, said: said.join("") };
}

test("keys are asked for, and pressed at once", async () => {
  expect(await decide(["12#"])).toEqual({
    steps: [{ when: { atMs: 700 }, do: { press: "12#" } }],
    said: "keys> ",
  });
});

test("an empty line lets the time pass", async () => {
  expect((await decide([" "])).steps).toEqual([]);
});

test.each([
  ["h", ["h"]],
  ["the end of the input", []],
])("%s hangs up", async (_, lines) => {
  expect((await decide(lines)).steps).toEqual([{ when: { atMs: 700 }, do: { hangUp: true } }]);
});

test("what is no key is asked for again, with what can be typed", async () => {
  const { steps, said } = await decide(["one", "1"]);
  expect(steps).toEqual([{ when: { atMs: 700 }, do: { press: "1" } }]);
  expect(said).toMatch(/^keys> Type keys .*h to hang up\.\nkeys> $/);
});

test("nobody is asked in a wait that is too short for a person", async () => {
  expect(await decide(["1"], 1)).toEqual({ steps: [], said: "" });
});
