import { positionFinder } from "./position.ts";
import { Scanner } from "./scanner.ts";
import { cdataSection, comment, instruction, type Span, xmlDeclaration } from "./xml-asides.ts";
import { NOT_CHAR } from "./xml-characters.ts";
import { characterData, endTag, type OpenElement, startTag } from "./xml-tags.ts";

/** How deep elements may be nested. TwiML needs four levels and some SSML. */
export const MAX_DEPTH = 100;

/**
 * Checks that a document is well-formed XML 1.0 without a DOCTYPE; a byte order mark may stand before it.
 * Gives the places of its processing instructions.
 *
 * @see https://www.w3.org/TR/xml/#NT-document
 * @throws {TwimlError} `twiml-malformed` at the first fault.
 */
export function checkWellFormed(document: string): readonly Span[] {
  const scanner = new Scanner(document);
  characters(scanner);
  scanner.takeLiteral("\uFEFF");
  xmlDeclaration(scanner);
  const before = misc(scanner);
  if (!scanner.isNext(rootStart)) failBeforeRoot(scanner);
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
  scanner.fail(`XML does not allow the character U+${code}.`, "Leave it out.", offset);
}

const blank = /[ \t\r\n]+/y;

/** A start tag, or a DOCTYPE, which gets a message of its own. */
const rootStart = /<(?!\/|!\[)/y;

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
  const open: OpenElement[] = [];
  begin(scanner, open);
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    characterData(scanner);
    if (scanner.isAtEnd) failUnclosed(scanner, inner);
    if (scanner.startsWith("</")) {
      close(scanner, inner);
      open.pop();
    } else if (scanner.startsWith("<!--")) comment(scanner);
    else if (scanner.startsWith("<![CDATA[")) cdataSection(scanner);
    else if (scanner.startsWith("<?")) instructions.push(instruction(scanner));
    else begin(scanner, open);
  }
  return instructions;
}

function begin(scanner: Scanner, open: OpenElement[]): void {
  if (scanner.startsWith("<!")) failAtDeclaration(scanner);
  if (open.length === MAX_DEPTH) {
    scanner.fail(`Elements are nested more than ${MAX_DEPTH} deep.`, "Nest less deep.");
  }
  const element = startTag(scanner);
  if (element !== undefined) open.push(element);
}

/** https://www.w3.org/TR/xml/#GIMatch */
function close(scanner: Scanner, element: OpenElement): void {
  const offset = scanner.offset;
  const name = endTag(scanner);
  if (element.name === name) return;
  const { line } = positionFinder(scanner.text)(element.start);
  const message = `</${name}> does not close <${element.name}> of line ${line}.`;
  scanner.fail(message, `Write </${element.name}> first.`, offset);
}

function failUnclosed(scanner: Scanner, { name, start }: OpenElement): never {
  const { line } = positionFinder(scanner.text)(start);
  scanner.fail(`<${name}> of line ${line} has no end.`, `Close it by </${name}>.`);
}

function failBeforeRoot(scanner: Scanner): never {
  if (scanner.isAtEnd) {
    scanner.fail("The document is empty.", "Write <Response/> where nothing is to be done.");
  }
  const hint = "Print nothing else before it, such as a warning: begin with <Response> or <?xml.";
  scanner.fail("Only comments can stand before the root element.", hint);
}

const doctypeStart = /<!doctype/iy;

function failAtDeclaration(scanner: Scanner): never {
  if (scanner.isNext(doctypeStart)) {
    const hint = "Remove the DOCTYPE: TwiML has none, and it is refused for safety.";
    scanner.fail("The document declares a document type.", hint);
  }
  scanner.fail("This is no markup that can stand here.", "Write &lt; for the character <.");
}

function failBehindRoot(scanner: Scanner): never {
  scanner.fail(wrongBehindRoot(scanner), "Put everything into one <Response>, and print nothing behind it.");
}

function wrongBehindRoot(scanner: Scanner): string {
  if (scanner.startsWith("</")) return "An end tag stands behind the root element.";
  return scanner.startsWith("<")
    ? "A second root element begins here."
    : "There is text behind the root element.";
}
