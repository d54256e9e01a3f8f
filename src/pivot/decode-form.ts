import { PivotRequestError } from "../errors.ts";
import type { Parameter } from "./call.ts";

/** How much is read before a request counts as one that is not Pivot's. */
export type Limits = { readonly keys: number; readonly depth: number };

/** Kazoo sends some twenty keys, and custom variables; none is nested deeper than three levels. */
export const usualLimits: Limits = { keys: 1000, depth: 8 };

/** What a key can hold: nothing in it has a prototype, so that no name means more than another. */
type Branch = { [name: string]: Branch | string | string[] };

/**
 * Decodes what Kazoo's own encoder writes: brackets nest (`a[b]=1`, and `a[]=1` for lists), empty objects leave empty
 * segments, values are form-encoded. Keys are not encoded at all, but brackets that somebody on the way has escaped are
 * understood. Of a key that comes twice the last one counts. Beside named ones a list counts as the one without a name.
 *
 * @see kz_http_util:json_to_querystring/1
 * @throws {PivotRequestError} 413 for more keys or levels than `limits`.
 */
export function decodeForm(encoded: string, limits: Limits = usualLimits): Record<string, Parameter> {
  const root: Branch = Object.create(null);
  const segments = encoded.split("&").filter((segment) => segment !== "");
  if (segments.length > limits.keys) throw tooMany("pivot-too-many-keys", `more than ${limits.keys} keys`);
  for (const segment of segments) {
    const [key = "", value = ""] = segment.split(/=(.*)/s, 2);
    const path = keyPath(key);
    if (path.length > limits.depth)
      throw tooMany("pivot-too-deep", `keys of more than ${limits.depth} levels`);
    assign(root, path, decodeValue(value));
  }
  return root as Record<string, Parameter>;
}

/** A request that is too large in some way. */
export function tooMany(code: string, what: string): PivotRequestError {
  return new PivotRequestError(code, `The request has ${what}; Pivot's have far fewer.`, { status: 413 });
}

/** `a[b][]` as `a`, `b` and an empty name; a key whose brackets do not pair is one name. */
function keyPath(key: string): readonly string[] {
  if (/^[\w-]+$/.test(key)) return [key];
  const raw = key.replace(/%5b/gi, "[").replace(/%5d/gi, "]");
  const [whole, name = "", brackets = ""] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(raw) ?? [];
  if (whole === undefined) return [raw];
  return [name, ...[...brackets.matchAll(/\[([^\]]*)\]/g)].map(([, inner = ""]) => inner)];
}

function assign(root: Branch, path: readonly string[], value: string): void {
  const isList = path.length > 1 && path.at(-1) === "";
  const names = isList ? path.slice(0, -1) : path;
  let branch = root;
  for (const name of names.slice(0, -1)) {
    const inner = asBranch(branch[name]);
    branch[name] = inner;
    branch = inner;
  }
  const last = names.at(-1) ?? "";
  const before = branch[last];
  if (!isList) branch[last] = value;
  else if (isBranch(before)) before[""] = value;
  else branch[last] = [...(Array.isArray(before) ? before : []), value];
}

/** What names are put into: a list so far was one whose name is empty. */
function asBranch(before: Branch[string] | undefined): Branch {
  if (isBranch(before)) return before;
  const branch: Branch = Object.create(null);
  const unnamed = Array.isArray(before) ? before.at(-1) : undefined;
  if (unnamed !== undefined) branch[""] = unnamed;
  return branch;
}

function isBranch(value: Branch[string] | undefined): value is Branch {
  return typeof value === "object" && !Array.isArray(value);
}

const tail = "%[89ab][\\da-f]";

/** The escapes of one character. Malformed ones do not match, so that decoding what matches cannot fail. */
const escapedCharacter = new RegExp(
  [
    "%[0-7][\\da-f]",
    `%(?:c[2-9a-f]|d[\\da-f])${tail}`,
    `%e0%[ab][\\da-f]${tail}`,
    `%e[1-9a-cef](?:${tail}){2}`,
    `%ed%[89][\\da-f]${tail}`,
    `%f0%[9ab][\\da-f](?:${tail}){2}`,
    `%f[1-3](?:${tail}){3}`,
    `%f4%8[\\da-f](?:${tail}){2}`,
  ].join("|"),
  "gi",
);

/** Escapes that are no UTF-8 (RFC 3629, section 4) stay as they are. */
function decodeValue(value: string): string {
  return value.replaceAll("+", " ").replace(escapedCharacter, decodeURIComponent);
}
