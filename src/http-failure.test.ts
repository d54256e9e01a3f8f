import { expect, test } from "vitest";
import { failureOf } from "./http-failure.ts";

test.each([
  ["EAI_AGAIN", "dns"],
  ["EHOSTUNREACH", "refused"],
  ["ETIMEDOUT", "connect-timeout"],
  ["CERT_HAS_EXPIRED", "certificate"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["UND_ERR_HEADERS_OVERFLOW", "protocol"],
  ["ECONNRESET", "reset"],
  ["EPIPE", "reset"],
])("%s is a failure of %s", (code, failure) => {
  expect(failureOf(Object.assign(new Error("broken"), { code }))).toBe(failure);
});

test("a handshake that breaks off is a failure of TLS", () => {
  const message = "Client network socket disconnected before secure TLS connection was established";
  expect(failureOf(Object.assign(new Error(message), { code: "ECONNRESET" }))).toBe("tls");
});
