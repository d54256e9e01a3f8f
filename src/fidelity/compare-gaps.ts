import type { Differ, Difference } from "./difference.ts";
import type { Step } from "./steps.ts";

/** Every `play` node of Kazoo waits so long before it plays (callflow.post_answer_delay). */
const postAnswerDelayMs = 100;

/** An answer is a `play` of so much silence, behind such a delay (there is no answer module in 4.3). */
const answeringMs = 200;

/** Within a second of silence there is one `play` of silence at most: the shortest Pause is a second. */
const pauseMs = 1000;

/** How long a Pivot request of which Twilio knows nothing may take: some tens of milliseconds in a usual network. */
const pivotRoundTripMs = 100;

/** How much shorter silence may be: of several documents that Twilio waits for, twivot asks within one request. */
const webhookMs = 100;

/** Where the silence before or inside two steps differs by more than the platforms themselves need. */
export function compareGaps(reference: Step, kazoo: Step, differ: Differ): readonly Difference[] {
  // What the caller does on the clock comes sooner after something that came a little later.
  const isOnTheClock = Math.abs(reference.atMs - kazoo.atMs) <= webhookMs;
  const own = isOnTheClock ? [] : compareGap(reference.gapMs, kazoo.gapMs, kazoo.roundTrips, differ);
  if (!("gaps" in reference) || !("gaps" in kazoo)) return own;
  const offsets = [...new Set([...reference.gaps, ...kazoo.gaps].map(({ offset }) => offset))].sort(
    (a, b) => a - b,
  );
  const at = ({ gaps }: typeof reference, offset: number) => gaps.filter((gap) => gap.offset === offset);
  const end = Math.min(lengthOf(reference), lengthOf(kazoo));
  const inner = offsets
    .filter((offset) => offset < end)
    .flatMap((offset) => {
      const [a, b] = [at(reference, offset), at(kazoo, offset)];
      return compareGap(sum(a, "ms"), sum(b, "ms"), sum(b, "roundTrips"), differ);
    });
  return [...own, ...inner];
}

function lengthOf(step: Extract<Step, { gaps: unknown }>): number {
  return step.kind === "speech" ? step.text.length : step.rounds;
}

function sum<K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}

function compareGap(
  reference: number,
  kazoo: number,
  roundTrips: number,
  differ: Differ,
): readonly Difference[] {
  const plays = 1 + Math.floor(reference / pauseMs);
  const longest = reference + answeringMs + plays * postAnswerDelayMs + roundTrips * pivotRoundTripMs;
  const isSame = kazoo <= longest && kazoo >= reference - webhookMs;
  return isSame ? [] : [differ("silence", `${reference} ms`, `${kazoo} ms`)];
}
