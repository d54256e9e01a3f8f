import { expect, test } from "vitest";
import { randomBytes } from "./random-bytes.ts";

test("no bytes are given twice, across many pools", () => {
  const given = Array.from({ length: 2_000 }, () => Buffer.from(randomBytes(16)).toString("hex"));
  expect(new Set(given).size).toBe(2_000);
  expect(new Set(given.map((hex) => hex.length))).toEqual(new Set([32]));
});

test("as many are given as are asked for", () => {
  for (const size of [0, 1, 4095, 4096, 4097, 100_000]) expect(randomBytes(size)).toHaveLength(size);
});

test("what was given does not change", () => {
  const first = randomBytes(16);
  const hex = Buffer.from(first).toString("hex");
  for (let count = 0; count < 1_000; count += 1) randomBytes(16);
  expect(Buffer.from(first).toString("hex")).toBe(hex);
});
