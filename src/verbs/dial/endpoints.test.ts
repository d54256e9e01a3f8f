import { expect, test } from "vitest";
import { type Endpoint, type Platform, plainPlatform } from "../platform.ts";
import { clientEndpoint, numberEndpoint, sipEndpoint } from "./endpoints.ts";

const alice: Endpoint = { kind: "user", id: "a1" };
const desk: Endpoint = { kind: "device", id: "d1" };

function platform(endpoints: Partial<Platform["endpoints"]>): Platform {
  const plain = plainPlatform("4.3");
  return { ...plain, endpoints: { ...plain.endpoints, ...endpoints } };
}

test("a client is found by its identity, as it is written", () => {
  const known = platform({ clients: { alice } });
  expect(clientEndpoint("alice", known)).toBe(alice);
  expect(clientEndpoint("Alice", known)).toBeUndefined();
});

test("names of every object are no clients", () => {
  expect(clientEndpoint("constructor", platform({ clients: { alice } }))).toBeUndefined();
});

test.each([
  "sip:desk@example.com",
  "SIP:desk@example.com",
  "sips:desk@example.com;transport=tls",
  "sip:Desk@EXAMPLE.com:5060?x-a=1",
  "desk@example.com",
])("%s is found by the address without its parameters", (address) => {
  expect(sipEndpoint(address, platform({ sip: { "desk@example.com": desk } }))).toBe(desk);
});

test("an address may be configured with sip: and a port", () => {
  const known = platform({ sip: { "sip:desk@example.com:5080": desk } });
  expect(sipEndpoint("sip:desk@example.com:5080", known)).toBe(desk);
  expect(sipEndpoint("sip:desk@example.com", known)).toBeUndefined();
});

test("who has no entry goes by the default, with the name filled in", () => {
  const known = platform({ clients: { alice }, default: { kind: "user", id: "x-{name}" } });
  expect(clientEndpoint("alice", known)).toBe(alice);
  expect(clientEndpoint("$&", known)).toEqual({ kind: "user", id: "x-$&" });
  expect(sipEndpoint("sip:bob@example.com:5060;user=phone", known)).toEqual({ kind: "user", id: "x-bob" });
  expect(sipEndpoint("no address", known)).toBeUndefined();
});

test.each(["+14155552671", "415-555-2671", "(415) 555 2671", "14155552671"])("%s is a number", (written) => {
  expect(numberEndpoint(written, platform({}))).toEqual({ kind: "number", number: "+14155552671" });
});

test("a number that is configured goes to its endpoint, in whatever form it is written", () => {
  const known = platform({ numbers: { "+14155552671": desk, "1001": alice } });
  expect(numberEndpoint("(415) 555-2671", known)).toBe(desk);
  expect(numberEndpoint("1001", known)).toBe(alice);
});

test.each(["", "1001", "call me", "+1"])("%j is no number", (written) => {
  expect(numberEndpoint(written, platform({}))).toBeUndefined();
});

test("numbers without + are those of the country", () => {
  const british = { ...platform({}), defaultCountry: "GB" };
  expect(numberEndpoint("020 7946 0000", british)).toEqual({ kind: "number", number: "+442079460000" });
});
