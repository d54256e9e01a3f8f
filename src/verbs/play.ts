import { node, playUrl } from "../callflow/build.ts";
import type { Draft } from "../translate/draft.ts";
import { integer, text } from "../twiml/attributes.ts";
import { type Element, ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { type Context, defineVerb } from "./define.ts";
import { repeat } from "./say.ts";
import { toneSteps } from "./tones.ts";

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
 * send_dtmf → sleep → send_dtmf → sleep → play → what follows
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
    if (url === "") {
      if (tones.length === 0) return context.then({});
      return answerFirst(context, sendTones(tones, context.then({ answered: true })));
    }
    const audio = playLoop(resolveUrl(context.documentUrl, url), loop, element, context);
    return tones.length === 0 ? audio : answerFirst(context, sendTones(tones, audio));
  },
});

function playLoop(id: string, loop: number, element: Element, context: Context): Draft {
  if (context.kazoo === "5.0") return repeat(loop, element, context, (next) => playUrl({ id }, next));
  if (loop === 0) {
    context.notes.add("loop-endless", element);
    return playUrl({ id, isEndless: true });
  }
  const audio = loop === 1 ? { id } : { id, loopCount: loop };
  return playUrl(audio, context.then({ answered: true, typedAhead: true }));
}

function sendTones(steps: ReturnType<typeof toneSteps> & object, next: Draft): Draft {
  return steps.reduceRight<Draft>(
    (after, step) =>
      step.kind === "tones"
        ? node("send_dtmf", { digits: step.digits, duration_ms: step.durationMs }, after)
        : node("sleep", { duration: step.durationMs, unit: "ms" }, after),
    next,
  );
}
