import { NAME, NOT_CHAR } from "./xml-characters.ts";

/**
 * Finds each `&`; group 1 is what stands between it and the `;` where they make a reference. Numbers of
 * more than 32 digits are none.
 *
 * @see https://www.w3.org/TR/xml/#NT-Reference
 */
export const REFERENCE = new RegExp(`&(?:(#[0-9]{1,32}|#x[0-9A-Fa-f]{1,32}|${NAME});)?`, "gu");

/** The entities that need no declaration: https://www.w3.org/TR/xml/#sec-predefined-ent. */
const predefined: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["apos", "'"],
  ["gt", ">"],
  ["lt", "<"],
  ["quot", '"'],
]);

/** The character that a reference (without `&` and `;`) stands for; undefined where it stands for none. */
export function resolveReference(reference: string): string | undefined {
  if (!reference.startsWith("#")) return predefined.get(reference);
  const isHex = reference.startsWith("#x");
  const codePoint = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  if (codePoint > 0x10ffff) return undefined;
  const character = String.fromCodePoint(codePoint);
  return NOT_CHAR.test(character) ? undefined : character;
}

/** Puts characters for the references of text that has been found well-formed. */
export function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (written, reference: string) => resolveReference(reference) ?? written);
}
