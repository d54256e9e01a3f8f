import { playUrl, speak } from "../callflow/build.ts";
import { splitText } from "../translate/split-text.ts";
import { defineVerb } from "./define.ts";
import { type Part, playParts } from "./parts.ts";
import { silence } from "./silence.ts";
import { readSpeech, type SpokenPart, sayAttributes, ssmlElements } from "./speech.ts";

/** Twilio stops an endless loop after this many rounds. */
const ENDLESS_ROUNDS = 1000;

/**
 * Speaks a text that no key cuts short.
 *
 * ```
 * tts (first 1,000 characters) → tts (the next) → play (silence) → tts → … → what follows
 * ```
 */
export const say = defineVerb({
  name: "Say",
  source: "https://www.twilio.com/docs/voice/twiml/say",
  attributes: sayAttributes,
  children: ssmlElements,
  support: { attributes: { voice: "say-voice", language: "say-language", loop: "loop-endless" } },
  translate: (values, element, context) => {
    const spoken = readSpeech(values, element, context, context.notes).flatMap(inPieces);
    const [first] = spoken;
    if (first === undefined) return context.then({});
    const isSimple = spoken.length === 1 && first.kind === "speech";
    if (values.loop === 0 && context.kazoo === "4.3" && isSimple) {
      context.notes.add("loop-endless", element);
      return speak({ ...first, isEndless: true });
    }
    const round = spoken.map(
      (part): Part =>
        (next, isFirst) =>
          part.kind === "speech"
            ? speak(part, next)
            : playUrl({ id: silence(part.ms), isAnswered: context.state.answered || !isFirst }, next),
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

/** A text that Kazoo takes in one piece is 1,000 characters long at most (callflows.tts). */
function inPieces(part: SpokenPart): readonly SpokenPart[] {
  return part.kind === "rest" ? [part] : splitText(part.text, 1000).map((text) => ({ ...part, text }));
}
