import fc from "fast-check";
import { expect, test } from "vitest";
import { PivotRequestError } from "../errors.ts";
import { decodeForm } from "./decode-form.ts";

const plain = (text: string) => JSON.parse(JSON.stringify(decodeForm(text)));

test("empty segments are skipped wherever they stand", () => {
  expect(plain("&a=1&&&b=2&")).toEqual({ a: "1", b: "2" });
});

test("brackets nest, and empty ones make a list", () => {
  expect(plain("a[b][c]=1&a[b][d]=2&u[]=x&u[]=y")).toEqual({ a: { b: { c: "1", d: "2" } }, u: ["x", "y"] });
});

test("brackets that somebody has escaped still nest", () => {
  expect(plain("Digits%5Bdefault%5D=1&Digits%5bg1%5d=2")).toEqual({ Digits: { default: "1", g1: "2" } });
});

test("keys are otherwise not decoded, since Kazoo does not encode them", () => {
  expect(plain("a%41+b=1")).toEqual({ "a%41+b": "1" });
});

test("values are form-encoded UTF-8, and what is none stays as it is", () => {
  expect(plain("a=J%C3%A9r+%2B1&b=%C3%A9%E9%C3&c=100%&d=x=y")).toEqual({
    a: "Jér +1",
    b: "é%E9%C3",
    c: "100%",
    d: "x=y",
  });
});

test("every character comes back from its escapes", () => {
  const codes = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code >> 11 !== 0x1b);
  const all = codes.map((code) => String.fromCodePoint(code)).join("");
  expect(decodeForm(`a=${encodeURIComponent(all)}`)["a"] === all).toBe(true);
});

test.each(["%C0%80", "%E0%80%80", "%ED%A0%80", "%F0%80%80%80", "%F4%90%80%80", "%FF", "%80"])(
  "%o is no UTF-8 and stays",
  (escapes) => {
    expect(plain(`a=${escapes}`)).toEqual({ a: escapes });
  },
);

test("a segment without = is a key without a value", () => {
  expect(plain("a&b=")).toEqual({ a: "", b: "" });
});

test("of a key that comes twice the last one counts", () => {
  expect(plain("a=1&a=2&b=1&b[c]=2")).toEqual({ a: "2", b: { c: "2" } });
});

test("a collection without a name stands beside named ones, in either order", () => {
  expect(plain("Digits[]=1&Digits[g1]=2")).toEqual({ Digits: { "": "1", g1: "2" } });
  expect(plain("Digits[g1]=2&Digits[]=1")).toEqual({ Digits: { g1: "2", "": "1" } });
});

test("brackets that do not pair belong to the name", () => {
  expect(plain("a[b=1&]c=2&[d]=3")).toEqual({ "a[b": "1", "]c": "2", "[d]": "3" });
});

test("names of JavaScript's own are names like any other", () => {
  const decoded = decodeForm(
    "__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1",
  );
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(Object.keys(decoded)).toEqual(["__proto__", "constructor", "a"]);
  expect(Object.getPrototypeOf(decoded["a"])).toBeNull();
});

test("more keys or levels than Pivot ever sends are refused", () => {
  expect(() => decodeForm("a=1&".repeat(1001))).toThrow(
    expect.objectContaining({ code: "pivot-too-many-keys", status: 413 }),
  );
  expect(() => decodeForm(`a${"[b]".repeat(8)}=1`)).toThrow(
    expect.objectContaining({ code: "pivot-too-deep", status: 413 }),
  );
  expect(plain(`a${"[b]".repeat(7)}=1`)).toHaveProperty("a.b.b.b.b.b.b.b", "1");
});

test("any text is decoded or refused", () => {
  const keys = fc.stringMatching(/^[a&=[\]%+]*$/);
  const escapes = fc.stringMatching(/^a=(%[89a-f][\dabdf])*$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), keys, escapes), (text) => {
      try {
        decodeForm(text);
      } catch (error) {
        expect(error).toBeInstanceOf(PivotRequestError);
      }
    }),
  );
});

test("what is encoded as Kazoo does comes back", () => {
  const name = fc.stringMatching(/^[A-Za-z_-]{1,12}$/);
  const encode = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");
  fc.assert(
    fc.property(
      fc.dictionary(name, fc.dictionary(name, fc.string({ unit: "grapheme" }), { minKeys: 1 })),
      (value) => {
        const form = Object.entries(value).flatMap(([key, inner]) =>
          Object.entries(inner).map(([sub, text]) => `${key}[${sub}]=${encode(text)}`),
        );
        expect(JSON.stringify(decodeForm(form.join("&")))).toBe(JSON.stringify(value));
      },
    ),
  );
});
