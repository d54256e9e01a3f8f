import type { Element } from "../../../twiml/element.ts";
import { resolveUrl } from "../../../twiml/resolve-url.ts";
import { httpMethod } from "../attributes.ts";
import { type Next, type TwilioCall, toNextVerb } from "../call.ts";

/** With an action its answer takes over; without one the next verb runs (https://www.twilio.com/docs/voice/twiml). */
export function actionOrNextVerb(
  element: Element,
  parameters: Readonly<Record<string, string>>,
  call: TwilioCall,
): Next {
  const action = element.attributes["action"]?.trim() ?? "";
  if (action === "") return toNextVerb;
  const url = resolveUrl(call.documentUrl, action);
  return { to: "document", asked: { url, method: httpMethod(element, "method"), parameters } };
}

/** A sid that stands for any: what makes Twilio's is not known. */
export function anySid(prefix: string): string {
  return `${prefix}${"0".repeat(32)}`;
}
