import { expect, test } from "vitest";
import { node } from "../callflow/build.ts";
import type { Draft } from "../translate/draft.ts";
import { pay, tokensAtFirst } from "./tokens.ts";

const flowOf = (nodes: number): Draft =>
  Array.from({ length: nodes }).reduce<Draft | undefined>(
    (next) => node("sleep", { duration: 1, unit: "s" }, next),
    undefined,
  ) ?? node("hangup", {});

test("a short flow is paid from the call's own bucket", () => {
  expect(pay(flowOf(4), tokensAtFirst(0), 0)).toEqual({
    tokens: { left: 55, atMs: 0 },
    isFromOwnBucket: true,
  });
});

test("a flow that would empty the bucket is paid from others", () => {
  expect(pay(flowOf(10), tokensAtFirst(0), 0)).toMatchObject({ isFromOwnBucket: true });
  expect(pay(flowOf(11), tokensAtFirst(0), 0)).toEqual({
    tokens: { left: 75, atMs: 0 },
    isFromOwnBucket: false,
  });
});

test("ten tokens come back each second, up to a hundred", () => {
  expect(pay(flowOf(1), { left: 30, atMs: 0 }, 999).tokens.left).toBe(25);
  expect(pay(flowOf(1), { left: 30, atMs: 0 }, 2_000).tokens.left).toBe(45);
  expect(pay(flowOf(1), { left: 30, atMs: 0 }, 60_000).tokens.left).toBe(95);
});

test("a clock that was set back gives and takes nothing", () => {
  expect(pay(flowOf(1), { left: 50, atMs: 5_000 }, 1_000).tokens).toEqual({ left: 45, atMs: 1_000 });
});
