import type { Element } from "../../../twiml/element.ts";
import { roundsOf } from "../attributes.ts";
import { type Playback, type TwilioVerb, toNextVerb } from "../call.ts";
import { soundsOf } from "../speech.ts";

/** Answers and speaks; an empty one is skipped (https://www.twilio.com/docs/voice/twiml/say). */
export const say: TwilioVerb = {
  name: "Say",
  run: (element, call) => {
    const playbacks = sayPlaybacks(element);
    if (playbacks.length === 0) return toNextVerb;
    call.line.answer();
    for (const playback of playbacks) call.playThrough(playback);
    return toNextVerb;
  },
};

/** Nobody hears more of them: they last 300 ms at least, and a caller listens for half an hour. */
const mostRounds = 10_000;

/** What a Say plays, round after round; nothing where it has no words. */
export function sayPlaybacks(element: Element): readonly Playback[] {
  const { voice, language } = element.attributes;
  const sounds = soundsOf(element, { voice, language });
  const rounds = roundsOf(element);
  const [only] = sounds;
  if (only !== undefined && sounds.length === 1) return [{ sound: only, rounds }];
  return Array.from({ length: Math.min(rounds, mostRounds) }, () =>
    sounds.map((sound) => ({ sound, rounds: 1 })),
  ).flat();
}
