import { ExchangeError, type ExchangeFailure, type IncomingResponse, type Outside } from "../outside.ts";
import { isHttpUrl, joinUrl, resolveUrl, splitUrl } from "../twiml/resolve-url.ts";
import { AppError, exchangeFailed } from "./app-error.ts";
import { type Authorized, answerChallenge, standingAuthorization } from "./authorization.ts";
import { type Cookies, cookieHeader, storeCookies } from "./cookies.ts";
import {
  type FetchedDocument,
  header,
  headerValues,
  isAudio,
  MAX_AUDIO_BYTES,
  readDocument,
} from "./document.ts";
import { type Overrides, type RetryReason, readOverrides } from "./overrides.ts";
import { buildRequest, type DocumentRequest, requestUrl, uuid } from "./request.ts";

/** What a call has collected at the application so far. JSON. */
export type Visit = { readonly cookies: Cookies; readonly authorized: Authorized };

/** The visit of a call that has asked nothing yet. */
export const emptyVisit: Visit = { cookies: {}, authorized: [] };

/** How the application is called. */
export type Account = {
  /** Signs the requests; without it they go unsigned. */
  readonly authToken: string | undefined;
  /** For everything that one document needs; more than 15,000 counts as that. */
  readonly timeoutMs: number;
};

/** @see https://www.twilio.com/docs/api/errors/11205 */
const TWILIO_TIMEOUT_MS = 15_000;

/** @see https://www.twilio.com/docs/api/errors/11215 */
const MAX_REDIRECTS = 10;

/** Pages of errors are often larger than a document may be; they must still count as what their status says. */
const MAX_PAGE_BYTES = 1024 * 1024;

type Errand = {
  readonly account: Account;
  readonly overrides: Overrides;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** Of the whole, in milliseconds: what is left is never more, whatever happens to the clock. */
  readonly totalMs: number;
  readonly outside: Pick<Outside, "fetch" | "now" | "randomBytes">;
  /** The same for all requests of the errand; without it each has its own, which its retries carry too. */
  readonly idempotencyToken: string | undefined;
};

type Answer = { readonly response: IncomingResponse; readonly visit: Visit };

/**
 * Fetches a document as Twilio does: signed, with the cookies of the call, authentication when it is asked for,
 * redirects, retries and the overrides of the URL, all within one limit of time.
 *
 * @see https://www.twilio.com/docs/voice/twiml
 * @throws {AppError} whatever else happens.
 */
export async function fetchDocument(
  request: DocumentRequest,
  visit: Visit,
  account: Account,
  outside: Errand["outside"],
): Promise<{ document: FetchedDocument; visit: Visit }> {
  const { url, response, visit: after } = await fetchAnswer(request, visit, account, outside);
  return { document: await readDocument(url, response), visit: after };
}

/**
 * What answers a request in the end, of whatever status and content, and the URL that it came from.
 *
 * @throws {AppError} where nothing answers, or redirects lead nowhere.
 */
export async function fetchAnswer(
  request: DocumentRequest,
  visit: Visit,
  account: Account,
  outside: Errand["outside"],
  idempotencyToken?: string,
): Promise<Answer & { url: string }> {
  checkUrl(request.url);
  const overrides = readOverrides(request.url);
  const totalMs = Math.min(TWILIO_TIMEOUT_MS, account.timeoutMs, overrides.totalTimeoutMs);
  const deadline = outside.now() + totalMs;
  const errand = { account, overrides, outside, idempotencyToken, deadline, totalMs };
  let hop = { ...request, url: withoutFragment(request.url) };
  let current = visit;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await exchange(hop, current, errand);
    current = answer.visit;
    const next = redirection(hop, answer.response);
    if (next === undefined) return { ...answer, url: hop.url };
    hop = next;
  }
  const problem = `is the last of more than ${MAX_REDIRECTS} redirects: let the application answer sooner.`;
  throw new AppError("app-redirects", 11215, hop.url, problem);
}

function checkUrl(url: string): void {
  const { host = "" } = splitUrl(url);
  if (!isHttpUrl(url) || !URL.canParse(url) || !/^[\x21-\x7e]+$/.test(url)) {
    throw new AppError("app-url", 11100, url, "is no absolute http or https URL: write it in full.");
  }
  // https://www.twilio.com/docs/voice/api/call-resource says so of every URL.
  if (host.includes("_")) {
    const problem = "has an underscore in its host name, which Twilio refuses: use another name.";
    throw new AppError("app-url", 11100, url, problem);
  }
}

/** Where an answer redirects to; a form is repeated only on 307 and 308. */
function redirection(hop: DocumentRequest, response: IncomingResponse): DocumentRequest | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = header(response, "location");
  const url = location === undefined ? "" : withoutFragment(resolveUrl(hop.url, location.trim()));
  if (!isHttpUrl(url) || !URL.canParse(url)) {
    const problem = `redirects (${response.status}) without an http URL in Location: name one there.`;
    throw new AppError("app-redirect-invalid", 11216, hop.url, problem);
  }
  const isRepeated = response.status >= 307 && hop.method === "POST";
  return isRepeated ? { ...hop, url } : { url, method: "GET", parameters: {} };
}

/** One request with its retries, which all carry the same idempotency token. */
async function exchange(hop: DocumentRequest, visit: Visit, errand: Errand): Promise<Answer> {
  const token = errand.idempotencyToken ?? uuid(errand.outside.randomBytes(16));
  for (let retries = errand.overrides.retries; ; retries -= 1) {
    const outcome = await attempt(hop, visit, token, errand).catch(exchangeErrorOnly);
    const reason = retryReason(outcome);
    if (retries > 0 && reason !== undefined && errand.overrides.retryOn.includes(reason)) continue;
    if (outcome instanceof ExchangeError) throw exchangeFailed(outcome, hop.url);
    return outcome;
  }
}

function exchangeErrorOnly(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error;
  throw error;
}

const retryReasons: Partial<Readonly<Record<ExchangeFailure, RetryReason>>> = {
  "connect-timeout": "ct",
  refused: "ct",
  "read-timeout": "rt",
};

function retryReason(outcome: Answer | ExchangeError): RetryReason | undefined {
  if (outcome instanceof ExchangeError) return retryReasons[outcome.failure];
  const { status } = outcome.response;
  if (status >= 500) return "5xx";
  return status >= 400 ? "4xx" : undefined;
}

/** One try, repeated with credentials where the application asks for them. */
async function attempt(hop: DocumentRequest, visit: Visit, token: string, errand: Errand): Promise<Answer> {
  const standing = standingAuthorization(hop.url, visit.authorized);
  const first = await send(hop, visit, token, standing, errand);
  if (first.response.status !== 401) return first;
  const cnonce = Buffer.from(errand.outside.randomBytes(16)).toString("hex");
  const challenges = headerValues(first.response, "www-authenticate");
  const credentials = answerChallenge(
    { method: hop.method, url: requestUrl(hop) },
    challenges,
    visit.authorized,
    cnonce,
  );
  if (credentials === undefined || credentials.header === standing) return first;
  const second = await send(hop, first.visit, token, credentials.header, errand);
  if (second.response.status === 401) return second;
  return { ...second, visit: { ...second.visit, authorized: credentials.authorized } };
}

async function send(
  hop: DocumentRequest,
  visit: Visit,
  idempotencyToken: string,
  authorization: string | undefined,
  { account, overrides, deadline, totalMs, outside }: Errand,
): Promise<Answer> {
  const leftMs = Math.min(totalMs, deadline - outside.now());
  if (leftMs <= 0) throw new ExchangeError("total-timeout", "no time is left");
  const cookie = cookieHeader(visit.cookies, hop.url, outside.now());
  const limits = {
    connectTimeoutMs: Math.min(overrides.connectTimeoutMs, leftMs),
    readTimeoutMs: Math.min(overrides.readTimeoutMs, leftMs),
    totalTimeoutMs: leftMs,
    maxBodyBytes: (contentType: string | undefined) =>
      isAudio(contentType) ? MAX_AUDIO_BYTES : MAX_PAGE_BYTES,
    serverName: overrides.serverName,
  };
  const { authToken } = account;
  const request = buildRequest(hop, { authToken, idempotencyToken, cookie, authorization, limits });
  const response = await outside.fetch(request);
  const setCookie = headerValues(response, "set-cookie");
  return {
    response,
    visit: { ...visit, cookies: storeCookies(visit.cookies, hop.url, setCookie, outside.now()) },
  };
}

function withoutFragment(url: string): string {
  return joinUrl({ ...splitUrl(url), fragment: undefined });
}
