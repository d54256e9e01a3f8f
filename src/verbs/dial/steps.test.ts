import { expect, test } from "vitest";
import type { Endpoint } from "../platform.ts";
import { stepsOf } from "./steps.ts";

function target(to: Endpoint | undefined) {
  return { to, as: "", headers: {} };
}

const user = target({ kind: "user", id: "u1" });
const device = target({ kind: "device", id: "d1" });
const first = target({ kind: "number", number: "+14155552671" });
const second = target({ kind: "number", number: "+14155552672" });
const mailbox = target({ kind: "voicemail", id: "m1" });

function told(targets: Parameters<typeof stepsOf>[0], isSequential: boolean): readonly string[] {
  const name = (to: Endpoint) => ("id" in to ? to.id : to.number);
  return stepsOf(targets, isSequential).map((step) =>
    step.kind === "one" ? name(step.to) : `${step.strategy} ${step.to.map(name)}`,
  );
}

test("phones ring together, before the numbers, which are called in their order", () => {
  expect(told([first, user, second, device], false)).toEqual([
    "simultaneous u1,d1",
    "+14155552671",
    "+14155552672",
  ]);
});

test("a single phone comes before the numbers", () => {
  expect(told([first, user], false)).toEqual(["u1", "+14155552671"]);
});

test("in sequence phones are called by one node", () => {
  expect(told([user, device], true)).toEqual(["single u1,d1"]);
});

test("in sequence phones and numbers keep their order", () => {
  expect(told([first, user, device, mailbox], true)).toEqual(["+14155552671", "u1", "d1", "m1"]);
});

test("who cannot be called is left out", () => {
  expect(told([target(undefined), first], false)).toEqual(["+14155552671"]);
  expect(told([target(undefined)], true)).toEqual([]);
});
