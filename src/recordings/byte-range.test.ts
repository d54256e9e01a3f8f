import fc from "fast-check";
import { expect, test } from "vitest";
import { readRange } from "./byte-range.ts";

test.each([
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=2-5", { start: 2, end: 5 }],
  ["bytes=2-", { start: 2, end: 9 }],
  ["bytes=-3", { start: 7, end: 9 }],
  ["bytes=-300", { start: 0, end: 9 }],
  ["bytes=9-99999999999999999999", { start: 9, end: 9 }],
  ["Bytes = 1-2", { start: 1, end: 2 }],
])("%s of 10 bytes is a piece", (header, range) => {
  expect(readRange(header, 10)).toEqual(range);
});

test.each(["bytes=10-", "bytes=10-20", "bytes=-0"])("%s of 10 bytes cannot be satisfied", (header) => {
  expect(readRange(header, 10)).toBe("unsatisfiable");
});

test.each([undefined, "", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"])(
  "%s asks for the whole",
  (header) => {
    expect(readRange(header, 10)).toBe("whole");
  },
);

test("a piece is never empty and never reaches beyond the file", () => {
  const header = fc.tuple(fc.option(fc.nat(30), { nil: "" }), fc.option(fc.nat(30), { nil: "" }));
  fc.assert(
    fc.property(header, fc.nat(20), ([first, last], size) => {
      const range = readRange(`bytes=${first}-${last}`, size);
      if (typeof range === "string") return;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeGreaterThanOrEqual(range.start);
      expect(range.end).toBeLessThan(size);
    }),
  );
});
