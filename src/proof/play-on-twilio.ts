import { DocumentError } from "../errors.ts";
import type { OutgoingRequest, Outside } from "../outside.ts";
import { readCall } from "../pivot/read-call.ts";
import { pivotParams } from "../simulator/kazoo/pivot-params.ts";
import type { CallEvent } from "../simulator/transcript.ts";
import type { TwilioAnswer, TwilioRequest } from "../simulator/twilio/call.ts";
import { callTwilio } from "../simulator/twilio/call-twilio.ts";
import { AppError, publicUrl } from "../twilio/app-error.ts";
import { documentText, type FetchedDocument } from "../twilio/document.ts";
import { emptyVisit, fetchDocument, type Visit } from "../twilio/fetch-document.ts";
import { standardParameters } from "../twilio/parameters.ts";
import { ANSWER_MS, askedEvent, countedBytes, START_MS } from "./play-on-kazoo.ts";
import type { Setup } from "./setup-of-fixture.ts";

/** What came of a call at Twilio. */
export type TwilioPlay = {
  /** With an `asked` event for each exchange, HTTP redirects and challenges included. */
  readonly events: readonly CallEvent[];
  /** Every exchange. */
  readonly requests: readonly OutgoingRequest[];
  /** The URLs that were answered with audio. */
  readonly audio: ReadonlySet<string>;
};

/** Plays a call through the reference Twilio, which asks the application as twivot does. */
export async function playOnTwilio(setup: Setup, application: Outside["fetch"]): Promise<TwilioPlay> {
  const { app, parameters, account } = identity(setup);
  const rounds: OutgoingRequest[][] = [];
  const audio = new Set<string>();
  const randomBytes = countedBytes();
  let visit: Visit = emptyVisit;
  const fetch = async (request: TwilioRequest, atMs: number): Promise<TwilioAnswer> => {
    const round: OutgoingRequest[] = [];
    rounds.push(round);
    const outside = {
      fetch: (one: OutgoingRequest) => {
        round.push(one);
        return application(one);
      },
      now: () => START_MS + atMs,
      randomBytes,
    };
    try {
      const fetched = await fetchDocument(withStandard(request, parameters), visit, account, outside);
      visit = fetched.visit;
      if (fetched.document.kind === "audio") audio.add(publicUrl(fetched.document.url));
      return answerOf(fetched.document);
    } catch (error) {
      return failureOf(error, request);
    }
  };
  const { events } = await callTwilio({
    voice: { url: app.voiceUrl, method: app.voiceMethod },
    fallback:
      app.fallbackUrl === undefined ? undefined : { url: app.fallbackUrl, method: app.fallbackMethod },
    caller: setup.caller,
    fetch,
  });
  return { events: withExchanges(events, rounds), requests: rounds.flat(), audio };
}

/** Who calls whom, and at whose application. */
function identity({ config, facts }: Setup) {
  const app = config.apps["default"];
  if (app === undefined) throw new RangeError("The configuration has no application.");
  const body = JSON.stringify(pivotParams(facts, { language: "en-us", digits: undefined }));
  const call = readCall({ query: "", contentType: "application/json", body });
  const parameters = standardParameters(call, app, config, { answered: false });
  return { app, parameters, account: { authToken: app.authToken, timeoutMs: config.appTimeoutMs } };
}

/** The names that Twilio gives a meaning win over those that `<Set><Variable>` adds. */
function withStandard(request: TwilioRequest, standard: Readonly<Record<string, string>>): TwilioRequest {
  const { CallStatus = "" } = request.parameters;
  return { ...request, parameters: { ...standard, ...request.parameters, ...standard, CallStatus } };
}

function answerOf(document: FetchedDocument): TwilioAnswer {
  const { url, kind: content, contentType } = document;
  const text = content === "audio" ? "" : documentText(document);
  return { kind: "document", url, content, contentType, text, tookMs: ANSWER_MS };
}

function failureOf(error: unknown, request: TwilioRequest): TwilioAnswer {
  if (!(error instanceof DocumentError)) throw error;
  const url = error instanceof AppError ? error.url : request.url;
  return { kind: "failed", twilioCode: error.twilioCode, url, tookMs: ANSWER_MS };
}

/** In place of each question the exchanges that it took. */
function withExchanges(
  events: readonly CallEvent[],
  rounds: readonly (readonly OutgoingRequest[])[],
): readonly CallEvent[] {
  const left = [...rounds];
  return events.flatMap((event): readonly CallEvent[] => {
    if (event.kind !== "asked") return [event];
    return (left.shift() ?? []).map((request) => askedEvent(request, event.atMs));
  });
}
