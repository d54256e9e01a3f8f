import type { Element } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import type { TwilioCall, TwilioVerb } from "../call.ts";
import { actionOrNextVerb, anySid } from "./action.ts";

/**
 * Answers, and has the caller wait in a queue, from which nobody takes anyone: until they hang up, of which the action is
 * told. A waitUrl is heard as a recording; the music that there is without one counts as silence
 * (https://www.twilio.com/docs/voice/twiml/enqueue).
 */
export const enqueue: TwilioVerb = {
  name: "Enqueue",
  run: (element, call) => {
    call.line.answer();
    const startMs = call.line.nowMs;
    hearMusic(element, call);
    const QueueTime = String(Math.round((call.line.nowMs - startMs) / 1000));
    const parameters = { QueueResult: "hangup", QueueSid: anySid("QU"), QueueTime };
    const next = actionOrNextVerb(element, parameters, call);
    return next.to === "document" ? { ...next, isAskedAfterHangUp: true } : next;
  },
};

function hearMusic(element: Element, call: TwilioCall): void {
  const waitUrl = element.attributes["waitUrl"]?.trim() ?? "";
  const url = resolveUrl(call.documentUrl, waitUrl);
  while (waitUrl !== "" && !call.line.isEnded) {
    call.playThrough({ sound: { kind: "media", url }, rounds: 1 });
  }
  call.wait(Number.POSITIVE_INFINITY);
}
