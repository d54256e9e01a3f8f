import { REFERENCE, resolveReference } from "./entities.ts";
import type { Scanner } from "./scanner.ts";
import { NAME } from "./xml-characters.ts";

/** An element that has begun: its name and the offset (in UTF-16 code units) of its start tag. */
export type OpenElement = { readonly name: string; readonly start: number };

const name = new RegExp(NAME, "uy");
const space = /[ \t\r\n]+/y;
const equalsQuote = /[ \t\r\n]*=[ \t\r\n]*["']/y;

/**
 * `STag` or `EmptyElemTag`: the element that is open behind it, if one is.
 *
 * @see https://www.w3.org/TR/xml/#NT-STag
 */
export function startTag(scanner: Scanner): OpenElement | undefined {
  const start = scanner.offset;
  scanner.takeLiteral("<");
  const element = scanner.take(name);
  if (element === undefined) {
    scanner.fail("This < begins no element.", "Write &lt; for the character <.", start);
  }
  attributes(scanner, element);
  if (scanner.takeLiteral("/>")) return undefined;
  if (scanner.takeLiteral(">")) return { name: element, start };
  if (scanner.isAtEnd) scanner.fail(`The tag <${element} has no end.`, "Close it by >.", start);
  failInTag(scanner, element);
}

function failInTag(scanner: Scanner, element: string): never {
  const hint = `Write it as <${element} name="value">, with a blank before each attribute.`;
  scanner.fail(`This cannot stand in the tag <${element}>.`, hint);
}

/** `ETag` https://www.w3.org/TR/xml/#NT-ETag: the name in it. */
export function endTag(scanner: Scanner): string {
  const start = scanner.offset;
  scanner.takeLiteral("</");
  const element = scanner.take(name);
  scanner.take(space);
  if (element === undefined || !scanner.takeLiteral(">")) {
    scanner.fail(
      "This end tag is not complete.",
      "Write it as </Name>, without a blank before the name.",
      start,
    );
  }
  return element;
}

/** `(S Attribute)* S?` https://www.w3.org/TR/xml/#NT-Attribute */
function attributes(scanner: Scanner, element: string): void {
  const seen = new Set<string>();
  while (scanner.take(space) !== undefined) {
    const start = scanner.offset;
    const attribute = scanner.take(name);
    if (attribute === undefined) return;
    if (seen.has(attribute)) {
      scanner.fail(`<${element}> has the attribute ${attribute} twice.`, "Leave one out.", start);
    }
    seen.add(attribute);
    if (scanner.take(equalsQuote) === undefined) {
      const hint = `Write ${attribute}="…", with straight quotation marks.`;
      scanner.fail(`The attribute ${attribute} has no value in quotes.`, hint, start);
    }
    attributeValue(scanner, attribute);
  }
}

/** `AttValue`, behind its first quotation mark: https://www.w3.org/TR/xml/#NT-AttValue */
function attributeValue(scanner: Scanner, attribute: string): void {
  const start = scanner.offset;
  const quote = scanner.text.charAt(start - 1);
  const value = scanner.takeUntil(quote);
  if (value === undefined) {
    scanner.fail(`The value of ${attribute} has no end.`, `Close it by ${quote}.`, start - 1);
  }
  const tagStart = value.indexOf("<");
  if (tagStart !== -1) {
    const hint = `Write &lt; for it, or ${quote} where the value ends.`;
    scanner.fail(`A < stands in the value of ${attribute}.`, hint, start + tagStart);
  }
  references(scanner, value, start);
  scanner.takeLiteral(quote);
}

/** `CharData` and `Reference`, up to the next markup: https://www.w3.org/TR/xml/#NT-CharData */
export function characterData(scanner: Scanner): void {
  const start = scanner.offset;
  const text = scanner.takeUntil("<") ?? scanner.takeRest();
  const cdataEnd = text.indexOf("]]>");
  if (cdataEnd !== -1) {
    scanner.fail("]]> cannot stand in text.", "Write ]]&gt; for it.", start + cdataEnd);
  }
  references(scanner, text, start);
}

/** https://www.w3.org/TR/xml/#NT-Reference */
function references(scanner: Scanner, text: string, start: number): void {
  if (!text.includes("&")) return;
  for (const { 0: written, 1: reference, index } of text.matchAll(REFERENCE)) {
    if (reference === undefined) {
      scanner.fail("A bare & stands here.", "Write &amp; for it, in URLs too.", start + index);
    }
    if (resolveReference(reference) !== undefined) continue;
    if (reference.startsWith("#")) {
      scanner.fail(`${written} is no character that XML allows.`, "Leave it out.", start + index);
    }
    const hint = "Write &#160; for &nbsp;, other characters as they are or by number, and &amp; for &.";
    scanner.fail(`XML has no entity ${written}`, hint, start + index);
  }
}
