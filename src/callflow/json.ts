import type { Flow } from "./flow.ts";

/**
 * A flow as JSON text of ASCII characters only. Half a surrogate pair, which is no character, becomes U+FFFD:
 * with it Kazoo could not decode the text and would hang up (jiffy; RFC 8259, section 8.2).
 */
export function flowJson(flow: Flow): string {
  return (
    JSON.stringify(flow)
      // JSON.stringify escapes halves, and nothing else, as `\ud…`. A pair of backslashes is one of the text.
      .replace(/\\(?:ud[89a-f][\da-f]{2}|.)/g, (written) => (written.length > 2 ? "\\ufffd" : written))
      .replace(/[\u007f-\uffff]/g, escapeUnit)
  );
}

/** How long a text is when everything beyond ASCII is written as in `flowJson`: six characters a unit. */
export function escapedLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7e) length += 5;
  return length;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
