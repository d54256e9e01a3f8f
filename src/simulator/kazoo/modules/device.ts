import { bridge } from "../bridge.ts";
import { type KazooModule, toChild } from "../call.ts";
import { numberOf, textOf } from "../data.ts";
import { waitWithoutKeys } from "../wait.ts";

/** Without a timeout FreeSWITCH rings on, and the module gives up (kapps_call_command:wait_for_bridge). */
const patienceMs = 40_000;

/** Calls a device; one that is not in the account leads to `_` (cf_device:bridge_to_endpoints/2). */
export const device: KazooModule = {
  name: "device",
  versions: ["4.3", "5.0"],
  defaults: () => ({ delay: 0, dial_strategy: "simultaneous", timeout: 0 }),
  run: (data, call) => {
    const target = `device:${textOf(data, "id") ?? ""}`;
    const callee = call.callees[target];
    if (callee === undefined) return toChild;
    const timeoutMs = (numberOf(data, "timeout") ?? 0) * 1000 || patienceMs;
    const isTooLate = data["timeout"] === 0 && callee.kind === "rings";
    if (isTooLate) {
      // No event of a bridge comes, which is no failure with a cause.
      waitWithoutKeys(call.line, patienceMs);
      return toChild;
    }
    const legs = [{ target, delayMs: (numberOf(data, "delay") ?? 0) * 1000, timeoutMs }];
    return bridge(call, { legs, strategy: "simultaneous", timeoutMs: undefined, otherwise: "child" });
  },
};
