import {
  type KazooAnswer,
  type KazooCall,
  type KazooModule,
  type Next,
  type PivotQuestion,
  toChild,
} from "../call.ts";
import { type Data, numberOf, textOf } from "../data.ts";
import { judgeAnswer } from "../pivot-answer.ts";
import { pivotRequest } from "../pivot-request.ts";
import { waitForEvents, waitWithoutKeys } from "../wait.ts";

/** pivot.request_timeout_ms. */
const usualTimeoutMs = 5000;

/** cf_pivot:wait_for_pivot/2. */
const sliceMs = 10_000;

/** Asks how to go on, without answering; keys are lost meanwhile (cf_pivot:handle/2, pivot_call). */
export const pivot: KazooModule = {
  name: "pivot",
  versions: ["4.3", "5.0"],
  defaults: () => ({ method: "get", req_format: "kazoo", req_body_format: "form", debug: false }),
  run: async (data, call) => {
    const request = pivotRequest(data, call);
    // publish_failed at once, in both versions.
    if (request === undefined) return toChild;
    call.line.note({ kind: "requested", ...request });
    const timeoutMs = timeoutOf(data);
    const answer = await ask(request, call, timeoutMs);
    if ("failed" in answer || answer.tookMs > timeoutMs) return withoutAnswer(answer, timeoutMs, call);
    waitWithoutKeys(call.line, answer.tookMs);
    // An answer to a caller who left is ignored (pivot_call).
    if (call.line.isEnded) return toChild;
    return proceed(answer, data, call);
  },
};

/** Whoever is asked may wait for the file of a recording that is on its way. */
async function ask(request: PivotQuestion, call: KazooCall, timeoutMs: number): Promise<KazooAnswer> {
  const { nowMs } = call.line;
  const asked = call.request(request, nowMs);
  const untilMs = nowMs + timeoutMs;
  if (!call.recordings.hasFileUntil(untilMs) || !(await call.awaitsFile?.(asked))) return asked;
  const sentMs = (await call.recordings.send(untilMs)) ?? nowMs;
  const answer = await asked;
  return { ...answer, tookMs: answer.tookMs + sentMs - nowMs };
}

/** Zero and less count as not given (pivot_call). */
function timeoutOf(data: Data): number {
  const given = numberOf(data, "req_timeout_ms") ?? 0;
  return given > 0 ? given : usualTimeoutMs;
}

/** 4.3 says so at once, 5.0 only logs it, so that cf_pivot waits out its slice (pivot_call:handle_info/2). */
function withoutAnswer(answer: KazooAnswer, timeoutMs: number, call: KazooCall): Next {
  if (call.version === "4.3") waitWithoutKeys(call.line, Math.min(answer.tookMs, timeoutMs));
  else waitForEvents(call.line, sliceMs);
  return toChild;
}

function proceed(answer: Extract<KazooAnswer, { status: number }>, data: Data, call: KazooCall): Next {
  const outcome = judgeAnswer(answer);
  switch (outcome.kind) {
    case "failed":
      return toChild;
    case "dead-air":
      return { to: "dead-air" };
    case "hang-up":
      // With a cdr_url no clause of pivot_call:handle_cast/2 takes the stop: the call stays up.
      return textOf(data, "cdr_url") === undefined
        ? { to: "end", cause: "NORMAL_CLEARING" }
        : { to: "dead-air" };
    case "flow": {
      const faults = call.check(outcome.flow);
      call.faults.push(...faults);
      // `processing` was published before the check, so nobody hears of a failure (kzt_kazoo:exec/2).
      return faults.length > 0 ? { to: "dead-air" } : { to: "flow", flow: outcome.flow };
    }
  }
}
