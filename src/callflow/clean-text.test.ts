import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, isClean } from "./clean-text.ts";

test("a bar becomes a comma, which a voice does not read out", () => {
  expect(cleanText("Monday|Tuesday")).toBe("Monday,Tuesday");
});

test("control characters become blanks", () => {
  expect(cleanText("a\u0000b\r\nc\u007fd\u0085e")).toBe("a b  c d e");
});

test("quotes and letters of any script stay", () => {
  const text = '"It\'s" 100% \u00fcber \u4f60\u597d \u{1f600}';
  expect(cleanText(text)).toBe(text);
});

test("cleaned text is clean and as long as before", () => {
  const units = fc.array(fc.oneof(fc.nat({ max: 0x9f }), fc.nat({ max: 0xffff })));
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes);
      expect(isClean(cleanText(text))).toBe(true);
      expect(cleanText(text)).toHaveLength(text.length);
    }),
  );
});
