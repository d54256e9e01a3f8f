import fc from "fast-check";
import { expect, test } from "vitest";
import { splitText } from "./split-text.ts";

const length = (text: string): number => [...text].length;

test("a text that fits stays whole", () => {
  expect(splitText("Hello.", 1000)).toEqual(["Hello."]);
  expect(splitText("", 1000)).toEqual([]);
});

test("cuts after the last sentence that fits, its blank included", () => {
  expect(splitText("One two. Three four. Five", 22)).toEqual(["One two. Three four. ", "Five"]);
});

test("cuts after a clause where no sentence ends, and after a word where there is no clause", () => {
  expect(splitText("one two, three four five", 20)).toEqual(["one two, ", "three four five"]);
  expect(splitText("one two three four", 10)).toEqual(["one two ", "three four"]);
});

test("a decimal point or an abbreviation without a blank is no sentence end", () => {
  expect(splitText("costs 3.50 dollars today", 12)).toEqual(["costs 3.50 ", "dollars ", "today"]);
});

test("Chinese and Japanese sentences end without a blank", () => {
  expect(splitText("你好。今天天气很好。再见", 6)).toEqual(["你好。", "今天天气很好", "。再见"]);
});

test("a word longer than the limit is cut, but never inside a character", () => {
  expect(splitText("😀😀😀", 2)).toEqual(["😀😀", "😀"]);
  expect(splitText("aae\u0301", 3)).toEqual(["aa", "e\u0301"]);
});

test("nothing is lost, whatever the text and the limit", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.integer({ min: 1, max: 30 }),
      (text, limit) => {
        const pieces = splitText(text, limit);
        expect(pieces.join("")).toBe(text);
        for (const piece of pieces) expect(length(piece)).toBeLessThanOrEqual(limit);
        expect(pieces).not.toContain("");
      },
    ),
  );
});

test("no word is cut that fits into a piece", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,9}[.,!?]?$/), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(words, fc.integer({ min: 11, max: 50 }), (list, limit) => {
      const pieces = splitText(list.join(" "), limit);
      expect(pieces.flatMap((piece) => piece.trim().split(/\s+/))).toEqual(list);
    }),
  );
});
