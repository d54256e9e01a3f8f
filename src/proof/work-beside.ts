import { setImmediate as nextTurn } from "node:timers/promises";
import type { Settling } from "../callbacks/settling.ts";
import type { WebhookOptions } from "../callbacks/webhook-routes.ts";
import type { Clock } from "./clock.ts";

/** How long the end of a leg waits for other webhooks of its moment, on the virtual clock. */
const SETTLE_MS = 1000;

type Put = { readonly dueMs: number; readonly work: () => Promise<void> };

/** Work of the server that goes on beside Kazoo's requests, on a clock that jumps. */
export type Beside = {
  /** For the server. */
  readonly options: WebhookOptions;
  /** Does what is due by a moment, and waits for all that goes on. */
  readonly until: (atMs: number) => Promise<void>;
};

/** The work beside a call whose clock it moves. */
export function workBeside(clock: Clock): Beside {
  let waiting: readonly Put[] = [];
  const working = new Set<Promise<void>>();
  const settle = async (): Promise<void> => {
    await Promise.all(working);
    // A callback that was handed over leaves in this turn.
    await nextTurn();
  };
  const until = async (atMs: number): Promise<void> => {
    await settle();
    for (;;) {
      const [next] = waiting.filter(({ dueMs }) => dueMs <= atMs).sort((a, b) => a.dueMs - b.dueMs);
      if (next === undefined) return;
      waiting = waiting.filter((one) => one !== next);
      clock.forwardTo(next.dueMs);
      await next.work();
      await settle();
    }
  };
  const settling: Settling = {
    later: (work) => {
      waiting = [...waiting, { dueMs: clock.nowMs + SETTLE_MS, work }];
    },
    close: () => until(Number.POSITIVE_INFINITY),
  };
  const track = (work: Promise<void>): void => {
    working.add(work);
    void work.finally(() => working.delete(work));
  };
  return { options: { settling, track }, until };
}
