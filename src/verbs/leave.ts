import { defineVerb } from "./define.ts";

/** Takes a call from its queue, in a document of a waitUrl. No such document runs on Kazoo, so that it has no effect. */
export const leave = defineVerb({
  name: "Leave",
  source: "https://www.twilio.com/docs/voice/twiml/leave",
  attributes: {},
  support: { element: "leave-outside-queue" },
  translate: (_values, element, context) => {
    context.notes.add("leave-outside-queue", element);
    return context.then({});
  },
});
