import { type TwilioVerb, toNextVerb } from "../call.ts";

/** Ends something beside the call, which the caller does not hear (https://www.twilio.com/docs/voice/twiml/stop). */
export const stop: TwilioVerb = { name: "Stop", run: () => toNextVerb };
