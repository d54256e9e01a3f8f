import { node, playUrl } from "../callflow/build.ts";
import type { Draft } from "../translate/draft.ts";
import type { Context } from "./define.ts";
import { silence } from "./silence.ts";

/**
 * The flow with an answer before it, unless the call is answered already. Kazoo 4.3 has no module that just
 * answers; playing a moment of silence does (cf_play:handle/2).
 */
export function answerFirst({ state, kazoo }: Pick<Context, "state" | "kazoo">, next: Draft): Draft {
  if (state.answered) return next;
  return kazoo === "5.0" ? node("answer", {}, next) : playUrl({ id: silence(100), isAnswered: false }, next);
}
