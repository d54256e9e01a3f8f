import type { ExchangeFailure } from "./outside.ts";

const failures = new Map<string, ExchangeFailure>([
  ["EAI_AGAIN", "dns"],
  ["ENOTFOUND", "dns"],
  ["ECONNREFUSED", "refused"],
  ["EHOSTUNREACH", "refused"],
  ["ENETUNREACH", "refused"],
  ["EADDRNOTAVAIL", "refused"],
  ["ETIMEDOUT", "connect-timeout"],
  ["UND_ERR_CONNECT_TIMEOUT", "connect-timeout"],
  ["EPROTO", "tls"],
  ["UND_ERR_INVALID_ARG", "bad-url"],
  ["UND_ERR_HEADERS_OVERFLOW", "protocol"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "protocol"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "certificate"],
]);

/**
 * What an error of Node, OpenSSL or undici means for an exchange. All that is not known is a connection that
 * broke, which has many names.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function failureOf(error: Error): ExchangeFailure {
  const code = "code" in error ? String(error.code) : "";
  const known = failures.get(code);
  if (known !== undefined) return known;
  if (/^CERT_|_CERT_|^UNABLE_TO_|^INVALID_/.test(code)) return "certificate";
  if (/^ERR_(?:SSL|TLS)_/.test(code) || /before secure TLS connection/.test(error.message)) return "tls";
  return error.name === "HTTPParserError" ? "protocol" : "reset";
}
