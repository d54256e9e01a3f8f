import { node, playUrl } from "../callflow/build.ts";
import type { Draft } from "../translate/draft.ts";
import { integer, text } from "../twiml/attributes.ts";
import { type Element, ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { type Context, defineVerb } from "./define.ts";
import { repeat } from "./say.ts";
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
  translate: ({ loop, digits }, element, context) => {
    const url = ownText(element);
    const steps = digits === undefined ? [] : toneSteps(digits);
    if (steps === undefined) context.notes.add("play-digits-invalid", element, { digits: digits ?? "" });
    if (url === "" && digits === undefined) context.notes.add("nothing-to-play", element);
    const tones = steps ?? [];
    const heard = { answered: true, typedAhead: true };
    if (url === "") {
      return tones.length === 0
        ? context.then({})
        : answerFirst(context, sendTones(tones, context.then(heard)));
    }
    const id = resolveUrl(context.documentUrl, url);
    if (tones.length === 0) return playLoop(id, loop, element, context);
    const answered = { ...context, state: { ...context.state, ...heard } };
    return answerFirst(context, sendTones(tones, playLoop(id, loop, element, answered)));
  },
});

function playLoop(id: string, loop: number, element: Element, context: Context): Draft {
  const isAnswered = context.state.answered;
  if (context.kazoo === "5.0") {
    const round = (next: Draft, isFirst: boolean) =>
      playUrl({ id, isAnswered: isAnswered || !isFirst }, next);
    return repeat(loop, element, context, round);
  }
  if (loop === 0) {
    context.notes.add("loop-endless", element);
    return playUrl({ id, isAnswered, isEndless: true });
  }
  const audio = loop === 1 ? { id, isAnswered } : { id, isAnswered, loopCount: loop };
  return playUrl(audio, context.then({ answered: true, typedAhead: true }));
}

function sendTones(steps: readonly ToneStep[], next: Draft): Draft {
  return steps.reduceRight<Draft>(
    (after, step) =>
      step.kind === "tones"
        ? node("send_dtmf", { digits: step.digits, duration_ms: step.durationMs }, after)
        : playUrl({ id: silence(step.durationMs), isAnswered: true }, after),
    next,
  );
}
