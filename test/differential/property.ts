import fc from "fast-check";
import type { KazooVersion } from "../../src/callflow/flow.ts";
import { judgeCall } from "./judge-call.ts";
import { type RandomCall, randomCall } from "./random-call.ts";
import { writeCall } from "./write-call.ts";

/** A call to be played on one version of Kazoo. */
export type Sample = { readonly call: RandomCall; readonly version: KazooVersion };

/** How often each judgement was given. */
export type Tally = Record<string, number>;

export type DifferentialOptions = {
  readonly runs: number;
  /** A whole number; the same one gives the same calls. */
  readonly seed: number;
  readonly versions: readonly KazooVersion[];
  /** Whether the first failure is given as it is, which is quicker than looking for a smaller one. */
  readonly first?: boolean;
  /** Is told of each run, with the tally so far. */
  readonly tell?: (tally: Tally) => void;
};

/** What came of many random calls; `failure` is the smallest call found whose translation is wrong. */
export type Outcome = { readonly tally: Tally; readonly failure: string | undefined };

/** Plays random calls on the reference Twilio and on Kazoo until one differs without a note. */
export async function playRandomCalls(options: DifferentialOptions): Promise<Outcome> {
  const { runs, seed, versions, first = false, tell } = options;
  const tally: Tally = {};
  let isShrinking = false;
  const samples = fc.record({ call: randomCall, version: fc.constantFrom(...versions) });
  const property = fc.asyncProperty(samples, async ({ call, version }) => {
    const judgement = await judgeCall(call, version);
    if (!isShrinking) {
      const name = judgement.kind === "faithful" ? judgement.verdict : judgement.kind;
      tally[name] = (tally[name] ?? 0) + 1;
      tell?.(tally);
    }
    isShrinking ||= judgement.kind === "wrong";
    if (judgement.kind === "wrong") throw new Error(judgement.problems.join("\n"));
  });
  const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: first });
  if (!details.failed) return { tally, failure: undefined };
  return { tally, failure: describeFailure(details) };
}

function describeFailure(details: fc.RunDetails<[Sample]>): string {
  const { seed, counterexample, counterexamplePath, errorInstance } = details;
  const [sample] = counterexample ?? [];
  const reason = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
  const call =
    sample === undefined ? [] : [`Kazoo ${sample.version}`, writeCall(sample.call, sample.version)];
  return [`seed ${seed}, path ${counterexamplePath}`, reason, "", ...call].join("\n");
}
