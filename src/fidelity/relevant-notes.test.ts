import { expect, test } from "vitest";
import type { CallEvent } from "../simulator/transcript.ts";
import { element } from "../twiml/element.ts";
import type { NoteCode } from "./catalogue.ts";
import { type Note, Notes } from "./note.ts";
import { relevantNotes } from "./relevant-notes.ts";

function isRelevant(code: NoteCode, events: readonly CallEvent[], details: Note["details"] = {}): boolean {
  const notes = new Notes();
  notes.add(code, element("Dial"), details);
  return relevantNotes(notes.all, events, 20).length > 0;
}

const bridged = (endedBy: "caller" | "callee"): CallEvent => ({
  kind: "bridged",
  atMs: 0,
  target: "+15005550010",
  forMs: 5000,
  endedBy,
});
const ended = (by: "caller" | "platform"): CallEvent => ({
  kind: "ended",
  atMs: 5000,
  by,
  cause: "NORMAL_CLEARING",
});
const asks = { kind: "requested", atMs: 5000, method: "POST", url: "/", headers: {}, body: "" } as const;

test("that nothing comes after a talk counts where the other party has ended the talk, and the call was over", () => {
  expect(isRelevant("dial-no-return", [bridged("callee"), ended("platform")])).toBe(true);
  expect(isRelevant("dial-no-return", [bridged("caller"), ended("caller")])).toBe(false);
  expect(isRelevant("dial-no-return", [bridged("callee"), asks, ended("platform")])).toBe(false);
  expect(isRelevant("dial-no-return", [ended("platform")])).toBe(false);
});

test("that an action is not asked after a hang-up counts where the caller has hung up", () => {
  expect(isRelevant("action-after-hang-up", [ended("caller")])).toBe(true);
  expect(isRelevant("action-after-hang-up", [ended("platform")])).toBe(false);
});

const records: CallEvent = { kind: "recording", atMs: 1000 };
const speaks = (atMs: number): CallEvent => ({ kind: "spoke", atMs, forMs: 2000 });
const presses = (digit: string): CallEvent => ({ kind: "pressed", atMs: 4000, digit });

test("that a recording of nothing is one counts where nobody spoke in one", () => {
  expect(isRelevant("record-empty", [records, asks])).toBe(true);
  expect(isRelevant("record-empty", [records, speaks(3000), asks])).toBe(false);
  expect(isRelevant("record-empty", [speaks(0), records, asks])).toBe(false);
  expect(isRelevant("record-empty", [records, asks, speaks(6000)])).toBe(true);
  expect(isRelevant("record-empty", [speaks(3000), asks])).toBe(false);
});

test("it counts too where a recording goes on when Twilio's has ended", () => {
  const notes = new Notes();
  notes.add("record-empty", element("Record"));
  notes.add("record-silence-goes-on", element("Record"));
  expect(relevantNotes(notes.all, [records, speaks(3000), asks], 20)).toHaveLength(2);
});

test("that any key ends a recording counts where another than those of the Record did", () => {
  const isAnyKey = (...events: readonly CallEvent[]) => isRelevant("record-any-key", events, { keys: "#" });
  expect(isAnyKey(records, presses("1"), asks)).toBe(true);
  expect(isAnyKey(records, presses("#"), asks)).toBe(false);
  expect(isAnyKey(presses("1"), records, asks)).toBe(false);
  expect(isAnyKey(records, asks, presses("1"))).toBe(false);
});

test("that Kazoo does not say why it lets go of a caller counts where a key leads out of the queue", () => {
  expect(isRelevant("enqueue-result", [presses("#")])).toBe(true);
  expect(isRelevant("enqueue-result", [presses("1"), ended("caller")])).toBe(false);
});
