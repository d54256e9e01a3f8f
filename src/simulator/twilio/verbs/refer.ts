import type { TwilioVerb } from "../call.ts";
import { actionOrNextVerb } from "./action.ts";

/**
 * Answers and sends a caller at a SIP endpoint elsewhere, which is taken; others cannot be sent, which Twilio warns of
 * (https://www.twilio.com/docs/voice/twiml/refer, https://www.twilio.com/docs/api/errors/13801).
 */
export const refer: TwilioVerb = {
  name: "Refer",
  run: (element, call) => {
    call.line.answer();
    const parameters: Readonly<Record<string, string>> = call.from.startsWith("sip:")
      ? { ReferCallStatus: "in-progress", ReferSipResponseCode: "202", NotifySipResponseCode: "200" }
      : { ReferCallStatus: "failed", ReferSipResponseCode: "405" };
    return actionOrNextVerb(element, parameters, call);
  },
};
