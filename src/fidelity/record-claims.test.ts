import { expect, test } from "vitest";
import { element } from "../twiml/element.ts";
import type { Difference } from "./difference.ts";
import { explanations } from "./explanations.ts";
import { type Note, Notes } from "./note.ts";

type Told = Partial<Pick<Difference, "reference" | "kazoo">>;

function explains(code: Note["code"], what: Difference["what"], told: Told, details: Note["details"] = {}) {
  const notes = new Notes();
  notes.add(code, element("Record"), details);
  const [note] = notes.all;
  return note !== undefined && explanations[code]?.explains({ what, atMs: 0, ...told }, note);
}

const longer: readonly [Difference["what"], Told][] = [
  ["silence", { reference: "2000 ms", kazoo: "5200 ms" }],
  ["recording-duration", { reference: "RecordingDuration=2", kazoo: "RecordingDuration=5" }],
  ["request", { reference: "POST /m" }],
  ["digits", { reference: "Digits=", kazoo: "Digits=hangup" }],
  ["call-status", { reference: "CallStatus=in-progress", kazoo: "CallStatus=completed" }],
];

const shorter: readonly [Difference["what"], Told][] = [
  ["silence", { reference: "8000 ms", kazoo: "5200 ms" }],
  ["recording-duration", { reference: "RecordingDuration=8", kazoo: "RecordingDuration=5" }],
  ["request", { kazoo: "POST /m" }],
  ["digits", { reference: "Digits=hangup", kazoo: "Digits=" }],
  ["call-status", { reference: "CallStatus=completed", kazoo: "CallStatus=in-progress" }],
];

test.each(["record-length", "record-silence-goes-on"] as const)("%s makes a recording longer", (code) => {
  expect(longer.map(([what, told]) => explains(code, what, told))).toEqual(longer.map(() => true));
  expect(shorter.map(([what, told]) => explains(code, what, told))).toEqual(shorter.map(() => false));
});

test.each([1, 4])("silence of Kazoo's makes one that %i s end longer, and not shorter", (timeout) => {
  const by = ([what, told]: (typeof longer)[number]) => explains("record-silence", what, told, { timeout });
  expect(longer.map(by)).toEqual(longer.map(() => true));
  expect(shorter.map(by)).toEqual(shorter.map(() => false));
});

test.each([0, 6])("it makes one with a timeout of %i shorter, and so does any key", (timeout) => {
  const others = shorter.filter(([what]) => what !== "request");
  for (const code of ["record-silence", "record-any-key"] as const) {
    const by = ([what, told]: (typeof longer)[number]) => explains(code, what, told, { timeout });
    expect(shorter.map(by)).toEqual(shorter.map(() => true));
    expect(longer.filter(([what]) => what !== "request").map(by)).toEqual(others.map(() => false));
  }
});

test("a recording of nothing asks in place of what follows, and is told of to nobody at Twilio", () => {
  const kinds = ["speech", "media", "dial"] as const;
  for (const what of kinds) {
    expect(explains("record-empty", what, { reference: "a" })).toBe(true);
    expect(explains("record-empty", what, { kazoo: "a" })).toBe(false);
  }
  expect(explains("record-empty", "speech", { reference: "ab", kazoo: "a" })).toBe(true);
  expect(explains("record-empty", "speech", { reference: "a", kazoo: "ab" })).toBe(false);
  expect(explains("record-empty", "parameter", { reference: "no RecordingUrl", kazoo: "u" })).toBe(true);
  expect(explains("record-empty", "parameter", { reference: "no tenant", kazoo: "tenant=1" })).toBe(false);
});
