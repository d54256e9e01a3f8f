import { type TwilioVerb, toNextVerb } from "../call.ts";

/** Begins something beside the call, which the caller does not hear (https://www.twilio.com/docs/voice/twiml/start). */
export const start: TwilioVerb = { name: "Start", run: () => toNextVerb };
