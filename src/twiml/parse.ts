import { XMLParser } from "fast-xml-parser";
import { type Element, type Node, type Position, text } from "./element.ts";
import { decodeReferences } from "./entities.ts";
import { faultError } from "./fault.ts";
import { positionFinder } from "./position.ts";
import { checkWellFormed, MAX_DEPTH } from "./well-formed.ts";
import type { Span } from "./xml-asides.ts";

/**
 * Reads a TwiML document: gives its `<Response>`. A byte order mark counts as a column.
 *
 * fast-xml-parser builds the tree but forgives most faults, which Twilio does not; so a scan along XML's
 * grammar judges the document first. The scan builds nothing and the library judges nothing.
 *
 * @see https://www.twilio.com/docs/api/errors/12100
 * @see https://www.twilio.com/docs/api/errors/12102
 * @throws {TwimlError} `twiml-malformed` not well-formed; `twiml-wrong-root` well-formed with another root.
 */
export function parseTwiml(document: string): Element {
  const instructions = checkWellFormed(document);
  const tree: readonly LibraryNode[] = parser.parse(emptied(document, instructions));
  const root = toNodes(tree, positionFinder(document)).find((node) => node.kind === "element");
  if (root === undefined) throw new Error("fast-xml-parser found no element in a well-formed document.");
  if (root.name === "Response") return root;
  const hint = /^response$/i.test(root.name)
    ? "Write <Response>: names are case-sensitive."
    : "Put the verbs into <Response>.";
  const message = `The root element is <${root.name}>.`;
  throw faultError(document, { code: "twiml-wrong-root", message, at: root, hint });
}

/**
 * A node as the library gives it. Names of elements begin with `<` and those of attributes with `@`, or it
 * would refuse `constructor` and rename `toString`.
 */
type LibraryNode = {
  readonly [element: Tag]: readonly LibraryNode[];
  readonly ":@"?: Readonly<Record<string, string>>;
  readonly "#text"?: string;
  readonly "#cdata"?: readonly { readonly "#text": string }[];
  readonly [metaData: symbol]: { readonly startIndex: number };
};

type Tag = `<${string}`;

const metaData = XMLParser.getMetaDataSymbol() as symbol;

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  maxNestedTags: MAX_DEPTH,
  // The library asks twice for an element without content.
  transformTagName: (name) => (name.startsWith("<") ? name : `<${name}`),
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#text",
  cdataPropName: "#cdata",
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: false,
  parseTagValue: false,
  processEntities: false,
  jPath: false,
});

/** The library takes a quotation mark in a processing instruction for the start of a string. */
function emptied(document: string, instructions: readonly Span[]): string {
  let end = 0;
  const parts = instructions.flatMap((span) => {
    const before = document.slice(end, span.start);
    end = span.end;
    return [before, `<?${"_".repeat(span.end - span.start - 4)}?>`];
  });
  return parts.join("") + document.slice(end);
}

type PositionOf = (offset: number) => Position;

function toNodes(written: readonly LibraryNode[], positionOf: PositionOf): Node[] {
  const nodes: Node[] = [];
  for (const node of written) {
    const tag = Object.keys(node).find((key): key is Tag => key.startsWith("<"));
    if (tag !== undefined) nodes.push(toElement(node, tag, positionOf));
    else addText(nodes, characterData(node));
  }
  return nodes;
}

function toElement(node: LibraryNode, tag: Tag, positionOf: PositionOf): Element {
  const attributes: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(node[":@"] ?? {})) {
    attributes[name.slice(1)] = attributeValue(value);
  }
  return {
    kind: "element",
    name: tag.slice(1),
    attributes,
    children: toNodes(node[tag] ?? [], positionOf),
    ...positionOf(node[metaData]?.startIndex ?? 0),
  };
}

/** https://www.w3.org/TR/xml/#AVNormalize */
function attributeValue(written: string): string {
  return decodeReferences(written.replace(/[\t\n]/g, " "));
}

function characterData(node: LibraryNode): string {
  return decodeReferences(node["#text"] ?? "") + (node["#cdata"] ?? []).map((part) => part["#text"]).join("");
}

function addText(nodes: Node[], more: string): void {
  const last = nodes.at(-1);
  if (last?.kind === "text") nodes[nodes.length - 1] = text(last.text + more);
  else if (more !== "") nodes.push(text(more));
}
