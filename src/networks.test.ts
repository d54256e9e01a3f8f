import fc from "fast-check";
import { expect, test } from "vitest";
import { networks, readNetwork } from "./networks.ts";

test("an address is inside a network that holds it, and inside no other", () => {
  const inside = networks(["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]);
  expect(["10.1.2.3", "192.0.2.7", "2001:db8:1::5"].map(inside)).not.toContain(false);
  expect(["10.2.0.1", "192.0.2.8", "2001:db9::1", "", "localhost", "10.1.2"].map(inside)).not.toContain(true);
});

test("IPv4 over IPv6 is IPv4", () => {
  expect(networks(["10.0.0.0/8"])("::ffff:10.0.0.1")).toBe(true);
  expect(networks(["10.0.0.0/8"])("::FFFF:11.0.0.1")).toBe(false);
});

test("what is no network is none", () => {
  for (const text of [
    "",
    "10.0.0.0/33",
    "10.0.0/8",
    "app.example",
    "10.0.0.0/-1",
    "::1/129",
    "10.0.0.0/8/8",
  ]) {
    expect(readNetwork(text), text).toBeUndefined();
  }
});

test("every IPv4 address is in the network of its own and in the one of all", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(networks([address])(address)).toBe(true);
      expect(networks(["0.0.0.0/0"])(address)).toBe(true);
    }),
  );
});
