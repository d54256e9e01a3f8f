import { createHash } from "node:crypto";

/** Twilio's sids are two letters and 32 lower-case hexadecimal digits. */
const HEX_DIGITS = 32;

/**
 * The sid of a call: `CA` and 32 hexadecimal digits, the same for every request of the call.
 *
 * @see https://www.twilio.com/docs/glossary/what-is-a-sid
 */
export function callSid(accountId: string, callId: string): string {
  return `CA${sha256(`${accountId}/${callId}`)}`;
}

/** The account sid that the application sees: the configured one, else `AC` and the Kazoo account id. */
export function accountSid(accountId: string, configured: string | undefined): string {
  if (configured !== undefined) return configured;
  const id = accountId.toLowerCase();
  return `AC${/^[0-9a-f]{32}$/.test(id) ? id : sha256(accountId)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HEX_DIGITS);
}
