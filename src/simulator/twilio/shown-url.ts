import { joinUrl, splitUrl } from "../../twiml/resolve-url.ts";

/**
 * A URL as an application sees it: credentials go into a header, connection overrides stay with Twilio.
 *
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function shownUrl(url: string): string {
  return joinUrl({ ...splitUrl(url), userinfo: undefined, fragment: undefined });
}
