import { expect, test } from "vitest";
import type { CallEvent } from "../simulator/transcript.ts";
import { element } from "../twiml/element.ts";
import type { NoteCode } from "./catalogue.ts";
import { Notes } from "./note.ts";
import { relevantNotes } from "./relevant-notes.ts";

function isRelevant(code: NoteCode, events: readonly CallEvent[]): boolean {
  const notes = new Notes();
  notes.add(code, element("Dial"));
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
