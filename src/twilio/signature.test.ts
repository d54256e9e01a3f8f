import fc from "fast-check";
import twilio from "twilio";
import { expect, test } from "vitest";
import { sign } from "./signature.ts";

const token = "12345678901234567890123456789012";
const parameters = {
  CallSid: "CA0123456789abcdef0123456789abcdef",
  AccountSid: "AC0123456789abcdef0123456789abcdef",
  From: "+15551230001",
  To: "+15559870002",
  CallStatus: "ringing",
  ApiVersion: "2010-04-01",
  Direction: "inbound",
};
const menu = { ...parameters, CallStatus: "in-progress", msg: "Gather End" };
const query = new URLSearchParams(parameters).toString();

// Each was accepted by twilio's own validator.
test.each([
  ["V-1", "https://app.test/ivr/start", parameters, "F9/3yh6nAcBxUlHPJWGl6rtwTUg="],
  ["V-2", "https://app.test/ivr/start?tenant=7&a=b%20c", parameters, "q18uW4RftxlJS8ErdyAWSV/Em7E="],
  ["V-3", `https://app.test/ivr/start?tenant=7&${query}`, undefined, "u0VBuIUO7FmCvNK/r0b45eaz74E="],
  [
    "V-4",
    "https://app.test/ivr/menu",
    { ...menu, Digits: "1234", FinishedOnKey: "#" },
    "D281OZ0lV9gybbsDsOrBYCvCdMc=",
  ],
  [
    "V-5",
    "https://app.test/ivr/menu",
    { ...menu, Digits: "12", FinishedOnKey: "" },
    "JM3tUZ15JlWp0m0nmPEHbe6vFK0=",
  ],
  ["V-6", "https://app.test:8443/ivr/start", parameters, "F9/3yh6nAcBxUlHPJWGl6rtwTUg="],
  ["V-7", "http://app.test:8080/ivr/start", parameters, "FR7s63zdLEHeEMuC5trv5zCxkJc="],
  [
    "V-8",
    "https://app.test/ivr/start",
    { ...parameters, CallerName: "Zoë Müller", FromCity: "" },
    "YgbI3cpHtp7zlVIV+BbJoMKW5jI=",
  ],
])("the signature of %s is the expected one", (_name, url, signed, signature) => {
  expect(sign(token, url, signed)).toBe(signature);
});

/** https://www.twilio.com/docs/usage/security and the specs of twilio-node. */
const published = {
  CallSid: "CA1234567890ABCDE",
  Caller: "+14158675309",
  Digits: "1234",
  From: "+14158675309",
  To: "+18005551212",
};
const bodySha256 = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

test.each([
  ["https://mycompany.com/myapp.php?foo=1&bar=2", published, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  ["https://mycompany.com:443/myapp.php?foo=1&bar=2", published, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  ["https://mycompany.com:1234/myapp.php?foo=1&bar=2", published, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  ["http://mycompany.com:1234/myapp.php?foo=1&bar=2", published, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="],
  ["http://mycompany.com:80/myapp.php?foo=1&bar=2", published, "0ZXoZLH/DfblKGATFgpif+LLRf4="],
  [
    `https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=${bodySha256}`,
    undefined,
    "a9nBmqA0ju/hNViExpshrM61xv4=",
  ],
  [
    "https://example.com/myapp.php?foo=1&bar=2",
    { ...published, Caller: "+14158675310", From: "+14158675310" },
    "L/OH5YylLD5NRKLltdqwSvS0BnU=",
  ],
])("the signature that Twilio published for %s is the same", (url, signed, signature) => {
  expect(sign("12345", url, signed)).toBe(signature);
});

test("userinfo and fragment do not count", () => {
  const url = "https://app.test/ivr/start?x=1";
  expect(sign(token, "https://u:p%40@app.test/ivr/start?x=1#rc=2", parameters)).toBe(
    sign(token, url, parameters),
  );
});

test("whatever is signed, Twilio's own validator accepts it", () => {
  const url = fc
    .tuple(
      fc.constantFrom("https://app.test", "https://app.test:8443", "http://app.test", "http://app.test:8080"),
      fc.constantFrom("/", "/ivr/start", "/A%2fb/", "/a;b=c"),
      fc.constantFrom("", "?tenant=7", "?a=b%20c&d", "?x=%C3%A9+e"),
    )
    .map((parts) => parts.join(""));
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/);
  const anything = fc.dictionary(name, fc.string({ unit: "grapheme" }), { noNullPrototype: true });
  fc.assert(
    fc.property(url, anything, (address, values) => {
      expect(twilio.validateRequest(token, sign(token, address, values), address, values)).toBe(true);
    }),
  );
});
