import { type TwilioVerb, toNextVerb } from "../call.ts";

/** Answers, and plays the caller's own voice back until they hang up: nobody speaks here. No page tells of it. */
export const echo: TwilioVerb = {
  name: "Echo",
  run: (_element, call) => {
    call.line.answer();
    call.wait(Number.POSITIVE_INFINITY);
    return toNextVerb;
  },
};
