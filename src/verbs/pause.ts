import { node, playUrl } from "../callflow/build.ts";
import { integer } from "../twiml/attributes.ts";
import { defineVerb } from "./define.ts";
import { silence } from "./silence.ts";

/** @see https://www.twilio.com/docs/voice/twiml/pause */
export const pauseAttributes = {
  /** Seconds. Kazoo sleeps a day at most (cf_sleep:constrain_duration/1). */
  length: integer({ default: 1, min: 1, max: 86_400, twilioCode: 13910 }),
};

/**
 * Waits. A call that is not answered yet keeps ringing; in one that is, silence is played, since a key that is pressed
 * during `sleep` starts its time anew (cf_sleep:handle/2).
 */
export const pause = defineVerb({
  name: "Pause",
  source: "https://www.twilio.com/docs/voice/twiml/pause",
  attributes: pauseAttributes,
  translate: ({ length }, _element, context) =>
    context.state.answered
      ? playUrl({ id: silence(length * 1000), isAnswered: true }, context.then({ typedAhead: true }))
      : node("sleep", { duration: length, unit: "s" }, context.then({})),
});
