import { childElements, type Element } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { httpMethod, wholeNumber, word, yesOrNo } from "../attributes.ts";
import { type Next, type Playback, type TwilioCall, type TwilioVerb, toNextVerb } from "../call.ts";
import { pauseMs } from "./pause.ts";
import { playPlayback } from "./play.ts";
import { sayPlaybacks } from "./say.ts";

/** https://www.twilio.com/docs/voice/twiml/gather#finishonkey */
const finishKeys = [..."0123456789#*", ""];

/**
 * Answers, plays what it holds and takes keys; they are asked about at the action, and nothing is where there are
 * none (https://www.twilio.com/docs/voice/twiml/gather).
 */
export const gather: TwilioVerb = {
  name: "Gather",
  run: (element, call) => {
    call.line.answer();
    const input = word(element, "input", ["dtmf", "speech", "dtmf speech", "speech dtmf"], "dtmf");
    const keys = new Keys(element);
    const isSpeech = input === "speech";
    if (isSpeech) listen(element, call);
    else takeKeys(element, keys, call);
    return result(element, keys, isSpeech, call);
  },
};

/** The keys of one Gather, as far as they have been pressed. */
class Keys {
  readonly #finishOnKey: string;
  readonly #most: number;
  digits = "";
  finishedOnKey = "";

  constructor(element: Element) {
    this.#finishOnKey = word(element, "finishOnKey", finishKeys, "#");
    this.#most = wholeNumber(element, "numDigits", 1, Number.POSITIVE_INFINITY);
  }

  /** Whether no more keys are taken: numDigits are there, or the finishing key, which is no part of them. */
  get areComplete(): boolean {
    return this.finishedOnKey !== "" || this.digits.length >= this.#most;
  }

  press(key: string): void {
    if (this.areComplete) return;
    if (key === this.#finishOnKey) this.finishedOnKey = key;
    else this.digits += key;
  }
}

/** The first key stops all that is nested at once, unless bargeIn="false"; the key counts either way. */
function takeKeys(element: Element, keys: Keys, call: TwilioCall): void {
  const bargesIn = yesOrNo(element, "bargeIn", true);
  for (const playback of nested(element, call)) {
    const ending = call.play(playback, (key) => {
      keys.press(key);
      return bargesIn;
    });
    if (ending === "hung-up") return;
    if (ending === "cut") break;
  }
  // The time runs from the end of what is nested or the first key, and anew with each key.
  const timeoutMs = wholeNumber(element, "timeout", 1, 5) * 1000;
  while (!keys.areComplete) {
    const happening = call.line.wait(timeoutMs);
    if (happening.kind !== "pressed") return;
    keys.press(happening.digit);
  }
}

/** Nobody speaks here; keys are not taken. The time is speechTimeout, or timeout where that is no number. */
function listen(element: Element, call: TwilioCall): void {
  for (const playback of nested(element, call)) call.playThrough(playback);
  const timeout = wholeNumber(element, "timeout", 1, 5);
  call.wait(wholeNumber(element, "speechTimeout", 1, timeout) * 1000);
}

/** What stands in a Gather or a Prompt. */
export function nested(element: Element, call: Pick<TwilioCall, "documentUrl">): readonly Playback[] {
  return childElements(element).flatMap((child) => playbacksOf(child, call));
}

/** Only Say, Play and Pause can be nested (https://www.twilio.com/docs/api/errors/13320); digits of Play are not sent. */
export function playbacksOf(child: Element, call: Pick<TwilioCall, "documentUrl">): readonly Playback[] {
  switch (child.name) {
    case "Say":
      return sayPlaybacks(child);
    case "Play": {
      const playback = playPlayback(child, call);
      return playback === undefined ? [] : [playback];
    }
    case "Pause":
      return [{ sound: { kind: "silence", lengthMs: pauseMs(child) }, rounds: 1 }];
    default:
      return [];
  }
}

/** Without digits the next verb runs, unless actionOnEmptyResult="true"; no action is the current document. */
function result(element: Element, keys: Keys, isSpeech: boolean, call: TwilioCall): Next {
  if (keys.digits === "" && !yesOrNo(element, "actionOnEmptyResult", false)) return toNextVerb;
  const url = resolveUrl(call.documentUrl, element.attributes["action"]?.trim() ?? "");
  const parameters: Readonly<Record<string, string>> = isSpeech
    ? { SpeechResult: "" }
    : { Digits: keys.digits, FinishedOnKey: keys.finishedOnKey, msg: "Gather End" };
  return { to: "document", asked: { url, method: httpMethod(element, "method"), parameters } };
}
