import { httpMethod, text, url } from "../twiml/attributes.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerAndGoOn, askAction, requestAction } from "./ask-action.ts";
import { type AnyVerb, defineVerb } from "./define.ts";

/** @see https://www.twilio.com/docs/voice/twiml/sms */
const attributes = {
  action: url(),
  method: httpMethod({ twilioCode: 12200 }),
  from: text({ default: undefined }),
  to: text({ default: undefined }),
  statusCallback: url(),
};

const lost = "sms-unsent";

/**
 * Sends a text message, at Twilio. Here the action is told that it is invalid, else the next verb runs.
 *
 * ```
 * play (silence: answers) → pivot (the action) | what follows
 * ```
 */
export const sms = messageVerb("Sms");

/** Its name in the documents of messaging, which some voice documents have. */
export const message = messageVerb("Message");

function messageVerb(name: "Sms" | "Message"): AnyVerb {
  return defineVerb({
    name,
    source: "https://www.twilio.com/docs/voice/twiml/sms",
    attributes,
    support: { element: lost, attributes: { from: lost, to: lost, statusCallback: lost } },
    translate: ({ action, method }, element, context) => {
      context.notes.add(lost, element);
      if (action === undefined || action === "") return answerAndGoOn(context);
      const sid = { parameter: "SmsSid", prefix: "SM", name: `message ${element.line}:${element.column}` };
      const parameters = { SmsStatus: "invalid" };
      const request = { url: resolveUrl(context.documentUrl, action), method, parameters, sid };
      return askAction(name, request, context);
    },
    resume: requestAction,
  });
}
