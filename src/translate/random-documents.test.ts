import fc from "fast-check";
import { expect, test } from "vitest";
import { followDocument, spokenIn } from "../../test/support/follow-document.ts";
import { checkFlow } from "../callflow/check.ts";
import { cleanText } from "../callflow/clean-text.ts";
import { flowJson } from "../callflow/json.ts";
import { childElements, type Element, element, text } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { plainSetting } from "../verbs/plain-setting.ts";
import { allNotes } from "./all-notes.ts";
import { newState } from "./draft.ts";

const versions = ["4.3", "5.0"] as const;
const setting = (kazoo: (typeof versions)[number]) => plainSetting(kazoo, "https://app.test/ivr/start");

/** What XML allows, with much of what is awkward on its way to Kazoo. */
const characters = fc.string({
  unit: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(..."abc .,!?|\t\n\r\"'\\/<&>{}%#*0123456789") },
    {
      weight: 2,
      arbitrary: fc.constantFrom("é", "ß", "你", "。", "😀", "👩‍👧", "e\u0301", "\u00a0", "\u0085", "\u2028"),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter(isXml) },
  ),
  maxLength: 60,
});

/** https://www.w3.org/TR/xml/#charsets */
function isXml(character: string): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]$/u.test(character);
}

const longText = fc
  .tuple(characters, fc.integer({ min: 1, max: 400 }))
  .map(([piece, times]) => `${piece} `.repeat(times));

const speech = fc.oneof({ weight: 5, arbitrary: characters }, { weight: 1, arbitrary: longText });

/** Values that some attribute takes, and junk. */
const value = fc.oneof(
  fc.constantFrom(
    "1",
    "2",
    "0",
    "12",
    "true",
    "false",
    "#",
    "*",
    "GET",
    "post",
    "dtmf",
    "speech",
    "dtmf speech",
  ),
  fc.constantFrom(
    "man",
    "woman",
    "Polly.Amy",
    "Google.de-DE-Wavenet-B",
    "en-GB",
    "zh",
    "busy",
    "1w2W#",
    "-1",
    "1e3",
  ),
  fc.constantFrom("constructor", "__proto__", "", " ", "/next?a=b", "//other.test", "mailto:a@b", "http://"),
  characters,
);

const attributeNames = [
  ...["loop", "voice", "language", "digits", "length", "action", "method", "input", "timeout", "numDigits"],
  ...[
    "finishOnKey",
    "actionOnEmptyResult",
    "bargeIn",
    "reason",
    "key",
    "value",
    "alias",
    "frobnicate",
    "constructor",
  ],
];

/** A loop of 1,000 rounds is one of 13: more takes longer than it teaches. */
const attributes = fc
  .dictionary(fc.constantFrom(...attributeNames), value, { maxKeys: 4, noNullPrototype: false })
  .map(({ loop, ...others }) =>
    loop === undefined
      ? others
      : { ...others, loop: /^[0\s]*$/.test(loop) ? "13" : loop.replace(/\d{2,}/g, "12") },
  );

function made(names: readonly string[], content: fc.Arbitrary<readonly Element["children"][number][]>) {
  return fc
    .tuple(fc.constantFrom(...names), attributes, content)
    .map(([name, own, children]) => element(name, own, ...children));
}

const words = speech.map((value) => [text(value)]);
const ssml = made(["break", "emphasis", "sub", "p", "frob"], words);
const sayContent = fc.array(fc.oneof(speech.map(text), ssml), { maxLength: 3 });
const say = made(["Say"], sayContent);
const play = made(
  ["Play"],
  fc.oneof(fc.constantFrom("a.mp3", "/b.wav", "http://c.test/d"), characters).map((url) => [text(url)]),
);
const pause = made(["Pause"], fc.constant([]));
const gather = made(
  ["Gather"],
  fc.array(fc.oneof(say, play, pause, made(["Frob"], words)), { maxLength: 4 }),
);
const set = made(["Set"], fc.array(made(["Variable", "Frob"], fc.constant([])), { maxLength: 2 }));
const others = made(["Redirect", "Hangup", "Reject", "Dial", "Frobnicate", "say"], words);

const documents = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: say },
    { weight: 3, arbitrary: gather },
    { weight: 2, arbitrary: fc.oneof(play, pause, set) },
    { weight: 1, arbitrary: others },
  ),
  { maxLength: 12 },
);

test("any tree of verbs becomes flows in which Kazoo does all that is written", async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (elements) => {
      for (const kazoo of versions) {
        const { flows } = await followDocument(elements, setting(kazoo));
        for (const flow of flows) {
          expect(checkFlow(flow, kazoo)).toEqual([]);
          expect(flowJson(flow)).toMatch(/^[ -~]{1,100000}$/);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("the notes of any tree of verbs stand in document order, none twice", () => {
  fc.assert(
    fc.property(documents, (elements) => {
      // Elements made by hand all stand at the same place; written down and read, each has its own.
      const read = childElements(parseTwiml(`<Response>${elements.map(written).join("")}</Response>`));
      for (const kazoo of versions) {
        const notes = allNotes(read, newState, setting(kazoo));
        const places = notes.map(({ line, column }) => line * 1e6 + column);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(new Set(notes.map((note) => JSON.stringify(note))).size).toBe(notes.length);
      }
    }),
    { numRuns: 100 },
  );
});

test("every word is spoken once, in its order, over all flows", async () => {
  const spoken = fc.oneof(
    speech.map((words) => element("Say", {}, text(words))),
    fc
      .array(speech, { maxLength: 3 })
      .map((all) => element("Gather", {}, ...all.map((words) => element("Say", {}, text(words))))),
    fc
      .array(speech, { maxLength: 3 })
      .map((all) =>
        element("Gather", { input: "speech" }, ...all.map((words) => element("Say", {}, text(words)))),
      ),
    fc.constantFrom(element("Pause"), element("Frobnicate"), element("Play", {}, text("a.mp3"))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(spoken, { maxLength: 8 }), async (elements) => {
      const expected = lettersOf(elements.map(wordsOf).join(""));
      for (const kazoo of versions) {
        const { flows } = await followDocument(elements, setting(kazoo));
        expect(lettersOf(flows.flatMap(spokenIn).join(""))).toBe(expected);
      }
    }),
    { numRuns: 200 },
  );
});

/** Without blanks, and without the marks that may be added where two Says of a prompt become one speech. */
function lettersOf(speech: string): string {
  return cleanText(speech).replace(/[\s.]+/g, "");
}

/** Only where something is spoken: what a Play holds is a URL. */
function wordsOf(node: Element["children"][number]): string {
  if (node.kind === "text") return node.text;
  return node.name === "Play" ? "" : node.children.map(wordsOf).join("");
}

function written(node: Element["children"][number]): string {
  if (node.kind === "text") return escaped(node.text);
  const own = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${node.name}${own.join("")}>${node.children.map(written).join("")}</${node.name}>`;
}

function escaped(words: string): string {
  return words.replace(/[<>&"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
