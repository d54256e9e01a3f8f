import { type Bridge, bridge } from "../bridge.ts";
import { type KazooCall, type KazooModule, type Next, toChild } from "../call.ts";
import { type Data, listOf, numberOf, objectOf, textOf } from "../data.ts";

/**
 * Calls several devices, users and groups, all at once or one after the other; those that are not in the account are left
 * out. Only when all rounds have failed it goes on without a child for the cause (cf_ring_group:repeat/4).
 */
export const ringGroup: KazooModule = {
  name: "ring_group",
  versions: ["4.3", "5.0"],
  defaults: () => ({ ignore_forward: true, repeats: 1, strategy: "simultaneous", timeout: 20 }),
  run: (data, call) => {
    const legs = listOf(data, "endpoints")
      .map((endpoint) => legOf(objectOf(endpoint)))
      .filter(({ target }) => call.callees[target] !== undefined);
    if (legs.length === 0) return toChild;
    const strategy = textOf(data, "strategy") === "simultaneous" ? "simultaneous" : "single";
    const timeoutMs = (numberOf(data, "timeout") ?? 20) * 1000;
    const parties: Bridge = { legs, strategy, timeoutMs, otherwise: "child" };
    return repeat(call, parties, numberOf(data, "repeats") ?? 1);
  },
};

/** A child for the cause ends the rounds (cf_ring_group:repeat/4). */
function repeat(call: KazooCall, parties: Bridge, rounds: number): Next {
  const next = bridge(call, parties);
  if (next.to !== "failure" || rounds <= 1) return next;
  return { ...next, again: () => repeat(call, parties, rounds - 1) };
}

function legOf(endpoint: Data): Bridge["legs"][number] {
  return {
    target: `${textOf(endpoint, "endpoint_type") ?? ""}:${textOf(endpoint, "id") ?? ""}`,
    delayMs: (numberOf(endpoint, "delay") ?? 0) * 1000,
    timeoutMs: (numberOf(endpoint, "timeout") ?? 20) * 1000,
  };
}
