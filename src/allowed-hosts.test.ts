import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedHosts } from "./allowed-hosts.ts";

test("without a list every host is allowed", () => {
  expect(allowedHosts(undefined)("anything.example")).toBe(true);
});

test("with a list a host must be in it, in any letter case and with a dot at its end", () => {
  const allows = allowedHosts(["app.example", "192.0.2.7", "2001:db8::1"]);
  expect(["app.example", "APP.example.", "192.0.2.7", "[2001:db8::1]"].map(allows)).not.toContain(false);
  expect(["other.example", "app.example.evil", "sub.app.example", "192.0.2.8", ""].map(allows)).not.toContain(
    true,
  );
});

test("a star stands for names below a domain, not for the domain itself", () => {
  const allows = allowedHosts(["*.example.com"]);
  expect(["a.example.com", "b.a.example.com", "A.EXAMPLE.COM"].map(allows)).not.toContain(false);
  expect(["example.com", "badexample.com", ".example.com", "a.example.com.evil"].map(allows)).not.toContain(
    true,
  );
});

test("a name that is not in the list is never allowed, whatever it looks like", () => {
  const allows = allowedHosts(["app.example"]);
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(allows(name)).toBe(/^\[?app\.example\]?\.?$/i.test(name));
    }),
  );
});
