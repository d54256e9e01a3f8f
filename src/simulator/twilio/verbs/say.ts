import type { Element } from "../../../twiml/element.ts";
import { roundsOf } from "../attributes.ts";
import { type Playback, type TwilioVerb, toNextVerb } from "../call.ts";
import { speechOf, wordsOf } from "../speech.ts";

/** Answers and speaks; an empty one is skipped (https://www.twilio.com/docs/voice/twiml/say). */
export const say: TwilioVerb = {
  name: "Say",
  run: (element, call) => {
    const playback = sayPlayback(element);
    if (playback === undefined) return toNextVerb;
    call.line.answer();
    call.playThrough(playback);
    return toNextVerb;
  },
};

/** What a Say plays; nothing where it has no words. */
export function sayPlayback(element: Element): Playback | undefined {
  const { voice, language } = element.attributes;
  const sound = speechOf(wordsOf(element), { voice, language });
  return sound && { sound, rounds: roundsOf(element) };
}
