import { speak } from "../callflow/build.ts";
import { continueWith, type Draft } from "../translate/draft.ts";
import { splitText } from "../translate/split-text.ts";
import type { Element } from "../twiml/element.ts";
import { type Context, defineVerb } from "./define.ts";
import { readSpeech, sayAttributes, ssmlElements } from "./speech.ts";

/** Twilio stops an endless loop after this many rounds. */
export const ENDLESS_ROUNDS = 1000;

/** A flow holds this many rounds of a loop; the next ones come with the next Pivot request. */
const ROUNDS_PER_FLOW = 10;

/**
 * Speaks a text that no key cuts short.
 *
 * ```
 * tts (first 1,000 characters) → tts (the next) → … → what follows
 * ```
 */
export const say = defineVerb({
  name: "Say",
  source: "https://www.twilio.com/docs/voice/twiml/say",
  attributes: sayAttributes,
  children: ssmlElements,
  translate: (values, element, context) => {
    const speech = readSpeech(values, element, context.notes);
    if (speech === undefined) return context.then({});
    const pieces = splitText(speech.text, 1000);
    if (values.loop === 0 && context.kazoo === "4.3" && pieces.length === 1) {
      context.notes.add("loop-endless", element);
      return speak({ ...speech, isEndless: true });
    }
    return repeat(values.loop, element, context, (next) =>
      pieces.reduceRight((after, piece) => speak({ ...speech, text: piece }, after), next),
    );
  },
});

/**
 * Rounds of something audible one after the other; 0 is 1,000. More of them than a flow should hold go on
 * through Kazoo, as the same element with a smaller `loop`.
 */
export function repeat(
  loop: number,
  element: Element,
  context: Context,
  round: (next: Draft, isFirst: boolean) => Draft,
): Draft {
  const rounds = loop === 0 ? ENDLESS_ROUNDS : loop;
  const heard = { answered: true, typedAhead: true };
  const now = Math.min(rounds, ROUNDS_PER_FLOW);
  let flow: Draft;
  if (now === rounds) {
    flow = context.then(heard);
  } else {
    const remaining = { ...element, attributes: { ...element.attributes, loop: String(rounds - now) } };
    const state = { ...context.state, ...heard, isNoted: true };
    flow = continueWith({ rest: [remaining, ...context.rest], state });
  }
  for (let index = 0; index < now; index += 1) flow = round(flow, index === now - 1);
  return flow;
}
