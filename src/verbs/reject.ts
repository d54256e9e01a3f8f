import { node } from "../callflow/build.ts";
import { oneOf } from "../twiml/attributes.ts";
import { defineVerb } from "./define.ts";
import { endOfCall } from "./hangup.ts";

/** SIP's answers for the reasons: https://www.twilio.com/docs/voice/api/sip-interface */
const answers = {
  busy: { code: 486, message: "Busy Here" },
  rejected: { code: 404, message: "Not Found" },
};

/** Refuses a call that is still ringing; one that is answered already just ends. */
export const reject = defineVerb({
  name: "Reject",
  source: "https://www.twilio.com/docs/voice/twiml/reject",
  attributes: { reason: oneOf(["rejected", "busy"], { default: "rejected", twilioCode: 13810 }) },
  translate: ({ reason }, _element, context) =>
    context.state.answered ? endOfCall(context) : node("response", answers[reason]),
});
