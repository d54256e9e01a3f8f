import { positionFinder } from "./position.ts";
import { Scanner } from "./scanner.ts";
import { cdataSection, comment, instruction, type Span, xmlDeclaration } from "./xml-asides.ts";
import { NOT_CHAR } from "./xml-characters.ts";
import { characterData, endTag, type OpenElement, startTag } from "./xml-tags.ts";

/** How deep elements may be nested. TwiML needs four levels and some SSML. */
export const MAX_DEPTH = 100;

/**
 * Checks that a document, without its byte order mark, is well-formed XML 1.0 without a DOCTYPE. Gives the
 * places of its processing instructions.
 *
 * @see https://www.w3.org/TR/xml/#NT-document
 * @throws {TwimlError} `twiml-malformed` at the first fault.
 */
export function checkWellFormed(document: string): readonly Span[] {
  const scanner = new Scanner(document);
  characters(scanner);
  xmlDeclaration(scanner);
  const before = misc(scanner);
  if (!/^<[^!/]/.test(document.slice(scanner.offset, scanner.offset + 2))) failBeforeRoot(scanner);
  const inside = rootElement(scanner);
  const behind = misc(scanner);
  if (!scanner.isAtEnd) failBehindRoot(scanner);
  return [...before, ...inside, ...behind];
}

/** `Char*` https://www.w3.org/TR/xml/#charsets */
function characters(scanner: Scanner): void {
  const offset = scanner.text.search(NOT_CHAR);
  if (offset === -1) return;
  const code = scanner.text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  scanner.fail(`XML does not allow the character U+${code}.`, "Remove it.", offset);
}

const blank = /[ \t\r\n]+/y;

/** `Misc*` https://www.w3.org/TR/xml/#NT-Misc */
function misc(scanner: Scanner): readonly Span[] {
  const instructions: Span[] = [];
  for (;;) {
    if (scanner.startsWith("<!--")) comment(scanner);
    else if (scanner.startsWith("<?")) instructions.push(instruction(scanner));
    else if (scanner.take(blank) === undefined) return instructions;
  }
}

/** `element` https://www.w3.org/TR/xml/#NT-element; a list of open elements instead of recursion. */
function rootElement(scanner: Scanner): readonly Span[] {
  const instructions: Span[] = [];
  const open = [startTag(scanner)].filter((element) => element !== undefined);
  while (open.length > 0) {
    characterData(scanner);
    if (scanner.startsWith("</")) close(scanner, open);
    else if (scanner.startsWith("<!--")) comment(scanner);
    else if (scanner.startsWith("<![CDATA[")) cdataSection(scanner);
    else if (scanner.startsWith("<?")) instructions.push(instruction(scanner));
    else if (scanner.isAtEnd) failUnclosed(scanner, open);
    else begin(scanner, open);
  }
  return instructions;
}

function begin(scanner: Scanner, open: OpenElement[]): void {
  if (open.length === MAX_DEPTH) {
    scanner.fail(`Elements are nested more than ${MAX_DEPTH} deep.`, "Close elements before opening others.");
  }
  const element = startTag(scanner);
  if (element !== undefined) open.push(element);
}

/** https://www.w3.org/TR/xml/#GIMatch */
function close(scanner: Scanner, open: OpenElement[]): void {
  const offset = scanner.offset;
  const name = endTag(scanner);
  const element = open.pop();
  if (element === undefined || element.name === name) return;
  const { line } = positionFinder(scanner.text)(element.start);
  const message = `</${name}> stands where <${element.name}> of line ${line} is still open.`;
  scanner.fail(message, `Write </${element.name}> before it.`, offset);
}

function failUnclosed(scanner: Scanner, open: readonly OpenElement[]): never {
  const { name, start } = open.at(-1) ?? { name: "Response", start: 0 };
  scanner.fail(`<${name}> is never closed.`, `Write </${name}> at its end.`, start);
}

function failBeforeRoot(scanner: Scanner): never {
  if (scanner.isAtEnd) {
    scanner.fail("The document has no element.", "A document without verbs is written <Response/>.", 0);
  }
  if (/^<!doctype/i.test(scanner.text.slice(scanner.offset, scanner.offset + 9))) {
    scanner.fail("The document has a DOCTYPE.", "Remove it: TwiML has none, and it is refused for safety.");
  }
  const hint = "Answer with <Response>, and print nothing else, such as a warning, before it.";
  scanner.fail("The document does not begin with an element.", hint);
}

function failBehindRoot(scanner: Scanner): never {
  const isElement = scanner.startsWith("<");
  const message = `The root element has ended, but ${isElement ? "more elements follow" : "text follows"}.`;
  scanner.fail(message, "Put all verbs into one <Response>, and print nothing behind it.");
}
