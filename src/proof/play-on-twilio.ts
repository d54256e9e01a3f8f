import { DocumentError } from "../errors.ts";
import type { OutgoingRequest, Outside } from "../outside.ts";
import { readCall } from "../pivot/read-call.ts";
import { pivotParams } from "../simulator/kazoo/pivot-params.ts";
import type { CallEvent } from "../simulator/transcript.ts";
import type { TwilioAnswer, TwilioRequest, Webhook } from "../simulator/twilio/call.ts";
import { callTwilio } from "../simulator/twilio/call-twilio.ts";
import { AppError, publicUrl } from "../twilio/app-error.ts";
import { documentText, type FetchedDocument } from "../twilio/document.ts";
import { emptyVisit, fetchAnswer, fetchDocument, type Visit } from "../twilio/fetch-document.ts";
import { standardParameters } from "../twilio/parameters.ts";
import { askedEvent } from "./asked-event.ts";
import { ANSWER_MS, countedBytes, START_MS } from "./play-on-kazoo.ts";
import type { Setup } from "./setup-of-fixture.ts";

/** What came of a call at Twilio. */
export type TwilioPlay = {
  /** With an `asked` or a `told` event for each exchange, HTTP redirects and challenges included. */
  readonly events: readonly CallEvent[];
  /** Every exchange. */
  readonly requests: readonly OutgoingRequest[];
  /** The URLs that were answered with audio. */
  readonly audio: ReadonlySet<string>;
};

/** Plays a call through the reference Twilio, which asks the application as twivot does. */
export async function playOnTwilio(setup: Setup, application: Outside["fetch"]): Promise<TwilioPlay> {
  const { app, parameters, account } = identity(setup);
  const rounds: Rounds = { asked: [], told: [] };
  const audio = new Set<string>();
  const randomBytes = countedBytes();
  let visit: Visit = emptyVisit;
  const outsideOf = (kind: keyof Rounds, atMs: number) => {
    const round: OutgoingRequest[] = [];
    rounds[kind].push(round);
    const fetch = (one: OutgoingRequest) => {
      round.push(one);
      return application(one);
    };
    return { fetch, now: () => START_MS + atMs, randomBytes };
  };
  const fetch = async (request: TwilioRequest, atMs: number): Promise<TwilioAnswer> => {
    const outside = outsideOf("asked", atMs);
    try {
      const fetched = await fetchDocument(withStandard(request, parameters), visit, account, outside);
      visit = fetched.visit;
      if (fetched.document.kind === "audio") audio.add(publicUrl(fetched.document.url));
      return answerOf(fetched.document);
    } catch (error) {
      return failureOf(error, request);
    }
  };
  // On a connection of its own, and nobody reads the answer.
  const tell = async (request: TwilioRequest, atMs: number): Promise<void> => {
    await fetchAnswer(stamped(request, atMs, parameters), emptyVisit, account, outsideOf("told", atMs)).catch(
      () => undefined,
    );
  };
  const { events } = await callTwilio({
    voice: { url: app.voiceUrl, method: app.voiceMethod },
    fallback: webhook(app.fallbackUrl, app.fallbackMethod),
    statusCallback: webhook(app.statusCallback, app.statusCallbackMethod),
    caller: setup.caller,
    from: parameters["From"] ?? "",
    callees: setup.parties?.callees ?? {},
    recordEmpty: app.platform.recordEmpty,
    fetch,
    tell,
  });
  return { ...withExchanges(events, rounds), audio };
}

function webhook(url: string | undefined, method: "GET" | "POST"): Webhook | undefined {
  return url === undefined ? undefined : { url, method };
}

/** `Sun, 25 Mar 2018 09:53:19 +0000`: https://www.rfc-editor.org/rfc/rfc2822#section-3.3 */
function rfc2822(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace("GMT", "+0000");
}

/** Who calls whom, and at whose application. */
function identity({ config, facts }: Setup) {
  const app = config.apps["default"];
  if (app === undefined) throw new RangeError("The configuration has no application.");
  const body = JSON.stringify(pivotParams(facts, { language: "en-us", digits: undefined }));
  const call = readCall({ query: "", contentType: "application/json", body });
  const parameters = standardParameters(call, app, config, { answered: false });
  return { app, parameters, account: { authToken: app.authToken, timeoutMs: app.appTimeoutMs } };
}

/**
 * The names that Twilio gives a meaning win over those that `<Set><Variable>` adds. A call that a Dial has made has its own.
 */
function withStandard(
  { child, ...request }: TwilioRequest,
  standard: Readonly<Record<string, string>>,
): TwilioRequest {
  const { CallStatus = "" } = request.parameters;
  const { CallSid = "", AccountSid = "", ApiVersion = "" } = standard;
  const own = child === undefined ? standard : { ...child, ParentCallSid: CallSid, AccountSid, ApiVersion };
  return { ...request, parameters: { ...own, ...request.parameters, ...own, CallStatus } };
}

/** A callback, with the times that only whoever sends it knows. */
function stamped(
  request: TwilioRequest,
  atMs: number,
  standard: Readonly<Record<string, string>>,
): TwilioRequest {
  const { recordedFromMs, isOfConference, ...told } = request;
  const { AccountSid = "", CallSid = "" } = standard;
  const Timestamp = rfc2822(START_MS + atMs);
  if (isOfConference) {
    const left = ["CallSid", "CallSidEndingConference"].filter((name) => told.parameters[name] === "");
    const sids = Object.fromEntries(left.map((name) => [name, CallSid]));
    return { ...told, parameters: { AccountSid, ...told.parameters, ...sids, Timestamp } };
  }
  if (recordedFromMs === undefined) {
    return withStandard({ ...told, parameters: { ...told.parameters, Timestamp } }, standard);
  }
  const RecordingStartTime = rfc2822(START_MS + recordedFromMs);
  return { ...told, parameters: { AccountSid, CallSid, ...told.parameters, RecordingStartTime } };
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

/** The exchanges that each webhook and each callback took, in the order of the call's events. */
type Rounds = { readonly asked: OutgoingRequest[][]; readonly told: OutgoingRequest[][] };

/** In place of each question the exchanges that it took. */
function withExchanges(
  events: readonly CallEvent[],
  rounds: Rounds,
): Pick<TwilioPlay, "events" | "requests"> {
  const left = { asked: [...rounds.asked], told: [...rounds.told] };
  const requests: OutgoingRequest[] = [];
  const all = events.flatMap((event): readonly CallEvent[] => {
    if (event.kind !== "asked" && event.kind !== "told") return [event];
    const round = left[event.kind].shift() ?? [];
    requests.push(...round);
    return round.map((request) => askedEvent(request, event.atMs));
  });
  return { events: all, requests };
}
