import { expect, test } from "vitest";
import type { App } from "../config.ts";
import type { Call } from "../pivot/call.ts";
import { plainPlatform } from "../verbs/platform.ts";
import { standardParameters } from "./parameters.ts";
import { callSid } from "./sids.ts";

const config = { defaultCountry: "US", onNetCallers: "sip", anonymousCallers: "number" } as const;
const app: App = {
  name: "default",
  voiceUrl: "https://app.test/ivr/start",
  voiceMethod: "POST",
  fallbackUrl: undefined,
  fallbackMethod: "POST",
  statusCallback: undefined,
  statusCallbackMethod: "POST",
  accountSid: undefined,
  authToken: undefined,
  appTimeoutMs: 15_000,
  platform: plainPlatform("4.3"),
};
const call: Call = {
  accountId: "0123456789abcdef0123456789abcdef",
  callId: "call-1@192.0.2.1",
  apiVersion: "4.x",
  callerIdName: "unknown",
  callerIdNumber: "+12125550100",
  from: "2125550100",
  fromRealm: "carrier.test",
  to: "2125550199",
  toRealm: "office.test",
  request: "+12125550199",
  requestRealm: "office.test",
  direction: "inbound",
  language: "en-us",
  userIds: [],
  digits: {},
  customApplicationVars: {},
  customSipHeaders: {},
  other: {},
};
const device: Call = { ...call, from: "user_x", fromRealm: "office.test", to: "1000", userIds: ["u1"] };

function parameters(change: Partial<Call>, answered = false): Record<string, string> {
  return standardParameters({ ...call, ...change }, app, config, { answered });
}

test("a call of the public network has exactly Twilio's parameters", () => {
  expect(parameters({})).toEqual({
    CallSid: callSid(call.accountId, call.callId),
    AccountSid: "AC0123456789abcdef0123456789abcdef",
    From: "+12125550100",
    To: "+12125550199",
    Caller: "+12125550100",
    Called: "+12125550199",
    CallStatus: "ringing",
    ApiVersion: "2010-04-01",
    Direction: "inbound",
    FromCity: "",
    FromState: "",
    FromZip: "",
    FromCountry: "US",
    ToCity: "",
    ToState: "",
    ToZip: "",
    ToCountry: "US",
    CallerCity: "",
    CallerState: "",
    CallerZip: "",
    CallerCountry: "US",
    CalledCity: "",
    CalledState: "",
    CalledZip: "",
    CalledCountry: "US",
  });
});

test("a SIP call has its domain and Call-ID, and no geography", () => {
  expect(parameters(device)).toEqual({
    CallSid: callSid(call.accountId, call.callId),
    AccountSid: "AC0123456789abcdef0123456789abcdef",
    From: "sip:user_x@office.test",
    To: "sip:1000@office.test",
    Caller: "sip:user_x@office.test",
    Called: "sip:1000@office.test",
    CallStatus: "ringing",
    ApiVersion: "2010-04-01",
    Direction: "inbound",
    SipDomain: "office.test",
    SipCallId: "call-1@192.0.2.1",
  });
});

test("a client's call has no geography and nothing of SIP", () => {
  const names = Object.keys(
    standardParameters(device, app, { ...config, onNetCallers: "client" }, { answered: true }),
  );
  expect(names.filter((name) => /City|Country|Sip/.test(name))).toEqual([]);
});

test("the status is in-progress once the call is answered", () => {
  expect(parameters({}, true)["CallStatus"]).toBe("in-progress");
});

test("the configured account sid is shown", () => {
  const accountSid = "ACffffffffffffffffffffffffffffffff";
  expect(standardParameters(call, { ...app, accountSid }, config, { answered: false })["AccountSid"]).toBe(
    accountSid,
  );
});

test("a withheld number comes from Lesotho", () => {
  expect(parameters({ callerIdNumber: "anonymous", from: "anonymous" })).toMatchObject({
    From: "+266696687",
    CallerCountry: "LS",
  });
});

test("the name of a caller is told", () => {
  expect(parameters({ callerIdName: "Zoë Müller" })["CallerName"]).toBe("Zoë Müller");
});

test.each(["unknown", "", " ", "+12125550100", "2125550100", "anonymous", undefined])(
  "a caller id name of %j is no name",
  (callerIdName) => {
    expect(parameters({ callerIdName })).not.toHaveProperty("CallerName");
  },
);

test.each([
  ["Diversion", "<sip:+12125550177@carrier.test>;reason=no-answer", "+12125550177"],
  ["diversion", '"Office" <sip:2125550177@x.test>, <sip:2125550188@x.test>', "+12125550177"],
  ["X-Diversion", "<tel:+12125550177>", "+12125550177"],
  ["Diversion", "<sip:1001@office.test>", "1001"],
  ["History-Info", "<sip:2125550177@x.test>;index=1, <sip:2125550199@x.test>;index=1.1", "+12125550177"],
  ["History-Info", "<sip:2125550199@x.test>;index=1", undefined],
  ["Diversion", "", undefined],
])("%s: %s was forwarded from %s", (name, value, from) => {
  expect(parameters({ customSipHeaders: { [name]: value } })["ForwardedFrom"]).toBe(from);
});

test("headers of the INVITE that begin with X- come along, and User-to-User", () => {
  const customSipHeaders = {
    "X-Foo": "a b",
    "x-bar": "1",
    "X-Empty": "",
    "User-to-User": "00;encoding=hex",
    Other: "2",
  };
  const names = Object.entries(parameters({ customSipHeaders })).filter(([name]) =>
    name.startsWith("SipHeader_"),
  );
  expect(Object.fromEntries(names)).toEqual({
    "SipHeader_X-Foo": "a b",
    "SipHeader_x-bar": "1",
    "SipHeader_User-to-User": "00;encoding=hex",
  });
});
