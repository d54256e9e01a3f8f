import { createHmac, hash } from "node:crypto";

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

/**
 * The sid of something that belongs to a call, such as its second recording: the same for the same name.
 *
 * @param prefix two letters, `RE` of a recording
 */
export function sidInCall(prefix: string, call: string, name: string): string {
  return `${prefix}${sha256(`${call}/${name}`)}`;
}

/**
 * The sid of the recording of a number in a call. Whoever knows it may have the recording, so that nobody can work it out
 * who knows the call only.
 *
 * @param secrets of which the last counts, since it stays when a new one is put before it
 */
export function recordingSid(call: string, number: number, secrets: readonly string[]): string {
  const hmac = createHmac("sha256", secrets.at(-1) ?? "").update(`${call}/recording ${number}`);
  return `RE${hmac.digest("hex").slice(0, HEX_DIGITS)}`;
}

/** The account sid that the application sees: the configured one, else `AC` and the Kazoo account id. */
export function accountSid(accountId: string, configured: string | undefined): string {
  if (configured !== undefined) return configured;
  const id = accountId.toLowerCase();
  return `AC${/^[0-9a-f]{32}$/.test(id) ? id : sha256(accountId)}`;
}

function sha256(text: string): string {
  return hash("sha256", text).slice(0, HEX_DIGITS);
}
