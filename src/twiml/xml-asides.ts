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

const declarationStart = /<\?xml(?=[ \t\r\n?])/y;

/** `XMLDecl?` https://www.w3.org/TR/xml/#NT-XMLDecl. The text is decoded, so any encoding may be named. */
export function xmlDeclaration(scanner: Scanner): void {
  const start = scanner.offset;
  if (scanner.take(declaration) !== undefined || scanner.take(declarationStart) === undefined) return;
  const hint = 'Write <?xml version="1.0" encoding="UTF-8"?>, or leave it out.';
  scanner.fail("The XML declaration is not well-formed.", hint, start);
}

/** `Comment` https://www.w3.org/TR/xml/#NT-Comment */
export function comment(scanner: Scanner): void {
  const start = scanner.offset;
  scanner.takeLiteral("<!--");
  if (scanner.takeUntil("--") === undefined) {
    scanner.fail("This comment has no end.", "Close it by -->.", start);
  }
  if (!scanner.takeLiteral("-->")) {
    scanner.fail("-- cannot stand in a comment.", "Write a single hyphen.");
  }
}

const instructionTarget = new RegExp(`${NAME}(?=[ \\t\\r\\n]|\\?>)`, "uy");

/** `PI` https://www.w3.org/TR/xml/#NT-PI */
export function instruction(scanner: Scanner): Span {
  const start = scanner.offset;
  scanner.takeLiteral("<?");
  const target = scanner.take(instructionTarget);
  if (target === undefined) {
    scanner.fail("This processing instruction has no name.", "Remove it: it does nothing.", start);
  }
  if (/^xml$/i.test(target)) {
    const hint = "Let nothing stand before <?xml, no blank line either.";
    scanner.fail("The XML declaration is not at the very beginning.", hint, start);
  }
  if (scanner.takeUntil("?>") === undefined) {
    scanner.fail("This processing instruction has no end.", "Close it by ?>.", start);
  }
  scanner.takeLiteral("?>");
  return { start, end: scanner.offset };
}

/** `CDSect` https://www.w3.org/TR/xml/#NT-CDSect */
export function cdataSection(scanner: Scanner): void {
  const start = scanner.offset;
  scanner.takeLiteral("<![CDATA[");
  if (scanner.takeUntil("]]>") === undefined) {
    scanner.fail("This CDATA section has no end.", "Close it by ]]>.", start);
  }
  scanner.takeLiteral("]]>");
}
