import { node } from "../callflow/build.ts";
import { integer } from "../twiml/attributes.ts";
import { defineVerb } from "./define.ts";

/** @see https://www.twilio.com/docs/voice/twiml/pause */
export const pauseAttributes = {
  /** Seconds. Kazoo sleeps a day at most (cf_sleep:constrain_duration/1). */
  length: integer({ default: 1, min: 1, max: 86_400, twilioCode: 13910 }),
};

/** Waits in silence; a call that is not answered yet keeps ringing. Keys pressed meanwhile are lost. */
export const pause = defineVerb({
  name: "Pause",
  source: "https://www.twilio.com/docs/voice/twiml/pause",
  attributes: pauseAttributes,
  translate: ({ length }, _element, context) =>
    node("sleep", { duration: length, unit: "s" }, context.then({})),
});
