import type { DocumentError } from "../errors.ts";
import { publicUrl } from "./app-error.ts";

/**
 * What the fallback URL is told beside the standard parameters.
 *
 * @param failingUrl of the document that could not be fetched, read or run.
 * @see https://www.twilio.com/docs/usage/guides/availability-reliability
 */
export function fallbackParameters(
  error: DocumentError,
  failingUrl: string,
): { readonly ErrorCode: string; readonly ErrorUrl: string } {
  return { ErrorCode: String(error.twilioCode), ErrorUrl: publicUrl(failingUrl) };
}
