import { type Element, ownText } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { roundsOf } from "../attributes.ts";
import { type Playback, type TwilioCall, type TwilioVerb, toNextVerb } from "../call.ts";

/** How long a tone takes with the gap behind it, in milliseconds. Twilio does not say. */
const toneMs = 300;

const waitsMs: Readonly<Record<string, number>> = { w: 500, W: 1000 };

/** Answers, sends tones and plays a recording; an empty one is skipped (https://www.twilio.com/docs/voice/twiml/play). */
export const play: TwilioVerb = {
  name: "Play",
  run: (element, call) => {
    const digits = digitsOf(element);
    const playback = playPlayback(element, call);
    if (digits === "" && playback === undefined) return toNextVerb;
    call.line.answer();
    sendTones(digits, call);
    if (playback !== undefined) call.playThrough(playback);
    return toNextVerb;
  },
};

/** The recording of a Play; nothing where it names none. */
export function playPlayback(
  element: Element,
  { documentUrl }: Pick<TwilioCall, "documentUrl">,
): Playback | undefined {
  const url = ownText(element);
  if (url === "") return undefined;
  return { sound: { kind: "media", url: resolveUrl(documentUrl, url) }, rounds: roundsOf(element) };
}

/** None are sent where one is no tone (https://www.twilio.com/docs/api/errors/13430). */
function digitsOf(element: Element): string {
  const digits = element.attributes["digits"]?.trim() ?? "";
  return /^[0-9A-D#*wW]+$/.test(digits) ? digits : "";
}

/** `w` is half a second, `W` a second (https://www.twilio.com/docs/voice/twiml/play#digits). */
function sendTones(digits: string, call: TwilioCall): void {
  for (const run of digits.match(/[wW]+|[^wW]+/g) ?? []) {
    if (call.line.isEnded) return;
    const isWait = /^[wW]/.test(run);
    if (!isWait) call.line.note({ kind: "sent-keys", keys: run });
    call.wait([...run].reduce((sum, key) => sum + (waitsMs[key] ?? toneMs), 0));
  }
}
