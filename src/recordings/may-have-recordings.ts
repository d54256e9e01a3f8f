import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "../config.ts";

/**
 * Whether an `Authorization` header is that of an application for its account: HTTP Basic with account sid and auth token
 * (RFC 7617), as Twilio's API takes it. An application without a configured account sid has those of all Kazoo accounts.
 *
 * @see https://www.twilio.com/docs/usage/requests-to-twilio
 */
export function mayHaveRecordings(
  authorization: string | undefined,
  accountSid: string,
  { apps }: Pick<Config, "apps">,
): boolean {
  const [, base64 = ""] = /^basic +(\S+) *$/i.exec(authorization ?? "") ?? [];
  const [user, ...rest] = Buffer.from(base64, "base64").toString().split(":");
  if (user !== accountSid) return false;
  const password = rest.join(":");
  return Object.values(apps).some(
    (app) =>
      (app.accountSid ?? accountSid) === accountSid &&
      app.authToken !== undefined &&
      isSame(password, app.authToken),
  );
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
