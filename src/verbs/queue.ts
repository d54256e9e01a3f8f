import { text } from "../twiml/attributes.ts";
import { defineVerb } from "./define.ts";

/** A noun of Dial. Twilio's builder also writes it as a verb, which is none. */
export const queue = defineVerb({
  name: "Queue",
  source: "https://www.twilio.com/docs/voice/twiml/queue",
  attributes: {
    method: text({ default: undefined }),
    postWorkActivitySid: text({ default: undefined }),
    reservationSid: text({ default: undefined }),
    url: text({ default: undefined }),
  },
  support: {
    element: "verb-unknown",
    attributes: {
      method: "verb-unknown",
      postWorkActivitySid: "verb-unknown",
      reservationSid: "verb-unknown",
      url: "verb-unknown",
    },
  },
  translate: (_values, element, context) => {
    context.notes.add("verb-unknown", element);
    return context.then({});
  },
});
