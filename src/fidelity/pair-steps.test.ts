import fc from "fast-check";
import { expect, test } from "vitest";
import { type Likeness, pairSteps } from "./pair-steps.ts";

/** Letters are the same in one case, of a kind in both, and else not to be paired. */
function likeness(a: string, b: string): Likeness {
  if (a === b) return "same";
  return a.toLowerCase() === b.toLowerCase() ? "kind" : "none";
}

function pairs(reference: string, other: string): string {
  return pairSteps([...reference], [...other], likeness)
    .map(([a, b]) => `${a ?? "-"}${b ?? "-"}`)
    .join(" ");
}

test.each([
  ["abc", "abc", "aa bb cc"],
  ["abc", "ac", "aa b- cc"],
  ["ac", "abc", "aa -b cc"],
  ["abc", "aBc", "aa bB cc"],
  ["ab", "cd", "a- b- -c -d"],
  ["", "a", "-a"],
  ["a", "", "a-"],
  ["aAb", "Ab", "a- AA bb"],
])("%j and %j are paired as %s", (reference, other, expected) => {
  expect(pairs(reference, other)).toBe(expected);
});

test("each thing of both sides is there once, in its order", () => {
  const side = fc.array(fc.constantFrom(..."aAbBc"), { maxLength: 20 });
  const keeps = (reference: string[], other: string[]) => {
    const paired = pairSteps(reference, other, likeness);
    expect(paired.flatMap(([a]) => a ?? [])).toEqual(reference);
    expect(paired.flatMap(([, b]) => b ?? [])).toEqual(other);
    expect(paired.every(([a, b]) => a === undefined || b === undefined || likeness(a, b) !== "none")).toBe(
      true,
    );
  };
  fc.assert(fc.property(side, side, keeps));
});

test("long sequences that differ early are paired all the same", () => {
  const reference = Array.from({ length: 5000 }, () => "a");
  const paired = pairSteps(["b", ...reference], reference, likeness);
  expect(paired.flatMap(([a]) => a ?? [])).toHaveLength(5001);
  expect(paired.flatMap(([, b]) => b ?? [])).toHaveLength(5000);
});
