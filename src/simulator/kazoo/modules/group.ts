import { bridge } from "../bridge.ts";
import { type KazooModule, toChild } from "../call.ts";
import { numberOf, textOf } from "../data.ts";

/** Answers, and calls the members of a group, told here as one party (cf_group:handle/2). */
export const group: KazooModule = {
  name: "group",
  versions: ["4.3", "5.0"],
  defaults: () => ({
    endpoints: [],
    ignore_forward: true,
    repeats: 1,
    strategy: "simultaneous",
    timeout: 20,
  }),
  run: (data, call) => {
    const target = `group:${textOf(data, "id") ?? ""}`;
    if (call.callees[target] === undefined) return toChild;
    call.line.answer();
    const timeoutMs = (numberOf(data, "timeout") ?? 20) * 1000;
    const legs = [{ target, delayMs: 0, timeoutMs }];
    return bridge(call, { legs, strategy: "simultaneous", timeoutMs, otherwise: "child" });
  },
};
