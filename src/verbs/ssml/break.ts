import type { Element } from "../../twiml/element.ts";

/** What a break is in speech: nothing, the rest that a mark makes, or silence. */
export type Rest =
  | { readonly kind: "none" }
  | { readonly kind: "mark"; readonly mark: "," | "." }
  | { readonly kind: "silence"; readonly ms: number };

/** A break is ten seconds at most (https://docs.aws.amazon.com/polly/latest/dg/break-tag.html). */
const LONGEST_MS = 10_000;

/**
 * Strengths are told by what they are as long as: a comma, the end of a sentence, of a paragraph; `x-weak` is nothing.
 *
 * @see https://docs.aws.amazon.com/polly/latest/dg/break-tag.html
 */
const marks: Readonly<Record<string, "," | "." | undefined>> = {
  none: undefined,
  "x-weak": undefined,
  weak: ",",
  medium: ",",
  strong: ".",
  "x-strong": ".",
};

/** The rest of a `<break>`: its time such as `1s` or `500ms`, else its strength, else a medium one. */
export function restOf({ attributes }: Element): Rest {
  const ms = timeMs(attributes["time"] ?? "");
  if (ms !== undefined) return ms === 0 ? { kind: "none" } : { kind: "silence", ms };
  const strength = attributes["strength"]?.trim().toLowerCase() ?? "";
  const mark = Object.hasOwn(marks, strength) ? marks[strength] : ",";
  return mark === undefined ? { kind: "none" } : { kind: "mark", mark };
}

/** A time as CSS writes it, in milliseconds (https://www.w3.org/TR/css-values-4/#time). */
function timeMs(written: string): number | undefined {
  const [, number, unit] = /^\s*\+?(\d+(?:\.\d+)?|\.\d+)\s*(ms|s)\s*$/i.exec(written) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  return Math.min(LONGEST_MS, Math.round(Number(number) * (unit.toLowerCase() === "s" ? 1000 : 1)));
}
