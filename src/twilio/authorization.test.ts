import { expect, test } from "vitest";
import { AppError } from "./app-error.ts";
import { answerChallenge, standingAuthorization } from "./authorization.ts";

const basic = ['Basic realm="x"'];
const url = "https://u:p@app.test/ivr/start?a=1";

function answer(target: string, headers: readonly string[] = basic) {
  return answerChallenge({ url: target, method: "GET" }, headers, [], "c");
}

test("a Basic challenge is answered and its origin is authorised", () => {
  expect(answer(url)).toEqual({ header: "Basic dTpw", authorized: ["https://u:p@app.test"] });
});

test("escapes in the credentials are decoded, colons in the password stay", () => {
  const header = answer("https://u%40x:p:%C3%A9@app.test/")?.header.slice("Basic ".length) ?? "";
  expect(Buffer.from(header, "base64").toString()).toBe("u@x:p:é");
});

test("a stray percent sign in the credentials is Twilio's 11100", () => {
  expect(() => answer("https://u:50%@app.test/")).toThrow(AppError);
  expect(() => answer("https://u:50%@app.test/")).toThrow(/%25/);
});

test("Digest is preferred to Basic, over path and query, and authorises nothing for later", () => {
  const answered = answer(url, [...basic, 'Digest realm="x", nonce="n", qop="auth"']);
  expect(answered?.header).toMatch(/^Digest .*uri="\/ivr\/start\?a=1"/);
  expect(answered?.authorized).toEqual([]);
});

test.each([
  ["without credentials in the URL", "https://app.test/", basic],
  ["with empty credentials", "https://@app.test/", basic],
  ["of an unknown scheme", url, ["Negotiate"]],
  ["without a challenge", url, []],
])("a 401 %s is not answered", (_what, target, headers) => {
  expect(answer(target, headers)).toBeUndefined();
});

const authorized = ["https://u:p@app.test"];

test.each([
  ["the same credentials", "https://u:p@app.test/next", "Basic dTpw"],
  ["no credentials", "https://app.test/next", "Basic dTpw"],
  ["the standard port", "HTTPS://App.test:443/next", "Basic dTpw"],
  ["other credentials", "https://v:q@app.test/next", undefined],
  ["another port", "https://app.test:8443/next", undefined],
  ["another scheme", "http://app.test/next", undefined],
  ["another host", "https://other.test/next", undefined],
])("a URL of an authorised origin with %s: %s", (_what, target, header) => {
  expect(standingAuthorization(target, authorized)).toBe(header);
});

test("an origin that is authorised again is listed once", () => {
  const again = answerChallenge({ url, method: "GET" }, basic, authorized, "c");
  expect(again?.authorized).toEqual(authorized);
});
