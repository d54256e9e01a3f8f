import type { ExchangeLimits, OutgoingRequest } from "../outside.ts";
import { joinUrl, splitUrl } from "../twiml/resolve-url.ts";
import { publicUrl } from "./app-error.ts";
import { sign } from "./signature.ts";

/** What the application is asked for: a URL (with userinfo and overrides), and Twilio's parameters. */
export type DocumentRequest = {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly parameters: Readonly<Record<string, string>>;
};

/** What a request carries beside what is asked. */
export type RequestContext = {
  /** Signs the request; without it there is no signature. */
  readonly authToken: string | undefined;
  /** The same for every try of one request. */
  readonly idempotencyToken: string;
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
  readonly limits: ExchangeLimits;
};

/**
 * The request as Twilio makes it: a POST has the parameters in a form, a GET appends them to the query, which
 * is otherwise left byte for byte.
 *
 * @see https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
 */
export function buildRequest(request: DocumentRequest, context: RequestContext): OutgoingRequest {
  const { method, parameters } = request;
  const { authToken, cookie, authorization, limits } = context;
  const isPost = method === "POST";
  const url = publicUrl(requestUrl(request));
  const optional = {
    "X-Twilio-Signature": authToken && sign(authToken, url, isPost ? parameters : {}),
    Cookie: cookie,
    Authorization: authorization,
    "Content-Type": isPost ? "application/x-www-form-urlencoded; charset=UTF-8" : undefined,
  };
  const headers: Record<string, string> = {
    "User-Agent": "TwilioProxy/1.1",
    Accept: "*/*",
    "Accept-Encoding": "gzip",
    "X-Home-Region": "us1",
    "I-Twilio-Idempotency-Token": context.idempotencyToken,
  };
  for (const [name, value] of Object.entries(optional)) if (value) headers[name] = value;
  return {
    method,
    url,
    headers,
    limits,
    ...(isPost ? { body: new URLSearchParams(parameters).toString() } : {}),
  };
}

/** The URL as it is asked for, with userinfo: a GET has its parameters in it, and the fragment is gone. */
export function requestUrl({ url, method, parameters }: DocumentRequest): string {
  const parts = splitUrl(url);
  const form = method === "GET" ? new URLSearchParams(parameters).toString() : "";
  const query = form === "" ? parts.query : parts.query ? `${parts.query}&${form}` : form;
  return joinUrl({ ...parts, query, fragment: undefined });
}

/**
 * A random UUID (version 4), for the idempotency token.
 *
 * @param random 16 bytes.
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.4
 */
export function uuid(random: Uint8Array): string {
  const bytes = Buffer.from(random);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
