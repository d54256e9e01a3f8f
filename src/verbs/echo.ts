import { answerAndGoOn } from "./ask-action.ts";
import { defineVerb } from "./define.ts";

/** Has the caller hear the own voice, at Twilio; here it is passed over. No page of Twilio's tells of it. */
export const echo = defineVerb({
  name: "Echo",
  source: "https://www.twilio.com/docs/voice/twiml/",
  attributes: {},
  support: { element: "echo-unavailable" },
  translate: (_values, element, context) => {
    context.notes.add("echo-unavailable", element);
    return answerAndGoOn(context);
  },
});
