import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedactor, redactValue } from "./redact.ts";

function redact(text: string, secrets: readonly string[] = []) {
  return createRedactor({ secrets, keepNumbers: false })(text);
}

test.each([
  ["From=+14155550123", "From=+15005550100"],
  ["<Number>(415) 555-0123</Number>", "<Number>(500) 555-0100</Number>"],
  ["1-415-555-0123 or +1 415 555 0123", "1-500-555-0100 or +15005550100"],
  ["sip:4155550123@acme.test", "sip:5005550100@acme.test"],
  ["4440123", "5550100"],
  ["4111111111111111", "1111115005550100"],
  ["%2B14155550123", "%2B15005550100"],
])("%s is shown as %s", (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test.each([
  "extension 1234",
  "192.168.100.200",
  "0123456789abcdef0123456789abcdef",
  "+15005550006",
  "a12345678",
])("%s stays", (text) => {
  expect(redact(text)).toBe(text);
});

test("a number is the same one each time, another one is another", () => {
  const one = createRedactor({ secrets: [], keepNumbers: false });
  expect(["+14155550123", "+14155550199", "4155550123"].map(one)).toEqual([
    "+15005550100",
    "+15005550101",
    "5005550100",
  ]);
});

test("secrets go, wherever they stand, also where numbers are kept", () => {
  const keep = createRedactor({ secrets: ["hush-hush"], keepNumbers: true });
  expect(keep("https://me:pw@a.test/?key=hush-hush&x=+14155550123")).toBe(
    "https://a.test/?key=***&x=+14155550123",
  );
  expect(keep('<Sip username="me" password="pw">sip:a@b.test</Sip> hush-hush')).toBe(
    '<Sip username="me" password="***">sip:a@b.test</Sip> ***',
  );
});

test("what was redacted stays as it is", () => {
  const numbers = fc.string({ unit: fc.constantFrom(..."0123456789+-() a"), maxLength: 40 });
  fc.assert(
    fc.property(numbers, (text) => {
      const one = createRedactor({ secrets: [], keepNumbers: false });
      const shown = one(text);
      expect(one(shown)).toBe(shown);
    }),
  );
});

test("what is named like a secret or a person goes from JSON", () => {
  const value = { authorization: "x", callerIdName: "Alice", list: ["+14155550123", 1, null], To: "100" };
  expect(redactValue(value, (text) => redact(text))).toEqual({
    authorization: "***",
    callerIdName: "Caller",
    list: ["+15005550100", 1, null],
    To: "100",
  });
});
