import { word } from "../attributes.ts";
import type { TwilioVerb } from "../call.ts";

/** Refuses a call that rings; one that is answered just ends (https://www.twilio.com/docs/voice/twiml/reject). */
export const reject: TwilioVerb = {
  name: "Reject",
  run: (element, { line }) => {
    const isBusy = word(element, "reason", ["busy", "rejected"], "rejected") === "busy";
    const status = isBusy ? { code: 486, message: "Busy Here" } : { code: 404, message: "Not Found" };
    if (!line.isAnswered) line.note({ kind: "rejected", ...status });
    return { to: "end", cause: "CALL_REJECTED" };
  },
};
