import { expect, test } from "vitest";
import { Notes } from "../fidelity/note.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { plainSetting } from "./plain-setting.ts";
import { type PromptPart, readPrompt, skippableGroups } from "./prompt.ts";

function read(nouns: string): { readonly parts: readonly PromptPart[]; readonly codes: readonly string[] } {
  const [gather] = childElements(parseTwiml(`<Response><Gather>${nouns}</Gather></Response>`));
  if (gather === undefined) throw new Error("there is no Gather");
  const notes = new Notes();
  const parts = readPrompt(gather, plainSetting("4.3", "https://app.test/a/b"), notes);
  return { parts, codes: notes.all.map(({ code }) => code) };
}

const english = { kind: "speech", voice: "male", language: "en-us" } as const;
const speech = (text: string): PromptPart => ({ ...english, text });
const audio = (id: string): PromptPart => ({ kind: "audio", id });

test("neighbouring Says of one voice are one speech, with a rest between them", () => {
  expect(read("<Say>One</Say><Say>Two!</Say><Say>Three</Say>").parts).toEqual([speech("One. Two! Three")]);
});

test("Says of two voices, or with something between them, are apart", () => {
  expect(read('<Say>One</Say><Say voice="woman">Two</Say>').parts).toHaveLength(2);
  expect(read("<Say>One</Say><Pause/><Say>Two</Say>").parts).toEqual([
    speech("One"),
    audio("silence_stream://1000"),
    speech("Two"),
  ]);
});

test("a speech of more than 1,000 characters is several parts", () => {
  const { parts } = read(`<Say>${"word ".repeat(500)}</Say>`);
  expect(parts.map((part) => part.kind === "speech" && part.text.length <= 1000)).toEqual([true, true, true]);
});

test("a break of a second or more is a part of its own", () => {
  expect(read('<Say>One<break time="1s"/>two</Say>')).toEqual({
    parts: [speech("One"), audio("silence_stream://1000"), speech("two")],
    codes: [],
  });
});

test("a shorter break is the rest between two sentences, and noted, so that a key skips the whole", () => {
  expect(read('<Say>One<break time="400ms"/>two</Say>')).toEqual({
    parts: [speech("One. two")],
    codes: ["gather-break"],
  });
});

test("speech of a chosen engine is never in a group with others", () => {
  const google: PromptPart = { ...english, text: "one", engine: "google" };
  expect(skippableGroups([audio("a"), google, audio("b")], "4.3")).toEqual([
    [audio("a")],
    [google],
    [audio("b")],
  ]);
});

test("URLs count from the document", () => {
  expect(read("<Play>../c.mp3</Play>").parts).toEqual([audio("https://app.test/c.mp3")]);
});

test("loops are written out, ten rounds at most", () => {
  expect(read('<Play loop="3">/a</Play>').parts).toHaveLength(3);
  expect(read('<Play loop="11">/a</Play>')).toMatchObject({ parts: { length: 10 }, codes: ["loop-capped"] });
  expect(read('<Play loop="0">/a</Play>')).toMatchObject({ parts: { length: 10 }, codes: ["loop-capped"] });
});

test("what is empty is noted and no part", () => {
  expect(read("<Say> </Say><Play/>")).toEqual({ parts: [], codes: ["nothing-to-play", "nothing-to-play"] });
  expect(read('<Play digits="1"/>')).toEqual({ parts: [], codes: ["play-digits-nested"] });
});

test("on 4.3 a key that stops a file skips what follows it up to the end of the next speech", () => {
  const [a, b, one, c, two] = [audio("a"), audio("b"), speech("one"), audio("c"), speech("two")] as const;
  expect(skippableGroups([a, b, one, c, two], "4.3")).toEqual([
    [a, b, one],
    [c, two],
  ]);
  expect(skippableGroups([one, a, two], "4.3")).toEqual([[one], [a, two]]);
});

test("on 5.0 a key skips one part", () => {
  const [a, one] = [audio("a"), speech("one")] as const;
  expect(skippableGroups([a, a, one], "5.0")).toEqual([[a], [a], [one]]);
});

test("a group has ten parts at most", () => {
  const files = Array.from({ length: 23 }, (_, index) => audio(String(index)));
  const groups = skippableGroups(files, "4.3");
  expect(groups.map((group) => group.length)).toEqual([10, 10, 3]);
  expect(groups.flat()).toEqual(files);
});
