import { text, url } from "../twiml/attributes.ts";
import { childElements } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { askAction, requestAction } from "./ask-action.ts";
import { defineVerb } from "./define.ts";
import { lostNouns, type NounRows, spellNoun } from "./lost-nouns.ts";

const lost: "pay-unavailable" = "pay-unavailable";

/** Attributes without which no payment is asked for: https://www.twilio.com/docs/voice/twiml/pay. */
const details = [
  "bankAccountType",
  "chargeAmount",
  "currency",
  "description",
  "input",
  "language",
  "maxAttempts",
  "minPostalCodeLength",
  "paymentConnector",
  "paymentMethod",
  "postalCode",
  "securityCode",
  "statusCallback",
  "statusCallbackMethod",
  "timeout",
  "tokenType",
  "validCardTypes",
] as const;

const nouns: NounRows = {
  Parameter: "name value",
  Prompt: "attempt cardType errorType for requireMatchingInputs",
};

function eachDetail<T>(value: T): Readonly<Record<(typeof details)[number], T>> {
  return Object.fromEntries(details.map((name) => [name, value])) as Record<(typeof details)[number], T>;
}

/**
 * Asks for a payment, at Twilio; here the action, by default the same document, is told at once that it failed.
 *
 * ```
 * play (silence: answers) → pivot (the action)
 * ```
 */
export const pay = defineVerb({
  name: "Pay",
  source: "https://www.twilio.com/docs/voice/twiml/pay",
  attributes: {
    action: url(),
    ...eachDetail(text({ default: undefined })),
  },
  children: Object.keys(nouns),
  nouns: lostNouns(lost, nouns).filter(({ name }) => name === "Prompt"),
  support: { element: lost, attributes: eachDetail(lost) },
  translate: ({ action }, element, context) => {
    for (const noun of childElements(element)) spellNoun(noun, nouns, context.notes);
    context.notes.add(lost, element);
    const parameters = { Result: "internal-error", PaymentError: "No payment connector is available." };
    const request = {
      url: resolveUrl(context.documentUrl, action ?? ""),
      method: "POST",
      parameters,
    } as const;
    return askAction("Pay", request, context);
  },
  resume: requestAction,
});

/** A noun of Pay. Twilio's builder also writes it as a verb, which is none. */
export const prompt = defineVerb({
  name: "Prompt",
  source: "https://www.twilio.com/docs/voice/twiml/prompt",
  attributes: {
    attempt: text({ default: undefined }),
    cardType: text({ default: undefined }),
    errorType: text({ default: undefined }),
    for: text({ default: undefined }),
    requireMatchingInputs: text({ default: undefined }),
  },
  children: ["Say", "Play", "Pause"],
  support: {
    element: "verb-unknown",
    attributes: {
      attempt: "verb-unknown",
      cardType: "verb-unknown",
      errorType: "verb-unknown",
      for: "verb-unknown",
      requireMatchingInputs: "verb-unknown",
    },
  },
  translate: (_values, element, context) => {
    context.notes.add("verb-unknown", element);
    return context.then({});
  },
});
