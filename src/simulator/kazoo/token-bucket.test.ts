import { expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

it("has a hundred tokens, which are twenty nodes", () => {
  const bucket = new TokenBucket(0);
  const paid = Array.from({ length: 21 }, () => bucket.consume(5, 0));
  expect(paid).toEqual([...Array(20).fill(true), false]);
});

it("gets ten tokens each full second since it was opened", () => {
  const bucket = new TokenBucket(500);
  bucket.consume(100, 500);
  expect(bucket.consume(10, 1499)).toBe(false);
  expect(bucket.consume(10, 1500)).toBe(true);
  expect(bucket.consume(1, 1500)).toBe(false);
});

it("never holds more than a hundred", () => {
  const bucket = new TokenBucket(0);
  expect(bucket.consume(101, 60_000)).toBe(false);
});
