import { PivotRequestError } from "../errors.ts";
import type { Parameter } from "./call.ts";
import { type Limits, tooMany, usualLimits } from "./decode-form.ts";

/**
 * Decodes the JSON that a pivot node with `req_body_format: "json"` sends. Objects in it have no prototype.
 *
 * @see pivot_call:format_request/2
 * @throws {PivotRequestError} 400 where it is no JSON object, 413 for more keys or levels than `limits`.
 */
export function decodeJson(text: string, limits: Limits = usualLimits): Record<string, Parameter> {
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = "The body is JSON, but no object: Pivot sends an object of parameters.";
    throw new PivotRequestError("pivot-json", message, { status: 400 });
  }
  let keys = 0;
  const plain = (part: unknown, depth: number): Parameter => {
    if (typeof part !== "object" || part === null) return part as Parameter;
    if (depth > limits.depth) throw tooMany("pivot-too-deep", `JSON of more than ${limits.depth} levels`);
    keys += Object.keys(part).length;
    if (keys > limits.keys) throw tooMany("pivot-too-many-keys", `more than ${limits.keys} keys`);
    if (Array.isArray(part)) return part.map((item) => plain(item, depth + 1));
    const object: Record<string, Parameter> = Object.create(null);
    for (const [name, inner] of Object.entries(part)) object[name] = plain(inner, depth + 1);
    return object;
  };
  return plain(value, 1) as Record<string, Parameter>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PivotRequestError("pivot-json", `The body cannot be read as JSON: ${why}.`, {
      status: 400,
      cause,
    });
  }
}
