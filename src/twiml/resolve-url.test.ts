import fc from "fast-check";
import { expect, test } from "vitest";
import { isHttpUrl, joinUrl, resolveUrl, splitUrl } from "./resolve-url.ts";

// RFC 3986, sections 5.4.1 and 5.4.2.
test.each([
  ["g:h", "g:h"],
  ["g", "http://a/b/c/g"],
  ["./g", "http://a/b/c/g"],
  ["g/", "http://a/b/c/g/"],
  ["/g", "http://a/g"],
  ["//g", "http://g"],
  ["?y", "http://a/b/c/d;p?y"],
  ["g?y", "http://a/b/c/g?y"],
  ["#s", "http://a/b/c/d;p?q#s"],
  ["g#s", "http://a/b/c/g#s"],
  ["g?y#s", "http://a/b/c/g?y#s"],
  [";x", "http://a/b/c/;x"],
  ["g;x", "http://a/b/c/g;x"],
  ["g;x?y#s", "http://a/b/c/g;x?y#s"],
  ["", "http://a/b/c/d;p?q"],
  [".", "http://a/b/c/"],
  ["./", "http://a/b/c/"],
  ["..", "http://a/b/"],
  ["../", "http://a/b/"],
  ["../g", "http://a/b/g"],
  ["../..", "http://a/"],
  ["../../", "http://a/"],
  ["../../g", "http://a/g"],
  ["../../../g", "http://a/g"],
  ["../../../../g", "http://a/g"],
  ["/./g", "http://a/g"],
  ["/../g", "http://a/g"],
  ["g.", "http://a/b/c/g."],
  [".g", "http://a/b/c/.g"],
  ["g..", "http://a/b/c/g.."],
  ["..g", "http://a/b/c/..g"],
  ["./../g", "http://a/b/g"],
  ["./g/.", "http://a/b/c/g/"],
  ["g/./h", "http://a/b/c/g/h"],
  ["g/../h", "http://a/b/c/h"],
  ["g;x=1/./y", "http://a/b/c/g;x=1/y"],
  ["g;x=1/../y", "http://a/b/c/y"],
  ["g?y/./x", "http://a/b/c/g?y/./x"],
  ["g?y/../x", "http://a/b/c/g?y/../x"],
  ["g#s/./x", "http://a/b/c/g#s/./x"],
  ["g#s/../x", "http://a/b/c/g#s/../x"],
  ["http:g", "http:g"],
])("RFC 3986 resolves %j to %s", (reference, target) => {
  expect(resolveUrl("http://a/b/c/d;p?q", reference)).toBe(target);
});

test("a chain of documents resolves each reference against the one before", () => {
  const references = ["a/menu.xml?x=1", "step2", "../up", "/abs", "?q=2", "//other.test/z"];
  const seen: string[] = [];
  references.reduce((base, reference) => {
    const url = resolveUrl(base, reference);
    seen.push(url);
    return url;
  }, "https://app.test/ivr/start");
  expect(seen).toEqual([
    "https://app.test/ivr/a/menu.xml?x=1",
    "https://app.test/ivr/a/step2",
    "https://app.test/ivr/up",
    "https://app.test/abs",
    "https://app.test/abs?q=2",
    "https://other.test/z",
  ]);
});

test("userinfo and port of the base are kept, its fragment is not", () => {
  expect(resolveUrl("https://u:p%40@app.test:8443/ivr/start?a=1#rc=2", "next")).toBe(
    "https://u:p%40@app.test:8443/ivr/next",
  );
  expect(resolveUrl("https://u:p@app.test/ivr/start?a=1#rc=2", "")).toBe(
    "https://u:p@app.test/ivr/start?a=1",
  );
});

test("connection overrides in the fragment of the reference are kept", () => {
  expect(resolveUrl("https://app.test/a?x#rc=1", "b#rc=2&rt=500")).toBe("https://app.test/b#rc=2&rt=500");
});

test("a base without a path gives its children the root", () => {
  expect(resolveUrl("https://app.test", "next?x")).toBe("https://app.test/next?x");
  expect(resolveUrl("https://app.test?tenant=7", "")).toBe("https://app.test?tenant=7");
});

test("case, default ports, dots in the query and escapes stay as written", () => {
  const url = "HTTPS://App.Test:443/A%2fb/%7Euser?x=%20+'()*!&y=../z";
  expect(resolveUrl("https://other.test/", url)).toBe(url);
});

test("characters that may not stand in a request line are encoded as UTF-8", () => {
  expect(resolveUrl("https://app.test/", 'a b\t"<é>`{|}\\^😀?q=ü&p=%zz')).toBe(
    "https://app.test/a%20b%09%22%3C%C3%A9%3E%60%7B%7C%7D%5C%5E%F0%9F%98%80?q=%C3%BC&p=%zz",
  );
  expect(resolveUrl("https://app.test/", "\ud800")).toBe("https://app.test/%EF%BF%BD");
});

test("the parts of a URL are told apart, missing ones from empty ones", () => {
  expect(splitUrl("https://u:p@[2001:db8::1]:8443/a?#")).toEqual({
    scheme: "https",
    userinfo: "u:p",
    host: "[2001:db8::1]",
    port: "8443",
    path: "/a",
    query: "",
    fragment: "",
  });
  expect(splitUrl("a/b")).toEqual({
    scheme: undefined,
    userinfo: undefined,
    host: undefined,
    port: undefined,
    path: "a/b",
    query: undefined,
    fragment: undefined,
  });
});

test("an at sign in the password belongs to the userinfo", () => {
  expect(splitUrl("https://u:p@ss@app.test/")).toMatchObject({ userinfo: "u:p@ss", host: "app.test" });
});

test.each([
  ["https://app.test/x", true],
  ["HTTP://app.test", true],
  ["https:///x", false],
  ["https:app.test", false],
  ["ftp://app.test/x", false],
  ["/ivr/start", false],
  ["", false],
])("whether %j is an absolute http URL: %j", (url, expected) => {
  expect(isHttpUrl(url)).toBe(expected);
});

test("any text is the same after being split and joined", () => {
  const urlish = fc
    .array(fc.constantFrom(..."a:/?#@[].%&= \né1".split("")), { maxLength: 30 })
    .map((c) => c.join(""));
  fc.assert(fc.property(fc.oneof(urlish, fc.string(), fc.webUrl()), (url) => joinUrl(splitUrl(url)) === url));
});

test("resolving agrees with the WHATWG parser on plain URLs", () => {
  const segment = fc.constantFrom("a", "b", ".", "..", "", "c;d=1", "%41");
  const reference = fc
    .tuple(
      fc.constantFrom("", "/", "./", "../", "?", "https://x.test/"),
      fc.array(segment, { maxLength: 6 }),
      fc.constantFrom("", "?q=1", "?../"),
    )
    .map(([start, path, query]) => start + path.join("/").replace(/^\/+/, "") + query);
  fc.assert(
    fc.property(reference, (text) => {
      expect(resolveUrl("https://app.test/d/e/f?g=h", text)).toBe(
        new URL(text, "https://app.test/d/e/f?g=h").href,
      );
    }),
  );
});

test("a resolved URL can stand in a request line, and resolving it again changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (reference) => {
      const url = resolveUrl("https://app.test/d/e?f", reference);
      expect(url).toMatch(/^[\x21-\x7e]+$/);
      if (isHttpUrl(url)) expect(resolveUrl(url, url)).toBe(url);
    }),
  );
});
