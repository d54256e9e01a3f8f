import type { Scanner } from "./scanner.ts";
import { NAME } from "./xml-characters.ts";

/** What stands beside elements and text: comments, processing instructions, CDATA, the XML declaration. */

/** Where something stands in a document: offsets of its first character and of the one after its last. */
export type Span = { readonly start: number; readonly end: number };

const declaration = (() => {
  const quoted = (value: string): string => `[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"${value}"|'${value}')`;
  const version = `[ \\t\\r\\n]+version${quoted("1\\.[0-9]+")}`;
  const encoding = `(?:[ \\t\\r\\n]+encoding${quoted("[A-Za-z][-\\w.]*")})?`;
  const standalone = `(?:[ \\t\\r\\n]+standalone${quoted("(?:yes|no)")})?`;
  return new RegExp(`<\\?xml${version}${encoding}${standalone}[ \\t\\r\\n]*\\?>`, "y");
})();

/** `XMLDecl?` https://www.w3.org/TR/xml/#NT-XMLDecl. The text is decoded, so any encoding may be named. */
export function xmlDeclaration(scanner: Scanner): void {
  if (!/^<\?xml[ \t\r\n?]/.test(scanner.text) || scanner.take(declaration) !== undefined) return;
  const hint = 'Write <?xml version="1.0" encoding="UTF-8"?>, or leave it out.';
  scanner.fail("The XML declaration is not complete.", hint);
}

/** `Comment` https://www.w3.org/TR/xml/#NT-Comment */
export function comment(scanner: Scanner): void {
  const start = scanner.offset;
  scanner.takeLiteral("<!--");
  if (scanner.takeUntil("--") === undefined) {
    scanner.fail("This comment never ends.", "Write --> at its end.", start);
  }
  if (!scanner.takeLiteral("-->")) {
    scanner.fail("Two hyphens stand inside a comment.", "Write a single one, or spaces between them.");
  }
}

const instructionTarget = new RegExp(`${NAME}(?=[ \\t\\r\\n]|\\?>)`, "uy");

/** `PI` https://www.w3.org/TR/xml/#NT-PI */
export function instruction(scanner: Scanner): Span {
  const start = scanner.offset;
  scanner.takeLiteral("<?");
  const target = scanner.take(instructionTarget);
  if (target === undefined) {
    scanner.fail("This processing instruction has no name.", "Remove it: Twilio ignores them.", start);
  }
  if (/^xml$/i.test(target)) {
    const hint = "Remove all that stands before <?xml, blank lines and spaces too.";
    scanner.fail("The XML declaration does not stand at the very start.", hint, start);
  }
  if (scanner.takeUntil("?>") === undefined) {
    scanner.fail("This processing instruction never ends.", "Write ?> at its end.", start);
  }
  scanner.takeLiteral("?>");
  return { start, end: scanner.offset };
}

/** `CDSect` https://www.w3.org/TR/xml/#NT-CDSect */
export function cdataSection(scanner: Scanner): void {
  const start = scanner.offset;
  scanner.takeLiteral("<![CDATA[");
  if (scanner.takeUntil("]]>") === undefined) {
    scanner.fail("This CDATA section never ends.", "Write ]]> at its end.", start);
  }
  scanner.takeLiteral("]]>");
}
