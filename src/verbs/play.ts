import { node, playUrl } from "../callflow/build.ts";
import { integer, text } from "../twiml/attributes.ts";
import { ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { type Context, defineVerb } from "./define.ts";
import { type Part, playParts } from "./parts.ts";
import { loopParts } from "./say.ts";
import { silence } from "./silence.ts";
import { type ToneStep, toneSteps } from "./tones.ts";

/** @see https://www.twilio.com/docs/voice/twiml/play */
export const playAttributes = {
  /** Rounds; 0 is until hang-up, or 1,000. */
  loop: integer({ default: 1, twilioCode: 13410 }),
  digits: text({ default: undefined, twilioCode: 13430 }),
};

/**
 * Plays audio that no key cuts short, or sends tones.
 *
 * ```
 * send_dtmf → play (silence) → send_dtmf → play (silence) → play → what follows
 * ```
 */
export const play = defineVerb({
  name: "Play",
  source: "https://www.twilio.com/docs/voice/twiml/play",
  attributes: playAttributes,
  support: { attributes: { loop: "loop-endless" } },
  translate: ({ loop, digits }, element, context) => {
    const url = ownText(element);
    const steps = digits === undefined ? [] : toneSteps(digits);
    if (steps === undefined) context.notes.add("play-digits-invalid", element, { digits: digits ?? "" });
    if (url === "" && digits === undefined) context.notes.add("nothing-to-play", element);
    const tones = (steps ?? []).map(tonePart);
    if (url === "" && tones.length === 0) return context.then({});
    const id = resolveUrl(context.documentUrl, url);
    const audio = url === "" ? () => undefined : audioParts(id, loop, context);
    const isEndless = url !== "" && loop === 0 && context.kazoo === "4.3";
    if (isEndless) context.notes.add("loop-endless", element);
    const flow = playParts(
      (index) => tones[index] ?? audio(index - tones.length),
      element,
      context,
      (size) =>
        isEndless
          ? playUrl({ id, isAnswered: context.state.answered || tones.length > 0, isEndless })
          : context.then({ answered: true, typedAhead: true }, size),
    );
    return tones.length === 0 ? flow : answerFirst(context, flow);
  },
});

/** The rounds of an audio: one node on 4.3, which repeats by itself, none where it does so without end. */
function audioParts(
  id: string,
  loop: number,
  { kazoo, state }: Context,
): (index: number) => Part | undefined {
  const round: Part = (next, isFirst) => {
    const audio = { id, isAnswered: state.answered || !isFirst };
    return playUrl(kazoo === "5.0" || loop === 1 ? audio : { ...audio, loopCount: loop }, next);
  };
  if (kazoo === "5.0") return loopParts(loop, [round]);
  return loop === 0 ? () => undefined : loopParts(1, [round]);
}

function tonePart(step: ToneStep): Part {
  return (next) =>
    step.kind === "tones"
      ? node("send_dtmf", { digits: step.digits, duration_ms: step.durationMs }, next)
      : playUrl({ id: silence(step.durationMs), isAnswered: true }, next);
}
