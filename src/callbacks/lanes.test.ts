import { expect, test } from "vitest";
import { createLanes } from "./lanes.ts";

/** Work that ends when it is told to. */
function work() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    endFirst: async () => {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    of: (name: string) => () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
  };
}

test("no lane has more at once than it may", () => {
  const { begun, of } = work();
  const lanes = createLanes({ atOnce: 10, atOncePerLane: 2 });
  for (const name of ["a1", "a2", "a3"]) lanes.add("a", of(name));
  expect(begun).toEqual(["a1", "a2"]);
});

test("a lane that is full does not hold up another", () => {
  const { begun, of } = work();
  const lanes = createLanes({ atOnce: 10, atOncePerLane: 1 });
  for (const name of ["a1", "a2"]) lanes.add("a", of(name));
  lanes.add("b", of("b1"));
  expect(begun).toEqual(["a1", "b1"]);
});

test("all lanes together have no more at once than they may, and take turns", async () => {
  const { begun, of, endFirst } = work();
  const lanes = createLanes({ atOnce: 1, atOncePerLane: 1 });
  for (const name of ["a1", "a2", "a3"]) lanes.add("a", of(name));
  for (const name of ["b1", "b2"]) lanes.add("b", of(name));
  expect(begun).toEqual(["a1"]);
  for (let ended = 0; ended < 4; ended += 1) await endFirst();
  expect(begun).toEqual(["a1", "b1", "a2", "b2", "a3"]);
});
