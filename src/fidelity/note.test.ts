import { expect, test } from "vitest";
import type { Element } from "../twiml/element.ts";
import { catalogue, type NoteCode } from "./catalogue.ts";
import { Notes, noteSentence } from "./note.ts";

const say: Element = { kind: "element", name: "Say", attributes: {}, children: [], line: 3, column: 7 };

test("a note knows its place, its verb and how much is lost", () => {
  const notes = new Notes();
  notes.add("loop-endless", say);
  expect(notes.all).toEqual([
    { code: "loop-endless", severity: "approximated", verb: "Say", line: 3, column: 7, details: {} },
  ]);
});

test("Twilio's number is the catalogue's, unless another is given", () => {
  const notes = new Notes();
  notes.add("nothing-to-play", say);
  notes.add("attribute-invalid", say, { attribute: "loop" }, 13510);
  expect(notes.all.map(({ twilioCode }) => twilioCode)).toEqual([13520, 13510]);
});

test("a sentence has the verb and the details filled in", () => {
  const notes = new Notes();
  notes.add("say-voice", say, { voice: "$&", kazoo: "female" });
  expect(notes.all.map(noteSentence)).toEqual(['voice="$&" is spoken by Kazoo\'s female voice.']);
});

test("the catalogue is in alphabetical order", () => {
  const codes = Object.keys(catalogue);
  expect(codes).toEqual(codes.toSorted());
});

test.each(Object.keys(catalogue) as NoteCode[])("%s has a sentence and a reason", (code) => {
  expect(catalogue[code].sentence).toMatch(/^\S.*\.$/);
  expect(catalogue[code].reason).toMatch(/\S/);
});
