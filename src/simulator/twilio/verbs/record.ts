import type { Element } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { type CallerRecording, recordCaller, speechIn } from "../../speaking.ts";
import { httpMethod, wholeNumber, yesOrNo } from "../attributes.ts";
import { type Next, type TwilioCall, type TwilioVerb, toNextVerb } from "../call.ts";
import { type Made, tellRecording } from "../recording-callbacks.ts";

/** As FreeSWITCH writes a tone. Twilio does not say how its beep sounds. */
const beep = { kind: "tones", tones: "%(500,0,440)" } as const;

const anyKey = "1234567890*#";

/**
 * Answers, beeps and records the caller; the action is asked what to do with it, after a hang-up too
 * (https://www.twilio.com/docs/voice/twiml/record).
 */
export const record: TwilioVerb = {
  name: "Record",
  run: (element, call) => {
    call.line.answer();
    if (yesOrNo(element, "playBeep", true)) call.playThrough({ sound: beep, rounds: 1 });
    // Who has left by now is not recorded.
    if (call.line.isEnded) return toNextVerb;
    const timeout = wholeNumber(element, "timeout", 0, 5);
    const recording = recordCaller(call.line, {
      limitMs: limitMs(element),
      silenceMs: timeout === 0 ? Number.POSITIVE_INFINITY : timeout * 1000,
      keys: finishKeys(element),
    });
    const file = call.newRecording();
    const seconds = secondsOf(element, recording, call);
    const isKept = seconds > 0 || call.recordEmpty === "action";
    const made = { source: "RecordVerb", channels: 1, track: "both", seconds, isKept, file } as const;
    tellRecording(element, { ...recording, ...made }, call);
    return isKept ? ask(element, { key: recording.key, seconds, file }, call) : toNextVerb;
  },
};

/** 120 seconds where it is transcribed (https://www.twilio.com/docs/voice/twiml/record#attributes-max-length). */
function limitMs(element: Element): number {
  const usual = yesOrNo(element, "transcribe", false) ? 120 : 3600;
  const seconds = wholeNumber(element, "maxLength", 2, usual);
  return (seconds > 86_400 ? usual : seconds) * 1000;
}

/** Any set of keys, also none (https://www.twilio.com/docs/voice/twiml/record#attributes-finish-on-key). */
function finishKeys(element: Element): readonly string[] {
  const written = element.attributes["finishOnKey"]?.trim() ?? anyKey;
  return [...(/^[0-9*#]*$/.test(written) ? written : anyKey)];
}

/** Whole seconds, at least one of what is not nothing; without the silence at both ends unless it is to stay. */
function secondsOf(element: Element, recording: CallerRecording, call: TwilioCall): number {
  // A bad value is as none of both: https://www.twilio.com/docs/api/errors/13699.
  const trim = element.attributes["trim"] ?? "trim-silence";
  const isTrimmed = trim.trim().toLowerCase() === "trim-silence";
  const speech = speechIn(recording, call.line.spoken);
  const fromMs = isTrimmed ? speech[0]?.fromMs : recording.fromMs;
  const toMs = isTrimmed ? speech.at(-1)?.toMs : recording.toMs;
  return fromMs === undefined || toMs === undefined || fromMs === toMs
    ? 0
    : Math.max(1, Math.round((toMs - fromMs) / 1000));
}

/** No action is the current document. */
function ask(
  element: Element,
  { key, seconds, file }: Pick<CallerRecording, "key"> & Pick<Made, "seconds" | "file">,
  call: TwilioCall,
): Next {
  const parameters = {
    ...file,
    RecordingDuration: String(seconds),
    Digits: call.line.isEnded ? "hangup" : (key ?? ""),
  };
  const url = resolveUrl(call.documentUrl, element.attributes["action"]?.trim() ?? "");
  const asked = { url, method: httpMethod(element, "method"), parameters };
  return { to: "document", asked, isAskedAfterHangUp: true };
}
