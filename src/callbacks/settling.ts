/** Puts work off for a moment. */
export type Settling = {
  readonly later: (work: () => Promise<void>) => void;
  /** Does at once what is put off, and waits for it. */
  readonly close: () => Promise<void>;
};

/** More is not put off. */
const MAX_WAITING = 10_000;

/**
 * Kazoo sends webhooks at the same time and without order: what an end means is known when those of the moment have come.
 * The work must not fail.
 */
export function createSettling(ms: number): Settling {
  const waiting = new Map<() => Promise<void>, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const run = (work: () => Promise<void>): void => {
    waiting.delete(work);
    const done = work().finally(() => running.delete(done));
    running.add(done);
  };
  return {
    later: (work) => {
      if (waiting.size >= MAX_WAITING) run(work);
      else waiting.set(work, setTimeout(run, ms, work).unref());
    },
    close: async () => {
      for (const [work, timer] of waiting) {
        clearTimeout(timer);
        run(work);
      }
      await Promise.all(running);
    },
  };
}
