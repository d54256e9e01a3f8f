import { expect, test } from "vitest";
import { ExchangeError } from "../outside.ts";
import { exchangeFailed, publicUrl } from "./app-error.ts";

function certificate(code: string): ExchangeError {
  return new ExchangeError("certificate", code, Object.assign(new Error(code), { code }));
}

test.each([
  [new ExchangeError("dns", "dns"), "app-dns", 11210],
  [new ExchangeError("refused", "refused"), "app-refused", 11202],
  [new ExchangeError("connect-timeout", "connect timeout"), "app-connect-timeout", 11201],
  [new ExchangeError("tls", "tls"), "app-tls", 11220],
  [certificate("ERR_TLS_CERT_ALTNAME_INVALID"), "app-certificate", 11235],
  [certificate("CERT_HAS_EXPIRED"), "app-certificate", 11236],
  [certificate("DEPTH_ZERO_SELF_SIGNED_CERT"), "app-certificate", 11237],
  [new ExchangeError("certificate", "unknown"), "app-certificate", 11237],
  [new ExchangeError("reset", "reset"), "app-reset", 11205],
  [new ExchangeError("protocol", "protocol"), "app-protocol", 11206],
  [new ExchangeError("read-timeout", "read timeout"), "app-timeout", 11200],
  [new ExchangeError("total-timeout", "total timeout"), "app-timeout", 11203],
  [new ExchangeError("too-large", "too large"), "app-too-large", 11750],
  [new ExchangeError("bad-url", "bad URL"), "app-url", 11100],
])("%s is %s, Twilio's %i, and the message names the URL and what to change", (cause, code, twilioCode) => {
  const error = exchangeFailed(cause, "https://app.test/ivr/start");
  expect(error).toMatchObject({
    name: "AppError",
    code,
    twilioCode,
    cause,
    url: "https://app.test/ivr/start",
  });
  expect(error.message).toMatch(/^https:\/\/app\.test\/ivr\/start \w.+: .+\.$/);
});

test("neither credentials nor the query get into the message", () => {
  const error = exchangeFailed(
    new ExchangeError("dns", "dns"),
    "https://u:secret@app.test/x?token=hidden#rc=0",
  );
  expect(error.url).toBe("https://app.test/x?token=hidden");
  expect(error.message).not.toMatch(/secret|hidden|rc=0/);
});

test("a URL is shown without userinfo and fragment", () => {
  expect(publicUrl("https://u:p@app.test:8443/a?b#rc=1")).toBe("https://app.test:8443/a?b");
});
