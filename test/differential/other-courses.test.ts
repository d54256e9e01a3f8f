import { expect, test } from "vitest";
import { Notes } from "../../src/fidelity/note.ts";
import { relevantNotes } from "../../src/fidelity/relevant-notes.ts";
import type { CallEvent } from "../../src/simulator/transcript.ts";
import { element } from "../../src/twiml/element.ts";
import { mayTakeAnotherCourse, untilAnotherCourse } from "./other-courses.ts";

const notes = new Notes();
notes.add("gather-finish-key-first", element("Gather"), { key: "*" });
notes.add("gather-empty-finish-key", element("Gather"));
notes.add("gather-prompt-parts", element("Gather"), { parts: 2 });
notes.add("say-voice", element("Say"));

const requested = { atMs: 1000, kind: "requested", method: "POST", url: "", headers: {}, body: "" } as const;
const codes = (...events: readonly CallEvent[]) =>
  relevantNotes(notes.all, events, 20).map(({ code }) => code);
const pressed = (digit: string, atMs: number): CallEvent => ({ atMs, kind: "pressed", digit });

test("of a call without keys the notes about keys tell nothing", () => {
  expect(codes(requested)).toEqual(["say-voice"]);
});

test("a note about a key matters where that key is pressed", () => {
  expect(codes(pressed("*", 500))).toEqual(["gather-finish-key-first", "say-voice"]);
  expect(codes(pressed("#", 500))).toEqual(["gather-empty-finish-key", "say-voice"]);
});

test("a note about keys between parts of a prompt matters where one is pressed while Kazoo asks", () => {
  expect(codes(requested, pressed("1", 1000))).toEqual(["gather-prompt-parts", "say-voice"]);
  expect(codes(pressed("1", 1000), requested, pressed("2", 1021))).toEqual(["say-voice"]);
});

test("a key that is noted turns the course of a call, and no voice, status or answer", () => {
  const relevant = notes.all.slice(0, 1);
  expect(mayTakeAnotherCourse({ what: "speech", atMs: 0 }, relevant)).toBe(true);
  expect(mayTakeAnotherCourse({ what: "call-status", atMs: 0 }, relevant)).toBe(false);
  expect(mayTakeAnotherCourse({ what: "speech", atMs: 0 }, notes.all.slice(3))).toBe(false);
});

test("behind a talk that ends at another time nothing is judged, and before it all is", () => {
  const codes = [undefined, undefined, "dial-time-limit", undefined] as const;
  const explained = codes.map((code, atMs) => ({ difference: { what: "request", atMs } as const, code }));
  expect(untilAnotherCourse(explained)).toEqual(explained.slice(0, 2));
  expect(untilAnotherCourse(explained.slice(0, 1))).toHaveLength(1);
});

test("what differs in the very moment in which a call takes another course belongs to that", () => {
  const difference = { what: "request", atMs: 0 } as const;
  const explained = [undefined, "record-empty"] as const;
  expect(untilAnotherCourse(explained.map((code) => ({ difference, code })))).toEqual([]);
});
