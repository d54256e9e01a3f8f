import { describe, expect, test } from "vitest";
import { TwimlError } from "../errors.ts";
import { parseTwiml } from "./parse.ts";

function refusal(document: string) {
  try {
    parseTwiml(document);
  } catch (error) {
    if (error instanceof TwimlError) {
      const { twilioCode, line, column, message, hint } = error;
      return { twilioCode, at: `${line}:${column}`, message, hint };
    }
    throw error;
  }
  throw new Error("the document was read");
}

describe("refuses", () => {
  test.each([
    [
      "a blank line before the declaration",
      '\n<?xml version="1.0"?><Response/>',
      "2:1",
      /very beginning/,
      /blank line/,
    ],
    [
      "a byte order mark and a blank before it",
      '\ufeff <?xml version="1.0"?><Response/>',
      "1:3",
      /very beginning/,
      /blank/,
    ],
    ["text before the root", "Warning: x\n<Response/>", "1:1", /before the root/, /begin with/],
    [
      "a bare & in text",
      "<Response>\n<Redirect>/n?a=1&b=2</Redirect></Response>",
      "2:17",
      /bare &/,
      /Write &amp;/,
    ],
    ["a bare & in a value", '<Response><Play a="x&y"/></Response>', "1:21", /bare &/, /Write &amp;/],
    [
      "an entity of HTML",
      "<Response><Say>a&nbsp;b</Say></Response>",
      "1:17",
      /no entity &nbsp;/,
      /Write &#160;/,
    ],
    ["an unknown entity", "<Response><Say>&foo;</Say></Response>", "1:16", /no entity &foo;/, /number/],
    [
      "a reference to no character",
      "<Response><Say>&#0;</Say></Response>",
      "1:16",
      /&#0; is no character/,
      /Leave it out/,
    ],
    [
      "a reference to a surrogate",
      "<Response><Say>&#xD800;</Say></Response>",
      "1:16",
      /no character/,
      /Leave/,
    ],
    [
      "a reference beyond Unicode",
      "<Response><Say>&#x110000;</Say></Response>",
      "1:16",
      /no character/,
      /Leave/,
    ],
    ["an endless number", `<Response><Say>&#${"9".repeat(500)};</Say></Response>`, "1:16", /bare &/, /&amp;/],
    [
      "a missing end tag",
      "<Response><Say>a</Response>",
      "1:17",
      /<\/Response> does not close <Say> of line 1/,
      /<\/Say> first/,
    ],
    [
      "a document cut off",
      "<Response>\n<Say>a</Say>",
      "2:13",
      /<Response> of line 1 has no end/,
      /Close it by <\/Response>/,
    ],
    ["a tag cut off", "<Response><Say", "1:11", /tag <Say has no end/, /Close it/],
    ["a second root", "<Response/><Response/>", "1:12", /second root/, /one <Response>/],
    ["text behind the root", "<Response/> x", "1:13", /text behind/, /one <Response>/],
    ["an end tag too many", "<Response/></Response>", "1:12", /behind the root/, /one/],
    [
      "a document type",
      '<!DOCTYPE x [<!ENTITY a "b">]><Response>&a;</Response>',
      "1:1",
      /document type/,
      /DOCTYPE/,
    ],
    ["a document type inside", "<Response><!DOCTYPE x></Response>", "1:11", /document type/, /DOCTYPE/],
    [
      "a web page",
      "<!doctype html><html><body>Error</body></html>".replace("doctype", "DOCTYPE"),
      "1:1",
      /document type/,
      /web page/,
    ],
    ["a < in a value", '<Response><Say a="<"/></Response>', "1:19", /< stands in the value of a/, /&lt;/],
    ["a < in text", "<Response><Say>1 < 2</Say></Response>", "1:18", /begins no element/, /&lt;/],
    [
      "an attribute twice",
      '<Response><Say a="1" a="2"/></Response>',
      "1:22",
      /attribute a twice/,
      /Leave one out/,
    ],
    ["a value without quotes", "<Response><Say a=1/></Response>", "1:16", /no value in quotes/, /a="…"/],
    ["an attribute without a value", "<Response><Say a/></Response>", "1:16", /no value in quotes/, /a="…"/],
    ["a value without an end", '<Response><Say a="1/></Response>', "1:18", /value of a has no end/, /Close/],
    [
      "attributes without a blank between",
      '<Response><Say a="1"b="2"/></Response>',
      "1:21",
      /cannot stand in the tag <Say>/,
      /blank/,
    ],
    ["a name that begins with a digit", "<Response><1/></Response>", "1:11", /begins no element/, /&lt;/],
    ["a blank before a name", "<Response>< Say/></Response>", "1:11", /begins no element/, /&lt;/],
    ["a control character", "<Response><Say>a\u0001</Say></Response>", "1:17", /U\+0001/, /Leave it out/],
    ["half a surrogate pair", "<Response><Say>\ud83d</Say></Response>", "1:16", /U\+D83D/, /Leave/],
    ["-- in a comment", "<Response><!-- a -- b --></Response>", "1:18", /-- cannot stand/, /single hyphen/],
    ["a comment without an end", "<Response><!-- a </Response>", "1:11", /comment has no end/, /Close/],
    ["]]> in text", "<Response><Say>a]]>b</Say></Response>", "1:17", /]]> cannot/, /]]&gt;/],
    ["CDATA without an end", "<Response><![CDATA[ a</Response>", "1:11", /CDATA section has no end/, /Close/],
    ["CDATA outside the root", "<![CDATA[a]]><Response/>", "1:1", /before the root/, /begin with/],
    ["an instruction without an end", "<Response><?php echo 1; </Response>", "1:11", /no end/, /Close/],
    [
      "a declaration inside",
      "<Response><?xml version='1.0'?></Response>",
      "1:11",
      /very beginning/,
      /nothing/,
    ],
    [
      "a broken declaration",
      "<?xml encoding='UTF-8'?><Response/>",
      "1:1",
      /declaration is not well-formed/,
      /version/,
    ],
    ["an empty document", "", "1:1", /is empty/, /<Response\/>/],
    ["a blank document", " \n ", "2:2", /is empty/, /<Response\/>/],
    ["JSON", '{"a":1}', "1:1", /before the root/, /begin with/],
    ["elements nested without end", "<a>".repeat(200), "1:301", /nested more than 100/, /Nest less/],
    ["other markup", "<Response><!ELEMENT a></Response>", "1:11", /no markup/, /&lt;/],
  ])("%s", (_name, document, at, message, hint) => {
    expect(refusal(document)).toEqual({
      twilioCode: 12100,
      at,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test.each([
    ["<response/>", /case-sensitive/],
    ["<html><body/></html>", /web page/],
    ["<Say>Hi</Say>", /into <Response>/],
  ])("the root of %s", (document, hint) => {
    const message = expect.stringMatching(/root element is/);
    expect(refusal(document)).toEqual({
      twilioCode: 12102,
      at: "1:1",
      message,
      hint: expect.stringMatching(hint),
    });
  });
});
