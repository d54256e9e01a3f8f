import { continueWith, type Draft } from "../translate/draft.ts";
import { answerFirst } from "./answer.ts";
import type { Arrival, Context, Next } from "./define.ts";

/** An action that is asked because something could not be had. JSON. */
export type ActionRequest = {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly parameters: Readonly<Record<string, string>>;
  /** A parameter that is a sid: its two letters, and the name that makes it. */
  readonly sid?: { readonly parameter: string; readonly prefix: string; readonly name: string };
};

/**
 * Answers, and asks an action what to do with the call; what follows in the document is never reached. In an answered
 * call that happens without Kazoo.
 *
 * @param verb whose `resume` is `requestAction`.
 */
export function askAction(verb: string, action: ActionRequest, context: Context): Draft {
  const state = { ...context.state, ...afterAnswer, promptsHeard: 0, isNoted: false };
  return answerFirst(context, continueWith({ pending: { verb, state: action }, rest: [], state }));
}

/** Answers, and goes on with what follows in the document. */
export function answerAndGoOn(context: Context): Draft {
  return answerFirst(context, context.then(afterAnswer));
}

/** The request to an action. */
export function requestAction({ url, method, parameters, sid }: ActionRequest, arrival: Arrival): Next {
  const named = sid === undefined ? {} : { [sid.parameter]: arrival.sid(sid.prefix, sid.name) };
  return { go: "request", url, method, parameters: { ...named, ...parameters } };
}

/** Keys may have been pressed while the call was answered. */
const afterAnswer = { answered: true, typedAhead: true };
