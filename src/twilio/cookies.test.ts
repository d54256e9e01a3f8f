import { expect, test } from "vitest";
import { type Cookies, cookieHeader, storeCookies } from "./cookies.ts";

const now = Date.UTC(2026, 0, 1);
const app = "https://app.test/ivr/start";

function stored(url: string, ...lines: string[]): Cookies {
  return storeCookies({}, url, lines, now);
}

test("a plain cookie is kept as short as can be and sent back", () => {
  const cookies = stored(app, "sid=1; Path=/; HttpOnly; SameSite=Lax");
  expect(cookies).toEqual({ "app.test": ["sid=1"] });
  expect(cookieHeader(cookies, "https://app.test/other", now)).toBe("sid=1");
});

test("a call without cookies sends none", () => {
  expect(cookieHeader({}, app, now)).toBeUndefined();
});

test("an answer that sets nothing changes nothing", () => {
  const cookies = stored(app, "a=1");
  expect(storeCookies(cookies, app, [], now)).toBe(cookies);
});

test("what differs from a session cookie of the root is kept", () => {
  const cookies = stored(
    app,
    "a=1; Max-Age=60; Secure",
    "b=2; Path=/x; Expires=Fri, 02 Jan 2026 00:00:00 GMT",
  );
  expect(cookies).toEqual({
    "app.test": [
      "a=1; Path=/ivr; Secure; Expires=Thu, 01 Jan 2026 00:01:00 GMT",
      "b=2; Path=/x; Expires=Fri, 02 Jan 2026 00:00:00 GMT",
    ],
  });
});

test("a cookie is sent below its path only", () => {
  const cookies = stored(app, "a=1");
  expect(cookieHeader(cookies, "https://app.test/ivr/menu", now)).toBe("a=1");
  expect(cookieHeader(cookies, "https://app.test/ivrs", now)).toBeUndefined();
});

test("cookies of longer paths come first", () => {
  const cookies = stored(app, "a=1; Path=/", "b=2; Path=/ivr");
  expect(cookieHeader(cookies, app, now)).toBe("b=2; a=1");
});

test("a cookie without a domain is for its host alone", () => {
  const cookies = stored(app, "a=1; Path=/");
  expect(cookieHeader(cookies, "https://sub.app.test/", now)).toBeUndefined();
});

test("a cookie of a domain is for the hosts below it", () => {
  const cookies = stored("https://a.app.test/", "a=1; Domain=app.test");
  expect(cookies).toEqual({ ".app.test": ["a=1"] });
  expect(cookieHeader(cookies, "https://b.app.test/", now)).toBe("a=1");
});

test("a cookie for somebody else's domain is refused", () => {
  expect(stored(app, "a=1; Domain=other.test", "b=2; Domain=com")).toEqual({});
});

test("a secure cookie is not sent over http", () => {
  const cookies = stored(app, "a=1; Path=/; Secure");
  expect(cookieHeader(cookies, "http://app.test/", now)).toBeUndefined();
});

test("a cookie ends when its time has come, by the clock that is given", () => {
  const cookies = stored(app, "a=1; Path=/; Max-Age=60");
  expect(cookieHeader(cookies, app, now + 59_999)).toBe("a=1");
  expect(cookieHeader(cookies, app, now + 60_000)).toBeUndefined();
});

test("setting a cookie again replaces it, and a past time deletes it", () => {
  const first = stored(app, "a=1; Path=/", "b=2; Path=/");
  const second = storeCookies(first, app, ["a=3; Path=/", "b=; Path=/; Max-Age=0"], now);
  expect(second).toEqual({ "app.test": ["a=3"] });
});

test("cookies of hosts without a dot work, as in a container network", () => {
  const cookies = stored("http://constructor:3000/", "a=1");
  expect(cookieHeader(cookies, "http://constructor:3000/next", now)).toBe("a=1");
});

test("a cookie bound to its host by its name survives", () => {
  const cookies = stored(app, "__Host-a=1; Secure; Path=/");
  expect(cookieHeader(cookies, app, now)).toBe("__Host-a=1");
});

test("rubbish in Set-Cookie is left out", () => {
  expect(stored(app, "", "=", ";;", "a=1; Path=/")).toEqual({ "app.test": ["a=1"] });
});
