import { ownText } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { httpMethod } from "../attributes.ts";
import type { TwilioVerb } from "../call.ts";

/** Goes on with another document, or the same where none is named (https://www.twilio.com/docs/voice/twiml/redirect). */
export const redirect: TwilioVerb = {
  name: "Redirect",
  run: (element, call) => {
    const url = resolveUrl(call.documentUrl, ownText(element));
    return { to: "document", asked: { url, method: httpMethod(element, "method"), parameters: {} } };
  },
};
