import { speak } from "../callflow/build.ts";
import { splitText } from "../translate/split-text.ts";
import { defineVerb } from "./define.ts";
import { type Part, playParts } from "./parts.ts";
import { readSpeech, sayAttributes, ssmlElements } from "./speech.ts";

/** Twilio stops an endless loop after this many rounds. */
const ENDLESS_ROUNDS = 1000;

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
  support: { attributes: { voice: "say-voice", language: "say-language", loop: "loop-endless" } },
  translate: (values, element, context) => {
    const speech = readSpeech(values, element, context.notes);
    if (speech === undefined) return context.then({});
    const pieces = splitText(speech.text, 1000);
    if (values.loop === 0 && context.kazoo === "4.3" && pieces.length === 1) {
      context.notes.add("loop-endless", element);
      return speak({ ...speech, isEndless: true });
    }
    const round = pieces.map(
      (text): Part =>
        (next) =>
          speak({ ...speech, text }, next),
    );
    return playParts(loopParts(values.loop, round), element, context, (size) =>
      context.then({ answered: true, typedAhead: true }, size),
    );
  },
});

/** The parts of a loop, round after round; 0 is 1,000 rounds. */
export function loopParts(loop: number, round: readonly Part[]): (index: number) => Part | undefined {
  const rounds = loop === 0 ? ENDLESS_ROUNDS : loop;
  return (index) => (index < rounds * round.length ? round[index % round.length] : undefined);
}
