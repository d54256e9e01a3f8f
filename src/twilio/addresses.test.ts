import { expect, test } from "vitest";
import type { Call } from "../pivot/call.ts";
import { addresses, countryOf, phoneNumber } from "./addresses.ts";

const config = { defaultCountry: "US", onNetCallers: "sip", anonymousCallers: "number" } as const;

/** A call from a phone of the public network. */
const call: Call = {
  accountId: "0123456789abcdef0123456789abcdef",
  callId: "call-1@192.0.2.1",
  apiVersion: "4.x",
  callerIdName: "unknown",
  callerIdNumber: "5551230001",
  from: "+15551230001",
  fromRealm: "carrier.test",
  to: "15559870002",
  toRealm: "office.test",
  request: "+15559870002",
  requestRealm: "office.test",
  direction: "inbound",
  language: "en-us",
  userIds: [],
  digits: {},
  customApplicationVars: {},
  customSipHeaders: {},
  other: {},
};

test("numbers of the public network are E.164", () => {
  expect(addresses(call, config)).toEqual({ from: "+15551230001", to: "+15559870002", leg: "pstn" });
});

test("a caller with a user is a SIP address, and so is what it called", () => {
  const device = { ...call, from: "user_x", fromRealm: "office.test", to: "1000", userIds: ["u1"] };
  expect(addresses(device, config)).toEqual({
    from: "sip:user_x@office.test",
    to: "sip:1000@office.test",
    leg: "sip",
  });
});

test("a caller whose From is no phone number is on-net too", () => {
  expect(addresses({ ...call, from: "1001" }, config).from).toBe("sip:1001@carrier.test");
});

test("on-net callers can be clients", () => {
  const device = { ...call, from: "alice", userIds: ["u1"] };
  expect(addresses(device, { ...config, onNetCallers: "client" })).toEqual({
    from: "client:alice",
    to: "+15559870002",
    leg: "client",
  });
});

test("on-net callers can be numbers, or what stands for one", () => {
  const numbers = { ...config, onNetCallers: "number" } as const;
  const device = { ...call, from: "user_x", userIds: ["u1"] };
  expect(addresses(device, numbers)).toEqual({ from: "+15551230001", to: "+15559870002", leg: "pstn" });
  expect(addresses({ ...device, callerIdNumber: "1001" }, numbers).from).toBe("1001");
});

test.each([
  "anonymous",
  "Anonymous",
  "restricted",
  "unknown",
  "unavailable",
  "blocked",
  "private",
  "",
  "+7378742833",
])("a caller id of %j is withheld", (word) => {
  expect(addresses({ ...call, callerIdNumber: word }, config)).toMatchObject({
    from: "+266696687",
    leg: "pstn",
  });
  expect(addresses({ ...call, from: word }, config)).toMatchObject({ from: "+266696687", leg: "pstn" });
});

test("a withheld number can be shown as a word", () => {
  const words = { ...config, anonymousCallers: "word" } as const;
  expect(addresses({ ...call, callerIdNumber: "anonymous", from: "anonymous" }, words).from).toBe(
    "anonymous",
  );
});

test("a feature code that was called stays as it is", () => {
  expect(addresses({ ...call, request: "*97" }, config).to).toBe("*97");
});

test("old versions of Kazoo that tell only From and To are enough", () => {
  const old = {
    ...call,
    callerIdNumber: undefined,
    fromRealm: undefined,
    toRealm: undefined,
    request: undefined,
  };
  expect(addresses(old, config)).toEqual({ from: "+15551230001", to: "+15559870002", leg: "pstn" });
  const device = { ...old, requestRealm: undefined, from: "1001", to: "1002" };
  expect(addresses(device, config)).toEqual({ from: "sip:1001", to: "sip:1002", leg: "sip" });
});

test.each([
  ["+15551230001", "US", "+15551230001"],
  ["15551230001", "US", "+15551230001"],
  ["5551230001", "US", "+15551230001"],
  ["(555) 123-0001", "US", "+15551230001"],
  ["15551230001", "GB", "+15551230001"],
  ["020 7946 0018", "GB", "+442079460018"],
  ["442079460018", "US", "+442079460018"],
  ["+4930555123", "US", "+4930555123"],
  ["1001", "DE", undefined],
  ["1001", "US", undefined],
  ["911", "US", undefined],
  ["*97", "US", undefined],
  ["alice", "US", undefined],
  ["", "US", undefined],
  [undefined, "US", undefined],
])("%j with numbers of %s is %s", (text, country, number) => {
  expect(phoneNumber(text, country)).toBe(number);
});

test.each([
  ["+442079460018", "GB"],
  ["+12125550100", "US"],
  ["+266696687", "LS"],
  ["anonymous", ""],
  ["1001", ""],
])("the country of %s is %j", (number, country) => {
  expect(countryOf(number)).toBe(country);
});
