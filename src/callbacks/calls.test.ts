import { expect, test } from "vitest";
import { node } from "../callflow/build.ts";
import { continueWith, newState } from "../translate/draft.ts";
import type { HangUp } from "../translate/hang-up.ts";
import { hangUpOf } from "./calls.ts";

const hangUp: HangUp = { verb: "Dial", legs: [] };
const dial = {
  pending: { verb: "Dial", state: {}, hangUp },
  rest: [],
  state: { ...newState, variables: { tenant: "7" } },
};
const waits = { hangUp, variables: { tenant: "7" } };
const gather = { pending: { verb: "Gather", state: {} }, rest: [], state: newState };

test("what a hang-up means is found where the flow comes back to twivot", () => {
  const draft = node("sleep", { duration: 1, unit: "s" }, continueWith(dial));
  expect(hangUpOf(draft)).toEqual(waits);
});

test("it is found where the caller comes back from a bridge", () => {
  const hangup = node("hangup", {});
  const data = { continuation: dial, extension: "9001" };
  expect(hangUpOf({ module: "come-back", data, children: { _: hangup } })).toEqual(waits);
});

test("a hang-up during a Gather means nothing", () => {
  expect(hangUpOf(continueWith(gather))).toBeUndefined();
});
