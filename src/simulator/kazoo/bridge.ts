import { callParties, type Failure, type Leg, noAnswer, type Reached, unknownNumber } from "../callee.ts";
import type { KazooCall, Next } from "./call.ts";
import { causeOf } from "./causes.ts";

/** Parties that FreeSWITCH is told to call. */
export type Bridge = {
  readonly legs: readonly Pick<Leg, "target" | "delayMs" | "timeoutMs">[];
  readonly strategy: "simultaneous" | "single";
  /** The whole attempt; undefined where only its legs have a limit. */
  readonly timeoutMs: number | undefined;
  /** Where a failure goes that has no child of its own. */
  readonly otherwise: "child" | "stop";
};

/** Calls others and connects the caller to the first that answers, which answers the caller's side too (kapps_call_command:b_bridge). */
export function bridge(call: KazooCall, { legs, strategy, timeoutMs, otherwise }: Bridge): Next {
  const reachable = legs.map((leg) => ({
    ...leg,
    callee: callee(call, leg.target),
    timeoutMs: Math.min(leg.timeoutMs, timeoutMs ?? leg.timeoutMs),
  }));
  const reached = strategy === "single" ? callInTurn(call, reachable, timeoutMs) : ringAll(call, reachable);
  switch (reached.kind) {
    case "hung-up":
      return { to: "stop", cause: "NORMAL_CLEARING" };
    case "failed":
      return failure(reached.failure, otherwise);
    case "answered":
      call.line.answer();
      // Keys go to the other party in the audio; no callflow sees them.
      call.line.talk(reached.leg.target, reached.hangsUpAfterMs, "callee", () => false);
      call.webhooks.parted(call.line.nowMs);
      return afterBridge(call);
  }
}

/** A failure of parties that were called. */
export function failure(reason: Failure, otherwise: Bridge["otherwise"]): Next {
  return { to: "failure", cause: causeOf(reason), status: `sip:${reason.sip}`, otherwise };
}

function callee(call: KazooCall, target: string): Leg["callee"] {
  return call.callees[target] ?? { kind: "fails", afterMs: 0, ...unknownNumber };
}

function ringAll(call: KazooCall, legs: readonly Leg[]): Reached {
  const callerId = call.callerId || call.facts.callerIdNumber;
  const reached = callParties(call.line, legs, callerId);
  call.webhooks.rang(reached.courses, callerId);
  return reached;
}

/** FreeSWITCH gives up where its own timeout ends the ringing. */
function callInTurn(call: KazooCall, legs: readonly Leg[], timeoutMs: number | undefined): Reached {
  const endMs = call.line.nowMs + (timeoutMs ?? Number.POSITIVE_INFINITY);
  let last: Reached = { kind: "failed", failure: noAnswer, courses: [] };
  for (const leg of legs) {
    const leftMs = endMs - call.line.nowMs;
    if (leftMs <= 0) break;
    last = ringAll(call, [{ ...leg, delayMs: 0, timeoutMs: Math.min(leg.timeoutMs, leftMs) }]);
    if (last.kind !== "failed") break;
  }
  return last;
}

/**
 * The other party has hung up. What `after_bridge` has set counts once, park before transfer before hangup
 * (switch_ivr_bridge.c). Without it the caller is hung up in 4.3, and comes back to the callflow's end in 5.0
 * (hangup_after_bridge, ecallmgr_call_command).
 */
function afterBridge(call: KazooCall): Next {
  const { park, transfer, hangup } = call.afterBridge;
  call.afterBridge = {};
  if (park !== undefined) return { to: "dead-air" };
  if (transfer !== undefined) return { to: "extension", extension: transfer.split(":")[0] ?? "" };
  const isOver = hangup !== undefined || call.version === "4.3";
  return { to: isOver ? "end" : "stop", cause: "NORMAL_CLEARING" };
}
