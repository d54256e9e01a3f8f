import { bridge } from "../bridge.ts";
import { type KazooModule, toChild } from "../call.ts";
import { numberOf, textOf } from "../data.ts";

/** Calls all devices of a user, told here as one party; a user without any leads to `_` (cf_user:handle/2). */
export const user: KazooModule = {
  name: "user",
  versions: ["4.3", "5.0"],
  defaults: () => ({ delay: 0, strategy: "simultaneous", timeout: 20 }),
  run: (data, call) => {
    const target = `user:${textOf(data, "id") ?? ""}`;
    if (call.callees[target] === undefined) return toChild;
    const timeoutMs = (numberOf(data, "timeout") ?? 20) * 1000;
    const legs = [{ target, delayMs: (numberOf(data, "delay") ?? 0) * 1000, timeoutMs }];
    return bridge(call, { legs, strategy: "simultaneous", timeoutMs: undefined, otherwise: "child" });
  },
};
