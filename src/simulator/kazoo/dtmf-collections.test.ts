import { expect, it } from "vitest";
import { DtmfCollections } from "./dtmf-collections.ts";

it("has no parameter before the first key", () => {
  expect(new DtmfCollections().parameter).toBeUndefined();
});

it("gathers keys that nobody waits for in the collection default", () => {
  const digits = new DtmfCollections();
  digits.append("1");
  digits.append("#");
  expect(digits.parameter).toEqual({ default: "1#" });
});

it("sends no collection in which nothing is, and stays an object", () => {
  const digits = new DtmfCollections();
  digits.append("1");
  expect(digits.takeDefault()).toBe("1");
  digits.set("g1", "");
  expect(digits.parameter).toEqual({});
});

it("keeps collections in the order in which they were first named", () => {
  const digits = new DtmfCollections();
  digits.set("g1", "1");
  digits.append("2");
  digits.set("g1", "3");
  expect(JSON.stringify(digits.parameter)).toBe('{"g1":"3","default":"2"}');
});
