import { expect, test } from "vitest";
import { Notes } from "../fidelity/note.ts";
import { readAttributes } from "../twiml/attributes.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { readSpeech, sayAttributes } from "./speech.ts";

function read(say: string) {
  const [element] = childElements(parseTwiml(`<Response>${say}</Response>`));
  if (element === undefined) throw new Error("there is no Say");
  const notes = new Notes();
  const speech = readSpeech(readAttributes(element, sayAttributes, notes), element, notes);
  return { speech, notes: notes.all.map(({ code, details }) => [code, ...Object.values(details)]) };
}

test("blanks of all kinds are one", () => {
  expect(read("<Say>\n  Hello,\t world\u00a0! \u0085\n</Say>").speech?.text).toBe("Hello, world !");
});

test("a Say without words is nothing, and noted", () => {
  expect(read("<Say>\n </Say>")).toEqual({ speech: undefined, notes: [["nothing-to-play"]] });
});

test("the words of markup are spoken, each kind noted once", () => {
  const { speech, notes } = read(
    "<Say>Call <say-as>911</say-as>, <emphasis>now</emphasis><emphasis>!</emphasis></Say>",
  );
  expect(speech?.text).toBe("Call 911, now!");
  expect(notes).toEqual([
    ["say-ssml", "say-as"],
    ["say-ssml", "emphasis"],
  ]);
});

test("what markup sets apart stays apart, and an alias is spoken in place of its text", () => {
  expect(read('<Say>one<break/>two<p>three</p>four <sub alias="five">5</sub></Say>').speech?.text).toBe(
    "one two three four five",
  );
});

test("a person's voice and a language that is not English are noted", () => {
  expect(read('<Say voice="Polly.Marlene">Guten Tag</Say>')).toEqual({
    speech: { text: "Guten Tag", voice: "female", language: "de-de" },
    notes: [
      ["say-voice", "Polly.Marlene", "female"],
      ["say-language", "de-de"],
    ],
  });
  expect(read('<Say language="en">Hi</Say>').notes).toEqual([]);
});

test.each(["&lt;&amp;&gt;", "english please", "e", "en_US", "", "x".repeat(40)])(
  "the language %j is none, so that the default speaks",
  (language) => {
    const { speech, notes } = read(`<Say language="${language}">Hi</Say>`);
    expect(speech?.language).toBe("en-us");
    expect(notes.map(([code]) => code)).toEqual(["attribute-invalid"]);
  },
);

test.each(["en-US", " de ", "zh-Hant-HK", "cmn-CN", "es-419", "EN-gb"])("%j is a language", (language) => {
  expect(read(`<Say language="${language}">Hi</Say>`).speech?.language).toBe(language.trim().toLowerCase());
});
