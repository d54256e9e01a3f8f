import { apology } from "../callflow/build.ts";
import { checkFlow } from "../callflow/check.ts";
import type { Flow, KazooVersion } from "../callflow/flow.ts";
import { flowJson } from "../callflow/json.ts";
import { PivotRequestError, TwivotError } from "../errors.ts";
import type { Tell } from "../happening.ts";
import type { Log } from "../outside.ts";
import { StoreError } from "../store/store.ts";

/** An HTTP answer, whole. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  /** What it means for the call, where it is about one. */
  readonly outcome?: Outcome;
};

/** `flow` as it should be, `later` where Kazoo is to come back for it, `apology` or `failed` where something went wrong. */
export type Outcome = "flow" | "later" | "apology" | "failed";

/**
 * The answer that Kazoo takes as a flow: 200, exactly `application/json`, ASCII. A flow that Kazoo would
 * refuse is silence on the caller's line (kzt_kazoo:exec/2): it is held back, as the bug that it is, and the
 * caller hears the apology.
 */
export function flowAnswer(flow: Flow, kazoo: KazooVersion, log: Log, outcome: Outcome = "flow"): Answer {
  const faults = checkFlow(flow, kazoo);
  if (faults.length > 0) log.error({ code: "flow-invalid", faults }, "a flow met a bug of twivot");
  const isRefused = faults.some(({ effect }) => effect === "refused");
  return isRefused ? apologyAnswer() : { ...json(200, flowJson(flow)), outcome };
}

/** The flow that says that something went wrong, and hangs up. */
export function apologyAnswer(): Answer {
  return { ...json(200, flowJson(apology())), outcome: "apology" };
}

/** The answer to a request that is not served: its JSON says what to change. */
export function refusalAnswer(error: unknown, log: Log, tell: Tell = () => undefined): Answer {
  const refusal = asRefusal(error);
  tell({ kind: "refused", code: refusal.code });
  if (refusal instanceof StoreError) log.error({ code: refusal.code }, refusal.message);
  else if (refusal.status >= 500) log.error({ err: error }, "a request met a bug of twivot");
  else log.warn({ code: refusal.code }, refusal.message);
  return errorAnswer(refusal);
}

/** Fastify refuses some requests by itself. */
function asRefusal(error: unknown): TwivotError {
  if (error instanceof TwivotError) return error;
  const { statusCode = 500, message = "" } = error as { statusCode?: number; message?: string };
  if (statusCode === 413) return new PivotRequestError("pivot-too-large", message, { status: 413 });
  if (statusCode < 500) return new PivotRequestError("pivot-http", message, { status: 400 });
  return new TwivotError("internal", "twivot met a bug of its own; its log has the details.", {
    status: 500,
  });
}

/** The answer that Kazoo takes as a failure, on which the operator's own `_` child runs. */
export function errorAnswer(error: TwivotError): Answer {
  const field = error instanceof PivotRequestError ? error.field : undefined;
  const content = { code: error.code, message: error.message, ...(field === undefined ? {} : { field }) };
  return { ...json(error.status, JSON.stringify({ error: content })), outcome: "failed" };
}

function json(status: number, body: string): Answer {
  return { status, contentType: "application/json", body };
}
