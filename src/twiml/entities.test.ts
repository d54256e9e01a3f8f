import { expect, test } from "vitest";
import { decodeReferences, resolveReference } from "./entities.ts";

test.each([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["#233", "é"],
  ["#0000233", "é"],
  ["#xe9", "é"],
  ["#xE9", "é"],
  ["#9", "\t"],
  ["#xFFFD", "\ufffd"],
  ["#x1F600", "😀"],
  ["#x10FFFF", "\u{10ffff}"],
])("&%s; stands for a character", (reference, character) =>
  expect(resolveReference(reference)).toBe(character),
);

test.each([
  ["nbsp"],
  ["AMP"],
  ["__proto__"],
  ["toString"],
  ["#0"],
  ["#8"],
  ["#xD800"],
  ["#xDFFF"],
  ["#xFFFE"],
  ["#x110000"],
  ["#99999999999999999999999999999999"],
])("&%s; stands for no character", (reference) => expect(resolveReference(reference)).toBeUndefined());

test("what a reference stands for is not read again", () => {
  expect(decodeReferences("&amp;lt; &#38;gt;")).toBe("&lt; &gt;");
});
