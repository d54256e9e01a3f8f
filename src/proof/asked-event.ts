import type { OutgoingRequest } from "../outside.ts";
import type { CallEvent } from "../simulator/transcript.ts";

/** What the application is told beside a call has one of these; https://www.twilio.com/docs/voice/api/call-resource. */
const toldBy = ["CallbackSource", "RecordingStatus", "StatusCallbackEvent"];

/** A request to the application as an event of a call: a webhook whose answer counts, or a callback. */
export function askedEvent(
  { method, url, body }: OutgoingRequest,
  atMs: number,
): Extract<CallEvent, { kind: "asked" | "told" }> {
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const parameters = Object.fromEntries(new URLSearchParams(method === "POST" ? body : query));
  const kind = toldBy.some((name) => Object.hasOwn(parameters, name)) ? "told" : "asked";
  return { atMs, kind, method, url: method === "POST" ? url : path, parameters };
}
