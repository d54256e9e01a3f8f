import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonToSkip, sharedFiles, sharedText } from "../../test/shared.ts";
import { TwimlError } from "../errors.ts";
import { childElements, type Element, type Node, textContent } from "./element.ts";
import { parseTwiml } from "./parse.ts";

/** The content of `<Response>` as a short form: `Say{voice=alice}[Hi]`. */
function read(document: string): string {
  return parseTwiml(document).children.map(short).join(" ");
}

function short(node: Node): string {
  if (node.kind === "text") return JSON.stringify(node.text);
  const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${value}`);
  return `${node.name}{${attributes.join(",")}}[${node.children.map(short).join(" ")}]`;
}

describe("reads", () => {
  test.each([
    [
      "a document with declaration",
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say>Hi</Say></Response>',
      'Say{}["Hi"]',
    ],
    ["one without", "<Response><Say>Hi</Say></Response>", 'Say{}["Hi"]'],
    ["a byte order mark directly before it", '\ufeff<?xml version="1.0"?><Response/>', ""],
    [
      "comments and instructions anywhere",
      "<!-- a --><?p q?><Response><!-- b --><Say>H<!-- c -->i</Say></Response><!-- d -->\n",
      'Say{}["Hi"]',
    ],
    ["blanks before the root without a declaration", "\n <Response/>", ""],
    ["the version attribute of the root", '<Response version="1.0"/>', ""],
    [
      "references",
      "<Response><Say a='&lt;&quot;'>&amp;&#233;&#xF4;&apos;&gt;</Say></Response>",
      `Say{a=<"}["&éô'>"]`,
    ],
    ["a reference only once", "<Response><Say>&amp;lt;</Say></Response>", 'Say{}["&lt;"]'],
    [
      "CDATA as it stands, joined with its text",
      "<Response><Say>a<![CDATA[<b> & ]]>c</Say></Response>",
      'Say{}["a<b> & c"]',
    ],
    [
      "line ends of every kind as one",
      "<Response><Say>a\r\nb\rc</Say></Response>",
      String.raw`Say{}["a\nb\nc"]`,
    ],
    ["blanks in values as blanks", '<Response><Say a="1\n2\t3&#10;"/></Response>', "Say{a=1 2 3\n}[]"],
    ["> and quotes in values", `<Response><Say a=">" b='"' c="'"/></Response>`, `Say{a=>,b=",c='}[]`],
    ["attributes over several lines", '<Response><Say\n  a = "1"\n  b="2"\n/></Response>', "Say{a=1,b=2}[]"],
    ["elements between text", "<Response><Say>a <break/> b</Say></Response>", 'Say{}["a " break{}[] " b"]'],
    [
      "names as they are written",
      "<Response><say-as x:y.z='1'/><Ünïcode/></Response>",
      "say-as{x:y.z=1}[] Ünïcode{}[]",
    ],
    ["Unicode beyond the basic plane", "<Response><Say>😀 日本</Say></Response>", 'Say{}["😀 日本"]'],
    [
      "numbers and words as text",
      "<Response><Say>007</Say><Say>true</Say></Response>",
      'Say{}["007"] Say{}["true"]',
    ],
  ])("%s", (_name, document, expected) => expect(read(document)).toBe(expected));

  test("names of JavaScript's own as names like any other", () => {
    const names = ["__proto__", "constructor", "prototype", "hasOwnProperty", "toString"];
    const inner = names.map((name) => `<${name} ${name}="1"><${name}/></${name}>`).join("");
    const elements = childElements(parseTwiml(`<Response>${inner}</Response>`));
    expect(elements.map(({ name, attributes }) => [name, Object.entries(attributes)])).toEqual(
      names.map((name) => [name, [[name, "1"]]]),
    );
    expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
  });

  test("the place of each element, whatever the line ends", () => {
    const places = (document: string) =>
      childElements(parseTwiml(document)).map(({ line, column }) => [line, column]);
    const document = "<?xml version='1.0'?>\n<Response>\n  <Say>a\n</Say> <Play/>\n\t<Hangup/></Response>";
    const expected = [
      [3, 3],
      [4, 8],
      [5, 2],
    ];
    expect(places(document)).toEqual(expected);
    expect(places(document.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(places(document.replaceAll("\n", "\r"))).toEqual(expected);
  });
});

test("any text is read or refused", () => {
  const pieces = fc.constantFrom(
    "<",
    ">",
    "</",
    "/>",
    "&",
    ";",
    "amp",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    '"',
    "=",
    " ",
    "Response",
    "Say",
    "a",
    "#",
    "x",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((list) => list.join("")),
  );
  const inside = text.map((inner) => `<Response>${inner}</Response>`);
  fc.assert(
    fc.property(fc.oneof(text, inside), (document) => {
      try {
        expect(parseTwiml(document).name).toBe("Response");
      } catch (error) {
        if (!(error instanceof TwimlError)) throw error;
        const lines = document.split(/\r\n?|\n/);
        expect(error.line).toBeLessThanOrEqual(lines.length);
        expect(error.column).toBeLessThanOrEqual((lines[error.line - 1] ?? "").length + 1);
        expect(error.hint).toBeTruthy();
      }
    }),
    { numRuns: 2000 },
  );
});

test("what is written as XML is read as it was", () => {
  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,7}$/);
  // Carriage returns do not survive in XML, nor do blanks other than " " in values.
  const text = fc
    .string({ unit: "grapheme" })
    .map((raw) => raw.replace(/[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ""));
  const { element } = fc.letrec<{ element: Tree }>((tie) => ({
    element: fc.record({
      name,
      attributes: fc.dictionary(
        name,
        text.map((raw) => raw.replace(/[\t\n]/g, " ")),
      ),
      children: fc.array(
        fc.oneof(
          { maxDepth: 4 },
          text.filter((raw) => raw !== ""),
          tie("element"),
        ),
        { maxLength: 4 },
      ),
    }),
  }));
  fc.assert(
    fc.property(element, (tree) => {
      const root = { ...tree, name: "Response" };
      expect(plain(parseTwiml(write(root)))).toEqual(joined(root));
    }),
  );
});

type Tree = {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (string | Tree)[];
};

function write({ name, attributes, children }: Tree): string {
  const escaped = (raw: string) =>
    raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&#34;");
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = children.map((child) => (typeof child === "string" ? escaped(child) : write(child)));
  return `<${name}${written.join("")}>${inner.join("")}</${name}>`;
}

function joined({ name, attributes, children }: Tree): Tree {
  const together: (string | Tree)[] = [];
  for (const child of children) {
    const last = together.at(-1);
    if (typeof child === "string" && typeof last === "string") together[together.length - 1] = last + child;
    else together.push(typeof child === "string" ? child : joined(child));
  }
  return { name, attributes: { ...attributes }, children: together };
}

function plain({ name, attributes, children }: Element): Tree {
  const inner = children.map((node) => (node.kind === "text" ? node.text : plain(node)));
  return { name, attributes: { ...attributes }, children: inner };
}

test("a document of 64 kB of anything takes no more than a moment", () => {
  const documents = [
    `<Response>${"<Say/>".repeat(10_000)}</Response>`,
    `<Response><Say>${"&amp;".repeat(12_000)}</Say></Response>`,
    `<Response><Say ${Array.from({ length: 6_000 }, (_, i) => `a${i}="1"`).join(" ")}/></Response>`,
    `<Response>${"<".repeat(60_000)}</Response>`,
    `<Response>${"]]".repeat(30_000)}</Response>`,
    `<Response>${"<!-- a -->".repeat(6_000)}</Response>`,
    `<Response><Say>${"\n".repeat(60_000)}</Say></Response>`,
  ];
  for (const document of documents) {
    const startedMs = performance.now();
    try {
      parseTwiml(document);
    } catch (error) {
      expect(error).toBeInstanceOf(TwimlError);
    }
    // Quadratic work would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  }
});

describe.skipIf(reasonToSkip !== undefined)(`the corpus${reasonToSkip ? `: ${reasonToSkip}` : ""}`, () => {
  test("every document is read", () => {
    const files = sharedFiles("corpus").filter((file) => file.endsWith(".xml"));
    const read = files.map((file) => textContent(parseTwiml(sharedText(`corpus/${file}`))));
    expect(read.length).toBe(files.length);
    expect(files.length).toBeGreaterThan(500);
  });
});
