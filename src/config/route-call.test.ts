import { expect, test } from "vitest";
import { testConfig } from "../../test/support/twivot.ts";
import type { Route } from "../config.ts";
import { routeCall } from "./route-call.ts";

const call = {
  accountId: "0123456789abcdef0123456789abcdef",
  request: "+15005550006",
  to: "15005550006",
  requestRealm: "a.example",
  toRealm: "A.example",
};

const { apps } = testConfig({ app: { voiceUrl: "http://app.example" } });
const { default: app } = apps;
if (app === undefined) throw new Error("the configuration for tests has no application");
const both = { default: app, support: app };

function routed(routes: readonly Route[], facts: Partial<typeof call> = {}): string {
  return routeCall({ ...call, ...facts }, { routes, apps: both, defaultCountry: "US" });
}

test.each([
  [{ to: "+15005550006" }],
  [{ account: "0123456789ABCDEF0123456789abcdef" }],
  [{ realm: "a.Example" }],
  [{ to: "+15005550006", realm: "a.example" }],
])("a call goes by %j", (route) => {
  expect(routed([{ ...route, app: "support" }])).toBe("support");
});

test.each([
  [{ to: "+15005550007" }],
  [{ account: "fedcba9876543210fedcba9876543210" }],
  [{ realm: "b.example" }],
  [{ to: "+15005550006", realm: "b.example" }],
])("a call does not go by %j, but to default", (route) => {
  expect(routed([{ ...route, app: "support" }])).toBe("default");
});

test("a number is recognised however Kazoo writes it, and an extension too", () => {
  expect(routed([{ to: "+15005550006", app: "support" }], { request: "5005550006", to: "" })).toBe("support");
  expect(routed([{ to: "1001", app: "support" }], { request: "1001", to: "1001" })).toBe("support");
});

test("of several routes the first that matches counts", () => {
  const routes = [
    { realm: "b.example", app: "default" },
    { realm: "a.example", app: "support" },
    { to: "+15005550006", app: "default" },
  ];
  expect(routed(routes)).toBe("support");
});

test("a call that no route takes is an error where there is no default", () => {
  const config = { routes: [], apps: { support: app }, defaultCountry: "US" };
  expect(() => routeCall(call, config)).toThrow(
    expect.objectContaining({
      code: "app-unrouted",
      status: 404,
      message: expect.stringContaining("+15005550006"),
    }),
  );
});
