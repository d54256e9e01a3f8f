/** Work of which only so much goes on at once, in all and in each lane. */
export type Lanes = {
  /** The work must not fail. Lanes take turns; within one the order stays. */
  readonly add: (lane: string, work: () => Promise<void>) => void;
};

type Lane = { readonly waiting: (() => Promise<void>)[]; running: number };

/** Lanes without work cost nothing. */
export function createLanes({ atOnce, atOncePerLane }: { atOnce: number; atOncePerLane: number }): Lanes {
  const lanes = new Map<string, Lane>();
  /** Those that may begin something, in the order of their turns. */
  const ready = new Set<string>();
  let running = 0;

  const consider = (name: string, lane: Lane): void => {
    if (lane.waiting.length > 0 && lane.running < atOncePerLane) ready.add(name);
    else if (lane.waiting.length === 0 && lane.running === 0) lanes.delete(name);
  };
  const begin = (name: string, lane: Lane): void => {
    const work = lane.waiting.shift();
    if (work === undefined) return;
    running += 1;
    lane.running += 1;
    consider(name, lane);
    void work().finally(() => {
      running -= 1;
      lane.running -= 1;
      consider(name, lane);
      beginMore();
    });
  };
  const beginMore = (): void => {
    for (const name of ready) {
      if (running >= atOnce) return;
      ready.delete(name);
      const lane = lanes.get(name);
      if (lane !== undefined) begin(name, lane);
    }
  };
  return {
    add: (name, work) => {
      const lane = lanes.get(name) ?? { waiting: [], running: 0 };
      lanes.set(name, lane);
      lane.waiting.push(work);
      consider(name, lane);
      beginMore();
    },
  };
}
