import { REFERENCE, resolveReference } from "./entities.ts";
import type { Scanner } from "./scanner.ts";
import { NAME } from "./xml-characters.ts";

/** An element that has begun: its name and the offset of its start tag. */
export type OpenElement = { readonly name: string; readonly start: number };

const name = new RegExp(NAME, "uy");
const space = /[ \t\r\n]+/y;
const equals = /[ \t\r\n]*=[ \t\r\n]*/y;

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
    scanner.fail("No tag begins here.", "Write &lt; where the character < is meant.", start);
  }
  attributes(scanner, element);
  if (scanner.takeLiteral("/>")) return undefined;
  if (scanner.takeLiteral(">")) return { name: element, start };
  const hint = `Write it as <${element} name="value">.`;
  if (scanner.isAtEnd) scanner.fail(`The tag <${element}> never ends.`, hint, start);
  scanner.fail(`This does not belong into the tag <${element}>.`, hint);
}

/** `ETag` https://www.w3.org/TR/xml/#NT-ETag: the name in it. */
export function endTag(scanner: Scanner): string {
  const start = scanner.offset;
  scanner.takeLiteral("</");
  const element = scanner.take(name);
  scanner.take(space);
  if (element === undefined || !scanner.takeLiteral(">")) {
    scanner.fail("This end tag is not complete.", "Write it as </Name>.", start);
  }
  return element;
}

/** `(S Attribute)* S?` https://www.w3.org/TR/xml/#NT-Attribute */
function attributes(scanner: Scanner, element: string): void {
  const seen = new Set<string>();
  for (;;) {
    const isSpaced = scanner.take(space) !== undefined;
    const start = scanner.offset;
    const attribute = scanner.take(name);
    if (attribute === undefined) return;
    if (!isSpaced) {
      scanner.fail(`No space stands before the attribute ${attribute}.`, "Put a space there.", start);
    }
    if (seen.has(attribute)) {
      scanner.fail(`<${element}> has the attribute ${attribute} twice.`, "Remove one of them.", start);
    }
    seen.add(attribute);
    if (scanner.take(equals) === undefined) {
      scanner.fail(`The attribute ${attribute} has no value.`, `Write ${attribute}="value".`, start);
    }
    attributeValue(scanner, attribute);
  }
}

/** `AttValue` https://www.w3.org/TR/xml/#NT-AttValue */
function attributeValue(scanner: Scanner, attribute: string): void {
  const quote = scanner.text.charAt(scanner.offset);
  if (quote !== '"' && quote !== "'") {
    const hint = `Write ${attribute}="value", with straight quotation marks.`;
    scanner.fail(`The value of ${attribute} is not in quotation marks.`, hint);
  }
  const start = scanner.offset;
  scanner.takeLiteral(quote);
  const value = scanner.takeUntil(quote);
  if (value === undefined) {
    scanner.fail(`The value of ${attribute} never ends.`, `Write ${quote} at its end.`, start);
  }
  const tagStart = value.indexOf("<");
  if (tagStart !== -1) {
    const hint = `Write &lt; for it, or ${quote} where the value ends.`;
    scanner.fail(`The character < stands in the value of ${attribute}.`, hint, start + 1 + tagStart);
  }
  references(scanner, value, start + 1);
  scanner.takeLiteral(quote);
}

/** `CharData` and `Reference`, up to the next markup: https://www.w3.org/TR/xml/#NT-CharData */
export function characterData(scanner: Scanner): void {
  const start = scanner.offset;
  const text = scanner.takeUntil("<") ?? scanner.takeRest();
  const cdataEnd = text.indexOf("]]>");
  if (cdataEnd !== -1) {
    scanner.fail("The end of a CDATA section stands in text.", "Write ]]&gt; instead.", start + cdataEnd);
  }
  references(scanner, text, start);
}

/** https://www.w3.org/TR/xml/#NT-Reference */
function references(scanner: Scanner, text: string, start: number): void {
  for (const { 0: written, 1: reference, index } of text.matchAll(REFERENCE)) {
    if (reference === undefined) {
      scanner.fail("The character & stands alone.", "Write &amp; for it, in URLs too.", start + index);
    }
    if (resolveReference(reference) !== undefined) continue;
    const isNumber = reference.startsWith("#");
    const hint = isNumber
      ? "Remove it: XML allows no such character."
      : "Write the character itself, or its number (&#160; for a no-break space), or &amp; for the character &.";
    scanner.fail(`${written} stands for no character.`, hint, start + index);
  }
}
