import { SimulatorError } from "../simulator-error.ts";
import type { KazooAnswer } from "./call.ts";

/** What Kazoo makes of an answer. */
export type PivotOutcome =
  /** JSON, not yet checked. */
  | { readonly kind: "flow"; readonly flow: unknown }
  /** publish_failed: the pivot node goes on to its child `_`. */
  | { readonly kind: "failed" }
  | { readonly kind: "hang-up" }
  | { readonly kind: "dead-air" };

type Answered = Extract<KazooAnswer, { status: number }>;

/**
 * Judges a complete answer (pivot_call:handle_info/2, kzt_translator:exec/4).
 *
 * @throws {SimulatorError} TwiML, redirects and Retry-After: Kazoo follows them, the simulator does not.
 */
export function judgeAnswer(answer: Answered): PivotOutcome {
  refuseUnknown(answer);
  // pivot_call:handle_info/2 has no clause from 600 on.
  if (answer.status >= 600) return { kind: "dead-air" };
  // Only these two are streamed as a success (httpc).
  if (answer.status !== 200 && answer.status !== 206) return { kind: "failed" };
  if (answer.body === "") return { kind: "hang-up" };
  // No header counts as text/xml, for which JSON is no document (kzt_translator:find_candidate_translators/1).
  const type = (header(answer, "content-type") ?? "text/xml").split(";", 1)[0]?.trim();
  if (type !== "application/json" && answer.body.trimStart().startsWith("<")) {
    throw new SimulatorError(
      "not-simulated",
      "a Pivot request was answered with XML, which may run as TwiML",
    );
  }
  if (type === "text/xml" || type === "application/xml") return { kind: "hang-up" };
  // 4.3 and 5.0 differ in what they log, not in the end: publish_failed and hang-up race, hang-up wins.
  try {
    return { kind: "flow", flow: JSON.parse(answer.body, refuseLoneSurrogates) };
  } catch {
    return { kind: "hang-up" };
  }
}

/** jiffy refuses what JSON.parse lets pass. */
function refuseLoneSurrogates(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === "string" && !value.isWellFormed())) throw new SyntaxError();
  return value;
}

function refuseUnknown(answer: Answered): void {
  const isRedirect = [300, 301, 302, 303, 307, 308].includes(answer.status);
  if (isRedirect && header(answer, "location") !== undefined) {
    throw new SimulatorError(
      "not-simulated",
      "a Pivot request was redirected: what follows depends on the OTP release",
    );
  }
  if (answer.status === 503 && header(answer, "retry-after") !== undefined) {
    throw new SimulatorError(
      "not-simulated",
      "a Pivot request got Retry-After: Kazoo would repeat it without an end",
    );
  }
}

function header(answer: Answered, name: string): string | undefined {
  const value = answer.headers[name];
  return typeof value === "string" ? value : value?.[0];
}
