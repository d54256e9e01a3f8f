import { node } from "../callflow/build.ts";
import type { Session } from "../continuation/pack.ts";
import { DocumentError } from "../errors.ts";
import { type Note, Notes } from "../fidelity/note.ts";
import type { Tell } from "../happening.ts";
import type { Call } from "../pivot/call.ts";
import { inSpan } from "../tracing.ts";
import { type Continuation, continueWith, type Draft, type State } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { sidInCall } from "../twilio/sids.ts";
import { type Element, element } from "../twiml/element.ts";
import type { Arrival, Next, Setting } from "../verbs/define.ts";
import { verbs } from "../verbs/index.ts";

/** A call at the moment in which Kazoo asks what to do with it. */
export type Turn = {
  readonly call: Call;
  readonly session: Session;
  readonly state: State;
  /** What is to be done first. */
  readonly step: Step;
  readonly setting: Omit<Setting, "documentUrl">;
};

/** The document to ask for, with what it is told beside the standard parameters. */
export type Asked = Omit<Extract<Next, { go: "request" }>, "go">;

/** The verbs of a document, and the session as it is when they run. */
export type Answer = { readonly elements: readonly Element[]; readonly session: Session };

/** How documents are had, and what is asked for when one cannot be. */
export type Documents = {
  /** @throws {DocumentError} */
  readonly ask: (asked: Asked, turn: Turn) => Promise<Answer>;
  /** The application's fallback, unless it has none. */
  readonly fallback: (error: DocumentError, asked: Asked) => Asked | undefined;
};

/** What Kazoo is to do next, with the session as it is then. */
export type Outcome = {
  readonly draft: Exclude<Draft, { module: "continue" }>;
  readonly session: Session;
};

/** Documents that one Pivot request may ask for before Kazoo is heard again. */
const DOCUMENTS_PER_REQUEST = 20;

/** Documents that one call may ask for. Twilio has no limit but the length of a call. */
const DOCUMENTS_PER_CALL = 1000;

/** What happens next: a document is asked for, or verbs are at hand. */
export type Step =
  | { readonly kind: "ask"; readonly asked: Asked }
  | { readonly kind: "run"; readonly elements: readonly Element[] };

/**
 * Goes from document to document until one has something for Kazoo to do.
 *
 * @param notes gets those that are left, also where a document fails.
 * @throws {DocumentError} a document failed, and the fallback too or there is none.
 */
export async function nextDraft(
  turn: Turn,
  documents: Documents,
  tell: Tell,
  notes: Note[],
): Promise<Outcome> {
  let { session, state, step } = turn;
  for (let asked = 0; ; asked += 1) {
    while (step.kind === "run") {
      const setting = { ...turn.setting, documentUrl: session.documentUrl };
      const translation = translated(step.elements, state, setting, tell);
      notes.push(...translation.notes);
      if (translation.draft.module !== "continue") return { draft: translation.draft, session };
      ({ step, state } = resume(translation.draft.data, atOnce(turn)));
    }
    if (session.documents >= DOCUMENTS_PER_CALL) throw tooManyDocuments();
    if (asked === DOCUMENTS_PER_REQUEST) {
      notes.push(...redirectChain());
      return { draft: askLater(step.asked, state), session };
    }
    const answer = await askOrFallBack(step.asked, { ...turn, session, state }, documents);
    session = answer.session;
    step = { kind: "run", elements: answer.elements };
    state = { ...state, isNoted: false, promptsHeard: 0 };
  }
}

function translated(elements: readonly Element[], state: State, setting: Setting, tell: Tell) {
  const startedMs = performance.now();
  const translation = inSpan("translate", { "twivot.verbs": elements.length }, () =>
    translate(elements, state, setting),
  );
  tell({ kind: "step", step: "translate", seconds: (performance.now() - startedMs) / 1000 });
  return translation;
}

/** What a verb is told that goes on without Kazoo. */
function atOnce({ call, session }: Turn): Arrival {
  const sid = (prefix: string, name: string) => sidInCall(prefix, session.callSid, name);
  return { call, outcome: undefined, tookMs: 0, recording: undefined, sid };
}

/** How a call goes on from where it was left, now that Kazoo has come back. */
export function resume(
  { pending, rest, state }: Continuation,
  arrival: Arrival,
): { step: Step; state: State } {
  const next = pending === undefined ? undefined : verbs.get(pending.verb)?.resume(pending.state, arrival);
  if (next === undefined) return { step: { kind: "run", elements: rest }, state };
  if (next.go === "request")
    return { step: { kind: "ask", asked: next }, state: { ...state, ...next.change } };
  return { step: { kind: "run", elements: rest.slice(next.skip) }, state: { ...state, ...next.change } };
}

/** Twilio asks the fallback when a document fails; a fallback that fails ends the call. */
async function askOrFallBack(asked: Asked, turn: Turn, documents: Documents): Promise<Answer> {
  try {
    return await documents.ask(asked, turn);
  } catch (error) {
    const fallback = error instanceof DocumentError ? documents.fallback(error, asked) : undefined;
    if (fallback === undefined) throw error;
    return documents.ask(fallback, turn);
  }
}

/** Documents that lead to each other without end must not hold up Kazoo: they go on a second later. */
function askLater({ url, method, parameters }: Asked, state: State): Outcome["draft"] {
  const pending = { verb: "Redirect", state: { url, method, parameters } };
  return node("sleep", { duration: 1, unit: "s" }, continueWith({ pending, rest: [], state }));
}

/** The wait between them is one that Twilio does not make. */
function redirectChain(): readonly Note[] {
  const notes = new Notes();
  notes.add("redirect-chain", element("Redirect"), { documents: DOCUMENTS_PER_REQUEST });
  return notes.all;
}

function tooManyDocuments(): DocumentError {
  return new DocumentError(
    "too-many-documents",
    11215,
    `This call has asked for ${DOCUMENTS_PER_CALL} documents. Look for documents that redirect to each other.`,
  );
}
