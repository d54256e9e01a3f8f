import fc from "fast-check";
import { expect, test } from "vitest";
import { sayAs } from "./say-as.ts";

function read(interpretAs: string, words: string, format = ""): string | undefined {
  return sayAs(words, { interpretAs, format, isEnglish: true });
}

test.each([
  ["characters", "a1 b", "a 1 b"],
  ["spell-out", "LAX", "L A X"],
  ["verbatim", "😀x", "😀 x"],
  ["digits", "1234", "1 2 3 4"],
  ["digits", "room 12", "room 1 2"],
  ["telephone", "(555) 010-0199", "5 5 5, 0 1 0, 0 1 9 9"],
  ["telephone", "+15550100199", "+ 1 5 5 5 0 1 0 0 1 9 9"],
  ["cardinal", "1,234", "1,234"],
  ["number", "7", "7"],
  ["ordinal", "1", "1st"],
  ["ordinal", "2", "2nd"],
  ["ordinal", " 23 ", "23rd"],
  ["ordinal", "11", "11th"],
  ["ordinal", "1,112", "1112th"],
  ["ordinal", "20", "20th"],
])("%s: %j is read %j", (interpretAs, words, expected) => {
  expect(read(interpretAs, words)).toBe(expected);
});

test.each([
  ["mdy", "01/31/2025", "January 31, 2025"],
  ["dmy", "31.1.2025", "January 31, 2025"],
  ["ymd", "2025-01-31", "January 31, 2025"],
  ["", "2025-01-31", "January 31, 2025"],
  ["yyyymmdd", "20250131", "January 31, 2025"],
  ["yyyymmdd", "????0131", "January 31"],
  ["md", "1-31", "January 31"],
  ["my", "1/2025", "January 2025"],
  ["d", "31", "31"],
  ["m", "12", "December"],
  ["y", "2025", "2025"],
])("a date in the format %j, %j, is read %j", (format, words, expected) => {
  expect(read("date", words, format)).toBe(expected);
});

test.each([
  ["mdy", "13/31/2025"],
  ["mdy", "01/32/2025"],
  ["mdy", "01/31"],
  ["dd", "1/1"],
  ["x", "1"],
  ["", "tomorrow"],
  ["yyyymmdd", "????????"],
])("what is no date in the format %j, such as %j, is read as it is", (format, words) => {
  expect(read("date", words, format)).toBeUndefined();
});

test.each(["time", "unit", "fraction", "address", "currency", "", "constructor"])(
  "there are no plain words for %j",
  (interpretAs) => {
    expect(read(interpretAs, "1/2")).toBeUndefined();
  },
);

test("whatever is spelled keeps its characters in their order", () => {
  fc.assert(
    fc.property(fc.constantFrom("characters", "digits"), fc.string(), (interpretAs, words) => {
      expect(read(interpretAs, words)?.replace(/\s/g, "")).toBe(words.replace(/\s/g, ""));
    }),
  );
});

test("no text makes it fail", () => {
  const ways = fc.constantFrom("telephone", "ordinal", "date", "digits", "characters");
  fc.assert(
    fc.property(ways, fc.string(), fc.string(), (way, words, format) => {
      expect(["string", "undefined"]).toContain(typeof read(way, words, format));
    }),
  );
});
