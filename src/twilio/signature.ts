import { createHmac } from "node:crypto";
import { joinUrl, splitUrl } from "../twiml/resolve-url.ts";

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1 over the URL as written and the sorted parameters, in base64.
 * Userinfo and fragment do not count, nor does the port of an https URL; that of an http URL does.
 *
 * @param parameters those in the body of a POST; of a GET they are in the URL.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function sign(
  authToken: string,
  url: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const parts = splitUrl(url);
  const port = parts.scheme?.toLowerCase() === "https" ? undefined : parts.port;
  const signed = joinUrl({ ...parts, userinfo: undefined, port, fragment: undefined });
  const pairs = Object.keys(parameters)
    .sort()
    .map((name) => `${name}${parameters[name] ?? ""}`);
  return createHmac("sha1", authToken)
    .update(signed + pairs.join(""))
    .digest("base64");
}
