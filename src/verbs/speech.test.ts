import { expect, test } from "vitest";
import { Notes } from "../fidelity/note.ts";
import { readAttributes } from "../twiml/attributes.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { type Platform, plainPlatform } from "./platform.ts";
import { readSpeech, sayAttributes } from "./speech.ts";

function read(say: string, voices: Platform["voices"] = {}) {
  const [element] = childElements(parseTwiml(`<Response>${say}</Response>`));
  if (element === undefined) throw new Error("there is no Say");
  const notes = new Notes();
  const platform = { ...plainPlatform("4.3"), voices };
  const parts = readSpeech(readAttributes(element, sayAttributes, notes), element, { platform }, notes);
  const [first] = parts;
  const speech = first?.kind === "speech" ? first : undefined;
  return { parts, speech, notes: notes.all.map(({ code, details }) => [code, ...Object.values(details)]) };
}

/** The parts without voices: texts, and milliseconds of silence. */
function spoken(markup: string, say = "<Say>"): readonly (string | number)[] {
  return read(`${say}${markup}</Say>`).parts.map((part) => (part.kind === "speech" ? part.text : part.ms));
}

test("blanks of all kinds are one", () => {
  expect(read("<Say>\n  Hello,\t world\u00a0! \u0085\n</Say>").speech?.text).toBe("Hello, world !");
});

test("a Say without words is nothing, and noted", () => {
  expect(read("<Say>\n </Say>")).toMatchObject({ parts: [], notes: [["nothing-to-play"]] });
  expect(read("<Say><p> </p></Say>")).toMatchObject({ parts: [], notes: [["nothing-to-play"]] });
});

test("the words of markup that cannot be heard are spoken, each kind noted once", () => {
  const { speech, notes } = read(
    "<Say>Call <lang>911</lang>, <emphasis>now <w>read</w></emphasis><emphasis>!</emphasis></Say>",
  );
  expect(speech?.text).toBe("Call 911, now read!");
  expect(notes).toEqual([
    ["say-ssml", "lang"],
    ["say-ssml", "emphasis"],
    ["say-ssml", "w"],
  ]);
});

test("sentences and paragraphs end with a rest, which is not doubled", () => {
  expect(spoken("one <s>two</s><p>three.</p>four<p><s>five!</s></p>six")).toEqual([
    "one. two. three. four. five! six",
  ]);
});

test("an alias is spoken in place of its text", () => {
  expect(spoken('four <sub alias="five">5</sub> <sub>six</sub>')).toEqual(["four five six"]);
});

test("a break with a time is silence between two texts", () => {
  expect(spoken('one<break time="1.5s"/>two <emphasis>or <break time="200ms"/></emphasis>three')).toEqual([
    "one",
    1500,
    "two or",
    200,
    "three",
  ]);
  expect(spoken('<break time="1s"/>')).toEqual([1000]);
});

test.each([
  ['time="0s"', ["one two"]],
  ['time="60s"', ["one", 10_000, "two"]],
  ['time="soon"', ["one, two"]],
  ["", ["one, two"]],
  ['strength="none"', ["one two"]],
  ['strength="x-weak"', ["one two"]],
  ['strength="weak"', ["one, two"]],
  ['strength="strong"', ["one. two"]],
  ['strength="x-strong"', ["one. two"]],
  ['strength="constructor"', ["one, two"]],
  ['strength="none" time="1s"', ["one", 1000, "two"]],
])("<break %s/> rests as long as it says", (attributes, expected) => {
  expect(spoken(`one<break ${attributes}/>two`)).toEqual(expected);
});

test("a text that is to be spelled is spelled, without a note", () => {
  const { speech, notes } = read(
    '<Say>Code <say-as interpret-as="characters">AB1</say-as>, <w/>please</Say>',
  );
  expect(speech?.text).toBe("Code A B 1, please");
  expect(notes).toEqual([["say-ssml", "w"]]);
});

test("what cannot be read otherwise is read as it stands, and noted", () => {
  expect(read('<Say>It takes <say-as interpret-as="time">1\'21"</say-as></Say>')).toMatchObject({
    speech: { text: "It takes 1'21\"" },
    notes: [["say-ssml", "say-as time"]],
  });
});

test("English words are made only where the voice is English", () => {
  const third = '<say-as interpret-as="ordinal">3</say-as>';
  expect(spoken(third, '<Say language="en-GB">')).toEqual(["3rd"]);
  expect(spoken(third, '<Say language="de-DE">')).toEqual(["3"]);
});

test("an expletive is not spoken", () => {
  expect(read('<Say>Oh <say-as interpret-as="expletive">no</say-as> dear</Say>')).toMatchObject({
    speech: { text: "Oh dear" },
    notes: [["say-expletive"]],
  });
});

test("a person's voice and a language that is not English are noted", () => {
  expect(read('<Say voice="Polly.Marlene">Guten Tag</Say>')).toMatchObject({
    speech: { text: "Guten Tag", voice: "female", language: "de-de" },
    notes: [
      ["say-voice", "Polly.Marlene", "female"],
      ["say-language", "de-de"],
    ],
  });
  expect(read('<Say language="en">Hi</Say>').notes).toEqual([]);
});

test("a voice that an operator has configured is spoken as configured, without a note", () => {
  const voices = {
    "Polly.Marlene": { voice: "de-DE-Wavenet-C", engine: "google", language: "de-DE" },
    alice: { voice: "male" },
  } as const;
  expect(read('<Say voice="Polly.Marlene-Neural" language="fr-FR">Hallo</Say>', voices)).toMatchObject({
    speech: { voice: "de-DE-Wavenet-C", engine: "google", language: "de-DE" },
    notes: [],
  });
  expect(read('<Say voice="alice" language="fr-FR">Salut</Say>', voices)).toMatchObject({
    speech: { voice: "male", language: "fr-fr" },
    notes: [["say-language", "fr-fr"]],
  });
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
