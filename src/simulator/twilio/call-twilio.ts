import { TwimlError } from "../../errors.ts";
import { childElements, type Element } from "../../twiml/element.ts";
import { parseTwiml } from "../../twiml/parse.ts";
import { SimulatorError } from "../simulator-error.ts";
import type { Sound } from "../transcript.ts";
import {
  type Asked,
  type ChildIdentity,
  type Next,
  type TwilioAnswer,
  TwilioCall,
  type TwilioOptions,
  type TwilioPage,
  type TwilioResult,
} from "./call.ts";
import { ending, endOfCall } from "./callbacks.ts";
import { shownUrl } from "./shown-url.ts";
import { speechOf } from "./speech.ts";
import { verbs } from "./verbs/index.ts";

/** No call of a sensible length asks for more. Twilio itself names no limit. */
const mostDocuments = 10_000;

/** Twilio plays a recording with about these words; https://www.twilio.com/docs/api/errors/11200. */
const apologyWords = "We're sorry, an application error has occurred. Goodbye.";

/** A document that can be run, or Twilio's number for why there is none. */
type Page =
  | { readonly kind: "page"; readonly verbs: readonly Element[] }
  | { readonly kind: "speech"; readonly text: string }
  | { readonly kind: "audio"; readonly url: string }
  | { readonly kind: "failed"; readonly twilioCode: number; readonly url: string };

/**
 * Runs a call through a reference Twilio until it ends: what the caller hears and does, and what the application is
 * asked, on a virtual clock. It shares no verb with the translation.
 *
 * @see https://www.twilio.com/docs/voice/twiml
 * @throws {SimulatorError} a verb that is not simulated, or documents without an end.
 */
export async function callTwilio(options: TwilioOptions): Promise<TwilioResult> {
  const call = new TwilioCall(options);
  call.askFor = (question, child) => askFor(question, child, call, options);
  let asked: Asked | undefined = { ...options.voice, parameters: {} };
  for (let documents = 0; asked !== undefined; documents++) {
    if (documents === mostDocuments) {
      throw new SimulatorError("endless", `the call asked for ${mostDocuments} documents and did not end`);
    }
    const page = await openOrFallBack(asked, call, options);
    // The answer to a question about a call that is over is not run.
    asked = call.line.isEnded ? undefined : await runPage(page, call);
    await call.callbacks.send();
  }
  await tellEnd(call, options);
  const told = [...call.line.events, ...call.callbacks.events];
  return { events: told.sort((a, b) => a.atMs - b.atMs) };
}

/** https://www.twilio.com/docs/voice/twiml#ending-the-call-callback-requests */
async function tellEnd({ line, callbacks }: TwilioCall, { statusCallback }: TwilioOptions): Promise<void> {
  if (statusCallback === undefined) return;
  const { atMs, ...ended } = endOfCall(line.events);
  // The only event that the callback of a number is told.
  callbacks.add({ ...statusCallback, atMs, parameters: ending(ended, 0) });
  await callbacks.send();
}

/** An error of any document leads to the fallback URL; https://www.twilio.com/docs/usage/guides/availability-reliability. */
async function openOrFallBack(asked: Asked, call: TwilioCall, options: TwilioOptions): Promise<Page> {
  const page = await open(asked, call, options);
  if (page.kind !== "failed" || options.fallback === undefined || call.line.isEnded) return page;
  const parameters = { ErrorCode: String(page.twilioCode), ErrorUrl: shownUrl(page.url) };
  return open({ ...options.fallback, parameters }, call, options);
}

/** The document that is run for the caller stays the one that URLs are relative to. */
async function askFor(
  asked: Asked,
  child: ChildIdentity,
  call: TwilioCall,
  options: TwilioOptions,
): Promise<TwilioPage | undefined> {
  const { documentUrl } = call;
  const page = await open(asked, call, options, child);
  const url = call.documentUrl;
  call.documentUrl = documentUrl;
  return page.kind === "page" ? { url, verbs: page.verbs } : undefined;
}

async function open(
  { method, url, parameters }: Asked,
  call: TwilioCall,
  options: TwilioOptions,
  child?: ChildIdentity,
): Promise<Page> {
  // A call rings until a verb answers it; https://www.twilio.com/docs/voice/twiml#request-parameters.
  const status = call.line.isAnswered ? "in-progress" : "ringing";
  const CallStatus = call.line.isEnded ? "completed" : status;
  const all = Object.fromEntries([...call.variables, ...Object.entries({ CallStatus, ...parameters })]);
  call.line.note({ kind: "asked", method, url: shownUrl(url), parameters: all });
  const answer = await options.fetch(
    { method, url, parameters: all, ...(child === undefined ? {} : { child }) },
    call.line.nowMs,
  );
  call.wait(answer.tookMs);
  return read(answer, call);
}

/** https://www.twilio.com/docs/voice/twiml#twilio-understands-mime-types */
function read(answer: TwilioAnswer, call: TwilioCall): Page {
  if (answer.kind === "failed") return answer;
  call.documentUrl = answer.url;
  if (answer.content === "speech") return { kind: "speech", text: answer.text };
  if (answer.content === "audio") return { kind: "audio", url: answer.url };
  try {
    return { kind: "page", verbs: childElements(parseTwiml(answer.text)) };
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    return { kind: "failed", twilioCode: error.twilioCode, url: answer.url };
  }
}

/** Runs a document to its end; gives the request for the next one, none where the call has ended. */
async function runPage(page: Page, call: TwilioCall): Promise<Asked | undefined> {
  switch (page.kind) {
    case "page":
      return runVerbs(page.verbs, call);
    case "speech":
      return sayAndHangUp(speechOf(page.text, {}), call);
    case "audio":
      call.line.answer();
      call.playThrough({ sound: { kind: "media", url: page.url }, rounds: 1 });
      return hangUp(call);
    case "failed":
      return sayAndHangUp(speechOf(apologyWords, { voice: "woman" }), call);
  }
}

async function runVerbs(elements: readonly Element[], call: TwilioCall): Promise<Asked | undefined> {
  for (const element of elements) {
    const next = await runVerb(element, call);
    // Nothing runs once the caller has left, and little is asked; https://www.twilio.com/docs/voice/twiml.
    const isAsked = next.to === "document" && (!call.line.isEnded || next.isAskedAfterHangUp === true);
    if (isAsked) return next.asked;
    if (call.line.isEnded) return undefined;
    if (next.to === "end") {
      call.line.end("platform", next.cause);
      return undefined;
    }
  }
  return hangUp(call);
}

async function runVerb(element: Element, call: TwilioCall): Promise<Next> {
  // An unknown verb is skipped with all that it holds; https://www.twilio.com/docs/api/errors/12200.
  return (await verbs.get(element.name)?.run(element, call)) ?? { to: "next-verb" };
}

function sayAndHangUp(sound: Sound | undefined, call: TwilioCall): undefined {
  if (sound !== undefined) {
    call.line.answer();
    call.playThrough({ sound, rounds: 1 });
  }
  return hangUp(call);
}

/** The end of a document hangs up, and answers first, as Hangup does; https://www.twilio.com/docs/voice/twiml/hangup. */
function hangUp(call: TwilioCall): undefined {
  call.line.answer();
  call.line.end("platform", "NORMAL_CLEARING");
  return undefined;
}
