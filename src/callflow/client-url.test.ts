import { expect, test } from "vitest";
import { isClientUrl } from "./client-url.ts";

test.each([
  "http://localhost/k",
  "http://LOCALHOST/k",
  "https://localhost:8080/k",
  "http://127.0.0.1",
  "http://127.0.0.1:9000/k",
  "http://0.0.0.0?k=1",
])("Kazoo does not ask itself: %s", (url) => {
  expect(isClientUrl(url, "4.3")).toBe(false);
  expect(isClientUrl(url, "5.0")).toBe(false);
});

test.each([
  "http://twivot.example:8080/k?host=localhost",
  "http://localhost./k",
  "http://127.0.0.2/k",
  "http://10.0.0.1/k",
  "http://[::1]/k",
  "https://",
])("Kazoo asks any other host: %s", (url) => {
  expect(isClientUrl(url, "4.3")).toBe(true);
  expect(isClientUrl(url, "5.0")).toBe(true);
});

test.each(["http://2130706433/k", "http://127.1:80/k", "http://0x7f.1", "http://0"])(
  "an address in fewer numbers is read by 5.0 only: %s",
  (url) => {
    expect(isClientUrl(url, "4.3")).toBe(true);
    expect(isClientUrl(url, "5.0")).toBe(false);
  },
);

test("a user with a password is taken for the host, so that the host behind is not seen", () => {
  expect(isClientUrl("http://user:secret@localhost/k", "4.3")).toBe(true);
});

test("a user without a password crashes Kazoo, unless a colon follows", () => {
  expect(isClientUrl("http://user@twivot.example/k", "4.3")).toBe(false);
  expect(isClientUrl("http://user@twivot.example:80/k", "4.3")).toBe(true);
  expect(isClientUrl("http://user@secret:localhost/k", "4.3")).toBe(false);
});
