import { PivotRequestError } from "../errors.ts";
import type { Parameter } from "../pivot/call.ts";
import { decodeForm } from "../pivot/decode-form.ts";
import { decodeJson } from "../pivot/decode-json.ts";
import { type RecordedAsk, withoutAdded } from "./record-call.ts";

/** A debug document as Kazoo stores it: a JSON object. */
export type Document = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is wrong with a request, as a sentence; undefined where nothing is. */
export function requestFault(request: Document): string | undefined {
  const { uri } = request;
  if (typeof uri !== "string" || !/^https?:\/\//i.test(uri))
    return `its uri is no http URL: ${JSON.stringify(uri)}.`;
  if (!/^(get|post)$/i.test(String(request["method"]))) {
    return `its method is neither get nor post: ${JSON.stringify(request["method"])}.`;
  }
  try {
    parametersOf(request);
    return undefined;
  } catch (error) {
    if (error instanceof PivotRequestError) return error.message;
    throw error;
  }
}

/** The request as one to the application, with the answer to it. */
export function askOf(request: Document, answer: Document, body: string): RecordedAsk {
  const headers = isObject(answer["resp_headers"]) ? answer["resp_headers"] : {};
  const contentType =
    String(headers["content-type"] ?? "text/xml")
      .split(";")[0]
      ?.trim() ?? "";
  const location = headers["location"];
  return {
    method: methodOf(request),
    url: ownUrl(request),
    status: Number(answer["resp_status_code"]) || 200,
    headers: {
      "content-type": /^(text|application)\/xml$/.test(contentType) ? "text/xml" : contentType,
      ...(typeof location === "string" ? { location } : {}),
    },
    body,
  };
}

/** The callflow that an answer is; undefined where it is none. */
export function flowOf(body: string): unknown {
  try {
    const content: unknown = JSON.parse(body);
    return isObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Kazoo writes methods small. */
export function methodOf(request: Document): "GET" | "POST" {
  return String(request["method"]).toUpperCase() === "GET" ? "GET" : "POST";
}

/** What Kazoo adds to a URL: the parameters of a call, in both of its formats (kzt_kazoo and kzt_twiml:req_params/1). */
const added = new Set(
  (
    "AccountID AccountSid ApiVersion CallID CallSid CallStatus CallerIDName CallerIDNumber CallerName CallerNumber " +
    "CustomApplicationVars CustomSIPHeaders Digits Direction From FromRealm Language RecordingUrl RecordingDuration " +
    "RecordingSid Request RequestRealm To ToRealm TranscriptionSid TranscriptionStatus TranscriptionText " +
    "TranscriptionUrl UserID"
  ).split(" "),
);

/** The URL as it was before Kazoo added parameters. */
export function ownUrl(request: Document): string {
  return withoutAdded(String(request["uri"]), (name) => added.has(name.replaceAll("-", "")));
}

/**
 * All parameters of a request, decoded.
 *
 * @throws {PivotRequestError}
 */
export function parametersOf(request: Document): Readonly<Record<string, Parameter>> {
  const query = decodeForm(String(request["uri"]).split(/\?(.*)/s)[1] ?? "");
  const body = typeof request["req_body"] === "string" ? request["req_body"].trim() : "";
  return { ...query, ...(body.startsWith("{") ? decodeJson(body) : decodeForm(body)) };
}

/** Keys by collection, `default` where there are none. */
export function digitsOf({ Digits }: Readonly<Record<string, Parameter>>): Readonly<Record<string, string>> {
  const entries = isObject(Digits) ? Object.entries(Digits) : [["default", Digits ?? ""] as const];
  return Object.fromEntries(entries.map(([name, keys]) => [name, String(keys)]));
}

/** The first of these parameters that is a text. */
export function textOf(
  parameters: Readonly<Record<string, Parameter>>,
  ...names: readonly string[]
): string | undefined {
  const texts = names.map((name) => parameters[name]);
  return texts.find((text): text is string => typeof text === "string" && text !== "");
}
