import { expect, test } from "vitest";
import { promptOf, promptOfFlow } from "./heard-prompt.ts";

test.each([
  [
    "<Say>Hi</Say><Gather><Pause/><Say>Press  one\n</Say><Say>or two</Say></Gather><Say>Bye</Say>",
    "Press one",
  ],
  ["<Play>/hi.mp3</Play><Say>Type it</Say><Gather/>", "Type it"],
  ["<Gather><Play>../audio/menu.mp3?x=1</Play></Gather>", "menu.mp3"],
  ["<Say>One</Say><Say>Two</Say>", "Two"],
  ["<Gather><Say>Choose <emphasis>one</emphasis> | or not</Say></Gather>", "Choose one"],
  [`<Say>${"word ".repeat(30)}</Say>`, "word ".repeat(12).trim()],
  ["<Hangup/>", undefined],
  ["<Say>", undefined],
])("%s is known by %j", (verbs, prompt) => {
  expect(promptOf(`<Response>${verbs}</Response>`)).toBe(prompt);
});

test("a callflow is known by the last thing before its keys", () => {
  const after = { module: "tts", data: { text: "Bye" } };
  const keys = { module: "collect_dtmf", data: {}, children: { _: after } };
  const press = { module: "tts", data: { text: "Press one" }, children: { _: keys } };
  expect(promptOfFlow({ module: "play", data: { id: "http://a.test/hi.mp3" }, children: { _: press } })).toBe(
    "Press one",
  );
  expect(promptOfFlow({ module: "hangup" })).toBeUndefined();
});
