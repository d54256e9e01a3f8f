import type { DocumentError } from "../errors.ts";
import { TwivotError } from "../errors.ts";
import type { Note } from "../fidelity/note.ts";
import type { Log } from "../outside.ts";
import type { Answer } from "./answer.ts";
import type { Turn } from "./next-draft.ts";
import type { Watch } from "./watch-turn.ts";

/** Whose turn it is. */
type Named = {
  readonly call: Pick<Turn["call"], "callId">;
  readonly session: Pick<Turn["session"], "app" | "callSid">;
};

type Round = {
  readonly notes: readonly Note[];
  /** Documents that the call has asked for so far. */
  readonly documents: number;
  readonly tookMs: number;
  readonly outcome: Answer["outcome"];
} & Pick<Watch, "stepsMs" | "requestIds">;

/** One line for each Pivot request that was served. */
export function logRound(log: Log, turn: Turn, { notes, requestIds, ...round }: Round): void {
  const { documents, tookMs, stepsMs, outcome } = round;
  const codes = [...new Set(notes.map((note) => note.code))];
  const line = {
    ...names(turn),
    outcome,
    documents,
    tookMs,
    stepsMs,
    requestIds: [...requestIds],
    notes: codes,
  };
  log.info(line, "served");
}

/** One line for each note that is new, whatever becomes of the request. */
export function logNotes(log: Log, turn: Turn, notes: readonly Note[]): void {
  for (const note of notes) log.debug({ ...names(turn), note }, "note");
}

/** A document that failed is the application's fault; everything else is a bug of twivot. */
export function logFailure(log: Log, turn: Named, error: unknown): void {
  if (!(error instanceof TwivotError)) {
    log.error({ ...names(turn), err: error }, "a call met a bug of twivot");
    return;
  }
  const { twilioCode } = error as Partial<DocumentError>;
  log.warn({ ...names(turn), code: error.code, twilioCode }, error.message);
}

function names({ call, session }: Named) {
  return { callSid: session.callSid, callId: call.callId, app: session.app };
}
