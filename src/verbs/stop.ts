import type { Draft } from "../translate/draft.ts";
import { childElements } from "../twiml/element.ts";
import { defineVerb } from "./define.ts";
import { type Beside, stopRecording } from "./recording-noun.ts";
import { startable } from "./start.ts";

/**
 * Stops what goes on beside the call: recordings, since nothing else could be started.
 *
 * ```
 * record_call (stop) → what follows
 * ```
 */
export const stop = defineVerb({
  name: "Stop",
  source: "https://www.twilio.com/docs/voice/twiml/stop",
  attributes: {},
  children: startable,
  support: { element: "stop-nothing" },
  translate: (_values, element, context) => {
    const ended: Beside[] = [];
    for (const noun of childElements(element)) {
      if (noun.name === "Recording") ended.push(stopRecording(noun, context));
      else context.notes.add("stop-nothing", element, { noun: noun.name });
    }
    const change = Object.assign({}, ...ended.map((one) => one.change));
    return ended.reduceRight<Draft>((next, { before }) => before(next), context.then(change));
  },
});
