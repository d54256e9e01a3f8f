import { DocumentError } from "../../src/errors.ts";
import type { Outside } from "../../src/outside.ts";
import type { CallerStep } from "../../src/simulator/caller.ts";
import type { CallEvent } from "../../src/simulator/transcript.ts";
import type { TwilioAnswer, TwilioRequest } from "../../src/simulator/twilio/call.ts";
import { callTwilio } from "../../src/simulator/twilio/call-twilio.ts";
import { AppError } from "../../src/twilio/app-error.ts";
import { documentText } from "../../src/twilio/document.ts";
import { emptyVisit, fetchDocument } from "../../src/twilio/fetch-document.ts";
import { applicationOf, origin } from "./application.ts";
import type { RandomCall } from "./random-call.ts";

/** How long a document takes, and a Pivot request too, in milliseconds. */
export const ANSWER_MS = 20;

/** Plays a random call through the reference Twilio. */
export async function playOnTwilio(
  call: RandomCall,
  caller: readonly CallerStep[],
): Promise<readonly CallEvent[]> {
  const { voicePath, fallbackPath } = call;
  const application = applicationOf(call);
  const { events } = await callTwilio({
    voice: { url: origin + voicePath, method: "POST" },
    fallback: fallbackPath === undefined ? undefined : { url: origin + fallbackPath, method: "POST" },
    caller,
    fetch: (request) => fetchAnswer(request, application),
  });
  return events;
}

async function fetchAnswer(request: TwilioRequest, fetch: Outside["fetch"]): Promise<TwilioAnswer> {
  const outside = { fetch, now: () => 0, randomBytes: (size: number) => new Uint8Array(size) };
  const account = { authToken: undefined, timeoutMs: 15_000 };
  try {
    const { document } = await fetchDocument(request, emptyVisit, account, outside);
    const { url, kind: content, contentType } = document;
    const text = content === "audio" ? "" : documentText(document);
    return { kind: "document", url, content, contentType, text, tookMs: ANSWER_MS };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const url = error instanceof AppError ? error.url : request.url;
    return { kind: "failed", twilioCode: error.twilioCode, url, tookMs: ANSWER_MS };
  }
}
