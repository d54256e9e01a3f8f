import fc from "fast-check";
import { expect, test } from "vitest";
import { PivotRequestError } from "../errors.ts";
import { readCall } from "./read-call.ts";

const ids = "Account-ID=0123456789abcdef0123456789abcdef&Call-ID=c%401.2.3.4";
const form = "application/x-www-form-urlencoded";
const read = (body: string, rest: Partial<Parameters<typeof readCall>[0]> = {}) =>
  readCall({ query: "", contentType: form, body: `${ids}&${body}`, ...rest });
const readJson = (content: object) => {
  const whole = { "Account-ID": "a", "Call-ID": "c", ...content };
  return readCall({ query: "", contentType: "application/json", body: JSON.stringify(whole) });
};

test("every parameter of Kazoo 4.3 has its place", () => {
  const call = read(
    "User-ID=u1&To-Realm=t.example&To=15005550010&Request-Realm=r.example&Request=%2B15005550010&Language=en-us" +
      "&From-Realm=10.0.0.9&From=%2B15005550006&Direction=inbound&Digits[default]=1&Custom-SIP-Headers[X-A]=b" +
      "&Custom-Application-Vars[k]=v&Caller-ID-Number=%2B15005550006&Caller-ID-Name=Alice&Api-Version=4.x",
  );
  expect(JSON.parse(JSON.stringify(call))).toEqual({
    accountId: "0123456789abcdef0123456789abcdef",
    callId: "c@1.2.3.4",
    apiVersion: "4.x",
    callerIdName: "Alice",
    callerIdNumber: "+15005550006",
    from: "+15005550006",
    fromRealm: "10.0.0.9",
    to: "15005550010",
    toRealm: "t.example",
    request: "+15005550010",
    requestRealm: "r.example",
    direction: "inbound",
    language: "en-us",
    userIds: ["u1"],
    digits: { default: "1" },
    customApplicationVars: { k: "v" },
    customSipHeaders: { "X-A": "b" },
    other: {},
  });
});

test("the spellings of old versions are understood", () => {
  const call = read("ApiVersion=2013-05-01&FromRealm=f.example&ToRealm=t.example");
  expect(call).toMatchObject({ apiVersion: "2013-05-01", fromRealm: "f.example", toRealm: "t.example" });
});

test("owners are a list, whether one or several came", () => {
  expect(read("User-ID[]=a&User-ID[]=b").userIds).toEqual(["a", "b"]);
  expect(readJson({ "User-ID": "a" }).userIds).toEqual(["a"]);
  expect(readJson({ "User-ID": ["a", "b"] }).userIds).toEqual(["a", "b"]);
  expect(read("").userIds).toEqual([]);
  expect(read("User-ID=").userIds).toEqual([]);
});

test("digits are text, collections, or of a collection without a name", () => {
  const digits = (text: string) => ({ ...read(text).digits });
  expect(digits("Digits=12")).toEqual({ default: "12" });
  expect(digits("Digits[g1]=4%2A&Digits[default]=")).toEqual({ g1: "4*" });
  expect(digits("Digits[]=1")).toEqual({ "": "1" });
  expect({ ...readJson({ Digits: {} }).digits }).toEqual({});
});

test("numbers and booleans of JSON become text, and what is nested its JSON", () => {
  const { customApplicationVars } = readJson({
    "Custom-Application-Vars": { n: 5, t: true, o: { a: "1" }, e: {}, z: null },
  });
  expect({ ...customApplicationVars }).toEqual({ n: "5", t: "true", o: '{"a":"1"}' });
});

test("what twivot does not know is kept, but its own key", () => {
  const call = read("New-One[a]=1", { query: "key=secret&q=2" });
  expect(JSON.parse(JSON.stringify(call.other))).toEqual({ "New-One": { a: "1" }, q: "2" });
});

test("what is of the wrong kind is kept too", () => {
  const unfit = { From: ["a"], "User-ID": [{}], Digits: { g1: { a: "1" } }, "Custom-SIP-Headers": "x" };
  const call = readJson(unfit);
  expect(call.from).toBeUndefined();
  expect(call.userIds).toEqual([]);
  expect(call.digits).toEqual({});
  expect(JSON.parse(JSON.stringify(call.other))).toEqual(unfit);
  expect({ ...readJson({ Digits: null, To: null }).other }).toEqual({ Digits: null, To: null });
});

test("a GET has everything in its query, and a body wins over one", () => {
  expect(readCall({ query: `${ids}&To=1`, contentType: undefined, body: "" }).to).toBe("1");
  expect(read("To=2", { query: "To=1" }).to).toBe("2");
});

test("a body without a type is read by its looks", () => {
  expect(read("To=1", { contentType: undefined }).to).toBe("1");
  const body = '{"Account-ID":"a","Call-ID":"c","To":"1"}';
  expect(readCall({ query: "", contentType: undefined, body }).to).toBe("1");
});

test.each([
  ["Account-ID", ids.replace("Account-ID", "Other")],
  ["Call-ID", ids.replace("Call-ID", "Other")],
  ["Call-ID", "Account-ID=a&Call-ID="],
])("without a text in %s the error names the field", (field, body) => {
  expect(() => readCall({ query: "", contentType: form, body })).toThrow(
    expect.objectContaining({
      code: "pivot-field-missing",
      status: 400,
      field,
      message: expect.stringContaining(field),
    }),
  );
});

test("a node that asks in Twilio's names is told what to change", () => {
  expect(() => readCall({ query: "", contentType: form, body: "CallSid=c&AccountSid=a" })).toThrow(
    /"twiml".*give it "req_format": "kazoo"/,
  );
});

test.each([
  ["broken JSON", "application/json", "{", "pivot-json", 400],
  ["a JSON list", "application/json", "[]", "pivot-json", 400],
  ["XML", "text/xml", "<a/>", "pivot-content-type", 415],
  [
    "JSON of too many levels",
    "application/json",
    `${'{"a":'.repeat(9)}1${"}".repeat(9)}`,
    "pivot-too-deep",
    413,
  ],
  [
    "JSON of too many keys",
    "application/json",
    JSON.stringify({ a: Array(1000).fill(0) }),
    "pivot-too-many-keys",
    413,
  ],
])("%s is refused", (_name, contentType, body, code, status) => {
  expect(() => readCall({ query: "", contentType, body })).toThrow(expect.objectContaining({ code, status }));
});

test("names of JavaScript's own change nothing", () => {
  const body = `{"Account-ID":"a","Call-ID":"c","__proto__":{"polluted":1},"Custom-Application-Vars":{"__proto__":"x"}}`;
  const call = readCall({ query: "", contentType: "application/json", body });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect((call as unknown as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(Object.keys(call.customApplicationVars)).toEqual(["__proto__"]);
});

test("any body is a call or is refused", () => {
  const type = fc.constantFrom(form, "application/json", undefined, "text/plain");
  fc.assert(
    fc.property(fc.string(), fc.oneof(fc.string(), fc.json()), type, (query, body, contentType) => {
      try {
        readCall({ query, contentType, body });
      } catch (error) {
        expect(error).toBeInstanceOf(PivotRequestError);
      }
    }),
  );
});
