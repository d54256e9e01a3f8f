import type { Element } from "../../../twiml/element.ts";
import { wholeNumber } from "../attributes.ts";
import { type TwilioVerb, toNextVerb } from "../call.ts";

/** Waits; a call that rings goes on ringing (https://www.twilio.com/docs/voice/twiml/pause). */
export const pause: TwilioVerb = {
  name: "Pause",
  run: (element, call) => {
    call.wait(pauseMs(element));
    return toNextVerb;
  },
};

/** The length of a Pause, in milliseconds. */
export function pauseMs(element: Element): number {
  return wholeNumber(element, "length", 1, 1) * 1000;
}
