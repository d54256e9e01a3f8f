import type { TwilioVerb } from "../call.ts";

/** Ends the call; one that rings is answered first (https://www.twilio.com/docs/voice/twiml/hangup). */
export const hangup: TwilioVerb = {
  name: "Hangup",
  run: (_element, call) => {
    call.line.answer();
    return { to: "end", cause: "NORMAL_CLEARING" };
  },
};
