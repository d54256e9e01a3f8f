import { PivotRequestError } from "../errors.ts";
import type { Call, Parameter } from "./call.ts";
import { decodeForm } from "./decode-form.ts";
import { decodeJson } from "./decode-json.ts";

/** The parts of a Pivot request that hold parameters. */
export type PivotInput = {
  /** As received, without `?`; empty where there is none. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly body: string;
};

type Parameters = Record<string, Parameter>;

/** Twivot's own parameter of the query, which is no part of a call. */
const KEY = "key";

/**
 * The call that a Pivot request is about. A parameter of the body wins over one of the query. Of custom variables and
 * headers every value is text: numbers and booleans as they are written, what is nested as JSON. What twivot does not
 * know, or what is of another kind than it should be, is kept in `other`.
 *
 * @see kzt_kazoo:req_params/1
 * @throws {PivotRequestError} 400 without Account-ID or Call-ID, or with a broken body; 413; 415.
 */
export function readCall({ query, contentType, body }: PivotInput): Call {
  const { [KEY]: _, ...asked } = decodeForm(query);
  const parameters: Parameters = Object.assign(Object.create(null), asked, decodeBody(contentType, body));
  const text = (name: string) => take(parameters, name, asText);
  return {
    accountId: required(parameters, "Account-ID"),
    callId: required(parameters, "Call-ID"),
    apiVersion: text("Api-Version"),
    callerIdName: text("Caller-ID-Name"),
    callerIdNumber: text("Caller-ID-Number"),
    from: text("From"),
    fromRealm: text("From-Realm"),
    to: text("To"),
    toRealm: text("To-Realm"),
    request: text("Request"),
    requestRealm: text("Request-Realm"),
    direction: text("Direction"),
    language: text("Language"),
    userIds: take(parameters, "User-ID", asList) ?? [],
    digits: take(parameters, "Digits", asCollections) ?? {},
    customApplicationVars: take(parameters, "Custom-Application-Vars", asTexts) ?? {},
    customSipHeaders: take(parameters, "Custom-SIP-Headers", asTexts) ?? {},
    other: parameters,
  };
}

function decodeBody(contentType: string | undefined, body: string): Parameters {
  if (body.trim() === "") return {};
  const type = contentType?.replace(/;.*/s, "").trim().toLowerCase();
  if (type === "application/json") return decodeJson(body);
  if (type === "application/x-www-form-urlencoded") return decodeForm(body);
  if (type === undefined || type === "")
    return body.trimStart().startsWith("{") ? decodeJson(body) : decodeForm(body);
  const message = `The body is of type "${type}": Pivot sends application/x-www-form-urlencoded or application/json.`;
  throw new PivotRequestError("pivot-content-type", message, { status: 415 });
}

/** A parameter by its name or the one of Kazoo before 3.20, without hyphens; what cannot be read stays behind. */
function take<T>(
  parameters: Parameters,
  name: string,
  read: (value: Parameter) => T | undefined,
): T | undefined {
  for (const spelling of [name, oldSpelling(name)]) {
    const value = parameters[spelling];
    const taken = value === undefined ? undefined : read(value);
    if (taken === undefined) continue;
    delete parameters[spelling];
    return taken;
  }
  return undefined;
}

/** `ApiVersion`, `FromRealm`, `ToRealm`. */
function oldSpelling(name: string): string {
  return name.replaceAll("-", "");
}

function required(parameters: Parameters, field: string): string {
  const value = take(parameters, field, asText);
  if (value !== undefined && value !== "") return value;
  const change =
    "CallSid" in parameters
      ? 'The pivot node asks with "req_format": "twiml" (or with none): give it "req_format": "kazoo".'
      : 'Only a pivot node of Kazoo with "req_format": "kazoo" can ask this URL.';
  throw new PivotRequestError("pivot-field-missing", `${field} is missing. ${change}`, {
    status: 400,
    field,
  });
}

/** Numbers and booleans count as their text; objects, lists and null do not. */
function asText(value: Parameter): string | undefined {
  return typeof value === "object" ? undefined : String(value);
}

/** One text is a list of one; empty ones say nothing. */
function asList(value: Parameter): readonly string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]).map(asText);
  if (!texts.every((text) => text !== undefined)) return undefined;
  return texts.filter((text) => text !== "");
}

/** One text is of the collection `default`; a list comes of a collection without a name (`Digits[]=1`). */
function asCollections(value: Parameter): Readonly<Record<string, string>> | undefined {
  if (Array.isArray(value)) {
    const texts = asList(value);
    return texts && collections([["", texts.join("")]]);
  }
  const entries = isObject(value) ? Object.entries(value) : [["default", value] as const];
  const texts = entries.map(([name, digits]) => [name, asText(digits)] as const);
  return texts.every(isTold) ? collections(texts) : undefined;
}

function isTold(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined;
}

/** Where nothing was pressed there is nothing. */
function collections(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return withoutPrototype(entries.filter(([, digits]) => digits !== ""));
}

/** An object of texts; what is nested deeper becomes its JSON. What is empty says nothing, as a form cannot say it. */
function asTexts(value: Parameter): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  const told = Object.entries(value).filter(([, inner]) => inner !== null && !isEmpty(inner));
  return withoutPrototype(
    told.map(([name, inner]) => [name, asText(inner) ?? JSON.stringify(inner)] as const),
  );
}

function isObject(value: Parameter): value is { readonly [name: string]: Parameter } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: Parameter): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function withoutPrototype(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const object: Record<string, string> = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}
