import { expect, test } from "vitest";
import { seededBytes } from "./errand.ts";

const firstThree = (seed: string) => {
  const bytes = seededBytes(seed);
  return [bytes(16), bytes(16), bytes(8)].map((each) => Buffer.from(each).toString("hex"));
};

test("bytes of a seed come again in the same order, and differ from each other and from another seed's", () => {
  const [one, two, three] = firstThree("seed");
  expect(firstThree("seed")).toEqual([one, two, three]);
  expect(one).not.toBe(two);
  expect(three).toHaveLength(16);
  expect(firstThree("other")[0]).not.toBe(one);
});
