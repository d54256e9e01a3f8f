import { childElements, type Element } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { wholeNumber } from "../attributes.ts";
import type { TwilioVerb } from "../call.ts";
import { nested } from "./gather.ts";

/**
 * Answers and asks for the number of a card, which nobody gives, some times; then the action, by default the same
 * document, is told so (https://www.twilio.com/docs/voice/twiml/pay).
 */
export const pay: TwilioVerb = {
  name: "Pay",
  run: (element, call) => {
    call.line.answer();
    const attempts = wholeNumber(element, "maxAttempts", 1, 3);
    for (let attempt = 1; attempt <= attempts && !call.line.isEnded; attempt++) {
      for (const prompt of promptsOf(element, attempt)) {
        for (const playback of nested(prompt, call)) call.playThrough(playback);
      }
      call.wait(wholeNumber(element, "timeout", 1, 5) * 1000);
    }
    const url = resolveUrl(call.documentUrl, element.attributes["action"]?.trim() ?? "");
    const parameters = { Result: call.line.isEnded ? "caller-hung-up" : "too-many-failed-attempts" };
    const asked = { url, method: "POST", parameters } as const;
    return { to: "document", asked, isAskedAfterHangUp: true };
  },
};

/** Those for the number of a card, at this attempt (https://www.twilio.com/docs/voice/twiml/prompt). */
function promptsOf(pay: Element, attempt: number): readonly Element[] {
  return childElements(pay).filter(({ name, attributes }) => {
    const attempts = attributes["attempt"]?.trim().split(/\s+/) ?? [String(attempt)];
    const isForCard = (attributes["for"] ?? "payment-card-number") === "payment-card-number";
    return name === "Prompt" && isForCard && attempts.includes(String(attempt));
  });
}
