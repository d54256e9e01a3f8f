import fc from "fast-check";
import { expect, test } from "vitest";
import { answering, readAnswer, resourceName } from "./fixture-answers.ts";

test.each([
  ["/voice", "voice"],
  ["/", "index"],
  ["/ivr/", "ivr/index"],
  ["/ivr/menu.php?attempt=2&lang=de", "ivr/menu.php@attempt=2&lang=de"],
  ["/menu?next=http://a.test/b", "menu@next=http%3A%2F%2Fa.test%2Fb"],
  ["/../a:b/c@d", "%2E%2E/a%3Ab/c%40d"],
  ["/voice.POST", "voice%2EPOST"],
  ["/caf%C3%A9", "caf%C3%A9"],
])("%s is the resource %s", (url, resource) => {
  expect(resourceName(url)).toBe(resource);
});

test("no URL leads out of the directory or to a name that is too long", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 1000 }), (url) => {
      const parts = resourceName(`/${url}`).split("/");
      expect(parts.every((part) => part.length <= 153 && /^[\w.~%=&+,;!$()@-]+$/.test(part))).toBe(true);
      expect(parts.some((part) => /^\.+$/.test(part))).toBe(false);
    }),
  );
});

/** An application of documents that say their own names. */
function application(...names: string[]) {
  const ask = answering(
    names.map((name) => readAnswer(name, `<${name}>`)).filter((answer) => typeof answer !== "string"),
  );
  return (method: string, url: string) => ask(method, url)?.body;
}

test("a document answers both methods and any query", () => {
  const ask = application("voice.xml");
  expect(ask("GET", "/voice?CallSid=CA1")).toBe("<voice.xml>");
  expect(ask("POST", "/voice")).toBe("<voice.xml>");
  expect(ask("POST", "/voices")).toBeUndefined();
});

test("an answer for the method and for more of the query goes first", () => {
  const ask = application("menu.xml", "menu.GET.xml", "menu@attempt=2.xml", "menu@attempt=2&lang=de.xml");
  expect(ask("GET", "/menu?CallSid=CA1")).toBe("<menu.GET.xml>");
  expect(ask("POST", "/menu?attempt=1")).toBe("<menu.xml>");
  expect(ask("GET", "/menu?attempt=2&CallSid=CA1")).toBe("<menu@attempt=2.xml>");
  expect(ask("POST", "/menu?attempt=2&lang=de")).toBe("<menu@attempt=2&lang=de.xml>");
  expect(ask("POST", "/menu?attempt=22")).toBe("<menu.xml>");
});

test("a numbered answer holds from that request on", () => {
  const ask = application("menu.xml", "menu.2.xml", "menu.4.xml");
  const answers = [1, 2, 3, 4, 5].map(() => ask("POST", "/menu"));
  expect(answers).toEqual(["<menu.xml>", "<menu.2.xml>", "<menu.2.xml>", "<menu.4.xml>", "<menu.4.xml>"]);
});

test.each([
  ["500", { status: 500, headers: {}, body: "" }],
  ["302\nLocation: /menu\n", { status: 302, headers: { location: "/menu" }, body: "" }],
  [
    "200\r\ncontent-type: text/xml\r\nset-cookie: a=b; Path=/\r\n\r\n<Response>\n\n</Response>\n",
    {
      status: 200,
      headers: { "content-type": "text/xml", "set-cookie": "a=b; Path=/" },
      body: "<Response>\n\n</Response>\n",
    },
  ],
])("%j is an answer with a head", (content, answer) => {
  expect(readAnswer("voice.http", content)).toMatchObject(answer);
});
