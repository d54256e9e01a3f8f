import { type KazooModule, toChild } from "../call.ts";
import { numberOf, textOf } from "../data.ts";
import { waitForEvents } from "../wait.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const dayMs = 86_400_000;

/**
 * Waits for a day at most, without answering. Keys are lost, and each begins the wait anew (cf_sleep:handle/2,
 * constrain_duration/1, kapps_call_command:wait_for_hangup/1).
 */
export const sleep: KazooModule = {
  name: "sleep",
  versions: ["4.3", "5.0"],
  defaults: () => ({ duration: 0, unit: "s" }),
  run: (data, call) => {
    const ms = (numberOf(data, "duration") ?? 0) * (unitMs[textOf(data, "unit") ?? "s"] ?? 1000);
    waitForEvents(call.line, Math.min(ms, dayMs));
    return toChild;
  },
};
