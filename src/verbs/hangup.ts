import { node } from "../callflow/build.ts";
import type { Draft } from "../translate/draft.ts";
import { answerFirst } from "./answer.ts";
import { type Context, defineVerb } from "./define.ts";

/** Ends the call. Twilio answers it first, where it is still ringing. */
export const hangup = defineVerb({
  name: "Hangup",
  source: "https://www.twilio.com/docs/voice/twiml/hangup",
  attributes: {},
  translate: (_values, _element, context) => endOfCall(context),
});

/**
 * The flow that ends a call, also at the end of a document. The node is written, though a flow that just
 * ends hangs up too: with a stacked flow it would not (kazoo, cf_exe:handle_cast/2 `stop`).
 */
export function endOfCall(context: Pick<Context, "state" | "kazoo">): Draft {
  return answerFirst(context, node("hangup", {}));
}
