import { expect, it } from "vitest";
import { playRandomCalls } from "./property.ts";

/** The same calls each time, so that a change is to blame for what it breaks; `npm run fuzz` plays others. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

it(`plays random calls on Kazoo as Twilio does, or a note tells (FUZZ_SEED=${seed})`, async () => {
  const { tally, failure } = await playRandomCalls({ runs: 2000, seed, versions: ["4.3", "5.0"] });
  expect(failure).toBeUndefined();
  // Calls of which nothing can be said are the exception.
  expect(tally["unsteady"] ?? 0).toBeLessThan(200);
  expect(tally["exact"] ?? 0).toBeGreaterThan(800);
}, 120_000);
