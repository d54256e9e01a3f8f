import type { KazooVersion } from "../callflow/flow.ts";
import { SimulatorError } from "./simulator-error.ts";

/** What Kazoo can encode: JSON without null. */
export type EncodableValue =
  | string
  | number
  | boolean
  | readonly EncodableValue[]
  | { readonly [key: string]: EncodableValue };

/** Named values in the order in which they are sent. */
export type EncodableObject = { readonly [key: string]: EncodableValue };

/**
 * A query string or form body as Kazoo writes it: keys raw, values by byte, nothing between two `&` where an
 * object or a list is empty (kz_http_util:json_to_querystring/1).
 *
 * @throws {SimulatorError} a value on which Kazoo crashes.
 */
export function encodeForm(params: EncodableObject, version: KazooVersion): string {
  return Object.entries(params)
    .map(([key, value]) => encodePair(key, value, version))
    .join("&");
}

function encodePair(key: string, value: EncodableValue, version: KazooVersion): string {
  if (isList(value)) return value.map((item) => `${key}[]=${encodeValue(item, version)}`).join("&");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => encodePair(`${key}[${name}]`, inner, version))
      .join("&");
  }
  return `${key}=${encodeValue(value, version)}`;
}

function encodeValue(value: EncodableValue, version: KazooVersion): string {
  if (typeof value === "string") return encodeBytes(new TextEncoder().encode(value));
  if (typeof value === "number") return encodeText(numberText(value, version));
  if (typeof value === "boolean") return String(value);
  // A list in a list is an iolist to Erlang: its numbers are bytes.
  if (isList(value)) return encodeBytes(Uint8Array.from(value.map(Number)));
  if (version === "4.3" || value === null) {
    throw new SimulatorError("kazoo-crash", "kz_http_util has no clause for this value (function_clause)");
  }
  return encodeText(JSON.stringify(value));
}

/** 4.3 cuts a float's scientific notation after two decimals, exponent and all (kz_term:to_binary/1). */
function numberText(value: number, version: KazooVersion): string {
  if (Number.isInteger(value) || version === "5.0") return String(value);
  return value.toExponential(20).slice(0, value < 0 ? 5 : 4);
}

function encodeText(text: string): string {
  return encodeBytes(new TextEncoder().encode(text));
}

/** kz_http_util:urlencode/1: RFC 3986's unreserved characters stay, a blank is a plus. */
function encodeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9.~_-]/.test(character)) return character;
    return byte === 0x20 ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

function isList(value: EncodableValue): value is readonly EncodableValue[] {
  return Array.isArray(value);
}

/**
 * The URL of a GET: the query behind the one that is there, before the fragment, and the address as Kazoo splits
 * and joins it (pivot_call:uri/2, kz_http_util:urlsplit/1 and urlunsplit/1).
 *
 * @throws {SimulatorError} a URL with a user but no colon behind, on which Kazoo crashes.
 */
export function pivotUrl(url: string, query: string): string {
  const [, scheme = "", address = "", path = "", existing = "", fragment = ""] =
    /^(?:([^:/?#]+:\/\/)|\/\/)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const whole = existing === "" ? query : `${existing}&${query}`;
  return `${scheme}${rejoinAddress(address)}${path}?${whole}${fragment}`;
}

/** Kazoo takes the text behind the first colon for a port, and loses the colon where that is no number. */
function rejoinAddress(address: string): string {
  const at = address.indexOf("@");
  const colon = address.indexOf(":");
  if (at >= 0 && colon < 0) {
    throw new SimulatorError(
      "kazoo-crash",
      "kz_http_util:urlsplit_basic_auth/3 has no clause for this address",
    );
  }
  if (at >= 0 && at < colon) return address;
  return address.replace(/^([^:]*):(?!\d)/, "$1");
}
