import { expect, it } from "vitest";
import { playRandomCalls } from "./property.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000);

it(`plays random calls on Kazoo as Twilio does, or a note tells (SEED=${seed})`, async () => {
  const { tally, failure } = await playRandomCalls({ runs: 2000, seed, versions: ["4.3", "5.0"] });
  expect(failure).toBeUndefined();
  // Calls of which nothing can be said are the exception.
  expect(tally["unsteady"] ?? 0).toBeLessThan(200);
  expect(tally["exact"] ?? 0).toBeGreaterThan(800);
}, 120_000);
