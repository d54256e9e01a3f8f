import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonToSkip, sharedFiles, sharedText } from "../../test/shared.ts";
import { TwimlError } from "../errors.ts";
import { childElements, type Element, ownText } from "./element.ts";
import { parseTwiml } from "./parse.ts";

function faultOf(document: string): TwimlError {
  try {
    parseTwiml(document);
  } catch (error) {
    if (error instanceof TwimlError) return error;
    throw error;
  }
  throw new Error("the document was read");
}

function verbsOf(document: string): [name: string, text: string][] {
  return childElements(parseTwiml(document)).map((verb) => [verb.name, ownText(verb)]);
}

test("reads entities, CDATA, Unicode and comments as Twilio does", () => {
  const document =
    "<!-- a --><Response><!-- b --><Say>Tom &amp; J&#233;r&#xF4;me &lt;3</Say><Say><![CDATA[5 > 3 & 2]]></Say>" +
    "<Redirect>/n?a=1&amp;b=2</Redirect></Response>";
  expect(verbsOf(document)).toEqual([
    ["Say", "Tom & Jérôme <3"],
    ["Say", "5 > 3 & 2"],
    ["Redirect", "/n?a=1&b=2"],
  ]);
});

test.each([
  ["a blank line before the declaration", '\n<?xml version="1.0"?><Response/>', 12100],
  ["an unescaped ampersand", "<Response><Redirect>/n?a=1&b=2</Redirect></Response>", 12100],
  ["a missing end tag", "<Response><Say>Hi</Response>", 12100],
  ["a root in lower case", "<response><Say>Hi</Say></response>", 12102],
  ["a root in lower case that is also malformed", "<response><Say></response>", 12100],
])("refuses %s with Twilio's number", (_what, document, twilioCode) => {
  expect(faultOf(document).twilioCode).toBe(twilioCode);
});

// What fast-xml-parser would make of it on its own is another tree, or an error that is no TwimlError.
test.each([
  [
    "an instruction with a quotation mark",
    `<?it 's?><Response><?a "?><Say>1</Say><?b ?c?></Response><?d '?>`,
  ],
  ["an instruction that looks like markup", "<Response><?a </Response> ?><Say>1</Say></Response>"],
  ["a comment that begins with >", "<Response><!--> <Say>0</Say> --><Say>1</Say></Response>"],
  ["a comment that begins with ->", "<Response><!---> <Say>0</Say> --><Say>1</Say></Response>"],
  ["a comment with markup", "<!-- <?a ' --><Response><!-- <![CDATA[ & --><Say>1</Say></Response>"],
  [
    "CDATA that looks like markup",
    "<Response><Say><![CDATA[1]]></Say><![CDATA[</Response><!-- <?]]></Response>",
  ],
  ["empty CDATA", "<Response><Say><![CDATA[]]>1</Say></Response>"],
  ["blanks at the end of tags", "<Response ><Say\n>1</Say\t></Response\r\n>"],
  [
    "a declaration with everything",
    `<?xml version='1.1' encoding="UTF-8" standalone = "no" ?><Response><Say>1</Say></Response>`,
  ],
  ["a byte order mark and a declaration", '\ufeff<?xml version="1.0"?><Response><Say>1</Say></Response>'],
])("reads %s", (_what, document) => expect(verbsOf(document)).toEqual([["Say", "1"]]));

test.each([
  ["no version in the declaration", "<?xml?><Response/>", "1:1"],
  ["a version of letters", '<?xml version="one"?><Response/>', "1:1"],
  ["a declaration in the wrong order", '<?xml encoding="UTF-8" version="1.0"?><Response/>', "1:1"],
  ["a declaration without blanks", '<?xml version="1.0"encoding="UTF-8"?><Response/>', "1:1"],
  ["a second declaration", '<?xml version="1.0"?><?xml version="1.0"?><Response/>', "1:22"],
  ["an instruction named XML", "<?XML a?><Response/>", "1:1"],
  ["an instruction without a name", "<Response><? a?></Response>", "1:11"],
  ["a quotation mark in the name of an instruction", "<?it's?><Response/>", "1:1"],
  ["two byte order marks", "\ufeff\ufeff<Response/>", "1:2"],
  ["--- at the end of a comment", "<Response><!-- a ---></Response>", "1:18"],
  ["a comment inside a tag", "<Response><Say <!-- a -->/></Response>", "1:16"],
  ["a blank in front of the name of an end tag", "<Response></ Response>", "1:11"],
  ["an attribute in an end tag", '<Response></Response a="1">', "1:11"],
  ["a slash apart from its >", "<Response><Say/ ></Response>", "1:15"],
  ["quotation marks of a word processor", "<Response><Say voice=“alice”>Hi</Say></Response>", "1:16"],
  ["a no-break space between attributes", '<Response><Say a="1"\u00a0b="2"/></Response>', "1:21"],
  ["white space of fast-xml-parser's in a name", "<Response><Say\ufeff/></Response>", "1:15"],
  ["an Ogham space in a name", "<Response><a\u1680b/></Response>", "1:13"],
  ["a reference that is cut off", "<Response><Say>&amp</Say></Response>", "1:16"],
  ["a reference with a capital X", "<Response><Say>&#X41;</Say></Response>", "1:16"],
  ["a reference outside the root", "&#32;<Response/>", "1:1"],
  [
    "an entity that a document type declares",
    '<!DOCTYPE Response [<!ENTITY a "&a;&a;">]><Response>&a;</Response>',
    "1:1",
  ],
])("refuses %s", (_what, document, place) => {
  const { code, line, column } = faultOf(document);
  expect([code, `${line}:${column}`]).toEqual(["twiml-malformed", place]);
});

test.each([
  [
    "of a malformed web page",
    "<html><head><title>502</title></head>\r\n<body><hr></body></html>",
    /web page/,
  ],
  ["of a document type of HTML", "\n<!doctype html>\n<html></html>", /web page/],
  ["of a web page that is XML", '<?xml version="1.0"?>\n<html xmlns="x"/>', /web page/],
  ["of a JSON object", '{ "error": true }', /JSON/],
  ["of a JSON list", "[]", /JSON/],
  ["of a warning of PHP", "Warning: x\n<Response/>", /warning/],
])("the hint %s says so", (_what, document, hint) => expect(faultOf(document).hint).toMatch(hint));

test("the place of a wrong root is that of its tag, not of the same text in a comment", () => {
  const { code, line, column } = faultOf("<!-- <Say -->\n <Say/>");
  expect({ code, line, column }).toEqual({ code: "twiml-wrong-root", line: 2, column: 2 });
});

test("reads elements 100 deep, and no deeper", () => {
  const nested = (depth: number) =>
    `<Response>${"<a>".repeat(depth - 1)}${"</a>".repeat(depth - 1)}</Response>`;
  let depth = 0;
  for (let element: Element | undefined = parseTwiml(nested(100)); element; depth += 1) {
    element = childElements(element)[0];
  }
  expect(depth).toBe(100);
  expect(faultOf(nested(101)).message).toMatch(/100 deep/);
});

test("attributes have no prototype", () => {
  expect(Object.getPrototypeOf(parseTwiml('<Response a="1"/>').attributes)).toBeNull();
});

type Tree = { name: string; attributes: Record<string, string>; children: (string | Tree)[] };
type Written = { readonly xml: string; readonly tree: string | Tree | undefined };

const oddNames = ["__proto__", "constructor", "toString", "a:b", "_", "é", "x-1.2", "😀"];
const names = fc.constantFrom("Say", "Gather", ...oddNames);
const characters = fc
  .string({ unit: "binary" })
  .map((raw) => raw.replace(/[^\t\n -\ud7ff\ue000-\ufffd]/g, ""));

const texts = characters.filter((raw) => raw !== "");
const nothing = fc.constantFrom("<!-- <a> ' -->", `<?p ' " <a>?>`, "<![CDATA[]]>");

/** Each text in one of the ways in which it can be written. */
const text: fc.Arbitrary<Written> = fc.oneof(
  texts.map((tree) => ({
    tree,
    xml: tree.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  })),
  texts.map((tree) => ({
    tree,
    xml: [...tree].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(""),
  })),
  texts.map((tree) => ({ tree, xml: `<![CDATA[${tree.replaceAll("]]>", "]]]]><![CDATA[>")}]]>` })),
  nothing.map((xml) => ({ xml, tree: undefined })),
);

const attributes = fc.dictionary(names, characters, { maxKeys: 4, noNullPrototype: false });

const { element } = fc.letrec<{ element: Written }>((tie) => ({
  element: fc
    .record({
      name: names,
      attributes,
      children: fc.array(fc.oneof({ maxDepth: 4 }, text, tie("element")), { maxLength: 4 }),
    })
    .map(({ name, attributes, children }) => write(name, attributes, children)),
}));

function write(
  name: string,
  attributes: Record<string, string>,
  children: readonly Written[],
): Written & { tree: Tree } {
  const quoted = (value: string) => value.replace(/[&<"\t\n]/g, (one) => `&#${one.charCodeAt(0)};`);
  const inTag = Object.entries(attributes).map(([key, value]) => `\r\n${key} = "${quoted(value)}"`);
  const xml = `<${name}${inTag.join("")} >${children.map((child) => child.xml).join("")}</${name}\t>`;
  return { xml, tree: { name, attributes, children: joined(children) } };
}

function joined(children: readonly Written[]): Tree["children"] {
  const nodes: Tree["children"] = [];
  for (const { tree } of children) {
    const last = nodes.at(-1);
    if (typeof tree === "string" && typeof last === "string") nodes[nodes.length - 1] = last + tree;
    else if (tree !== undefined) nodes.push(tree);
  }
  return nodes;
}

function plain({ name, attributes, children }: Element): Tree {
  return {
    name,
    attributes,
    children: children.map((node) => (node.kind === "text" ? node.text : plain(node))),
  };
}

test("a tree comes back from any way of writing it", () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 4 }), (children) => {
      const { xml, tree } = write("Response", {}, children);
      expect(JSON.stringify(plain(parseTwiml(xml)))).toBe(JSON.stringify(tree));
    }),
    { numRuns: 300 },
  );
});

test.skipIf(reasonToSkip !== undefined)("a document cut off anywhere is refused as malformed", () => {
  for (const file of sharedFiles("corpus").filter((_file, index) => index % 25 === 0)) {
    const document = sharedText(`corpus/${file}`).trimEnd();
    for (let end = 0; end < document.length; end += 7) {
      expect(faultOf(document.slice(0, end)).code, `${file} up to ${end}`).toBe("twiml-malformed");
    }
  }
});
