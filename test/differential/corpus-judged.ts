import { expect, it } from "vitest";
import type { KazooVersion } from "../../src/callflow/flow.ts";
import { reasonToSkip, sharedFiles } from "../shared.ts";
import { judgeDocument } from "./corpus-calls.ts";

/** Why documents of the corpus are not played, and how many they are. It must not grow. */
const unplayed = {
  "<Application> in <Dial> is not simulated": 1,
  "<Conference> without a name is not simulated": 2,
  "<Queue> in <Dial> is not simulated": 4,
  "<Sim> in <Dial> is not simulated": 2,
  "sendDigits of <Number> in <Dial> is not simulated": 4,
};

/** Tests that the corpus is played on a version of Kazoo as at Twilio; each version has a file, so that both run at once. */
export function testCorpus(version: KazooVersion): void {
  const name = `plays the corpus on Kazoo ${version} as at Twilio, or a note tells (${reasonToSkip ?? "at hand"})`;
  it.skipIf(reasonToSkip)(
    name,
    async () => {
      const problems: unknown[] = [];
      const reasons: Record<string, number> = {};
      let calls = 0;
      for (const file of sharedFiles("corpus")) {
        const judgement = await judgeDocument(file, version);
        calls += judgement.calls;
        if (judgement.problems.length > 0) problems.push({ file, problems: judgement.problems });
        const { unplayed: reason } = judgement;
        if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
      }
      expect(problems).toEqual([]);
      expect(reasons).toEqual(unplayed);
      expect(calls).toBeGreaterThan(1500);
    },
    300_000,
  );
}
