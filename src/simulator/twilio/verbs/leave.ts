import { type TwilioVerb, toNextVerb } from "../call.ts";

/** Outside of the documents of a queue there is nothing to leave (https://www.twilio.com/docs/voice/twiml/leave). */
export const leave: TwilioVerb = { name: "Leave", run: () => toNextVerb };
