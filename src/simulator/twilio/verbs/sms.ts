import type { TwilioVerb } from "../call.ts";
import { actionOrNextVerb, anySid } from "./action.ts";

/** Sends a text message and goes on at once (https://www.twilio.com/docs/voice/twiml/sms). */
export const sms: TwilioVerb = messageVerb("Sms");

/** Its name in the documents of messaging. */
export const message: TwilioVerb = messageVerb("Message");

function messageVerb(name: string): TwilioVerb {
  return {
    name,
    run: (element, call) => {
      call.line.answer();
      return actionOrNextVerb(element, { SmsSid: anySid("SM"), SmsStatus: "sending" }, call);
    },
  };
}
