import { DocumentError } from "../errors.ts";
import type { ExchangeError, ExchangeFailure } from "../outside.ts";
import { joinUrl, splitUrl } from "../twiml/resolve-url.ts";

/**
 * The application did not give a usable document. Codes begin with `app-`.
 *
 * @see https://www.twilio.com/docs/api/errors
 */
export class AppError extends DocumentError {
  override readonly name = "AppError";
  /** The URL that failed (after HTTP redirects, the last one), without userinfo and fragment. */
  readonly url: string;

  constructor(code: string, twilioCode: number, url: string, problem: string, cause?: unknown) {
    const shown = publicUrl(url);
    super(code, twilioCode, `${shown.replace(/\?.*/s, "")} ${problem}`, cause);
    this.url = shown;
  }
}

/** A URL that may be shown: without userinfo and fragment. */
export function publicUrl(url: string): string {
  return joinUrl({ ...splitUrl(url), userinfo: undefined, fragment: undefined });
}

type Finding = readonly [code: string, twilioCode: number, problem: string];

const findings: Readonly<Record<Exclude<ExchangeFailure, "certificate">, Finding>> = {
  dns: [
    "app-dns",
    11210,
    "has a host name that cannot be looked up: correct the name or the DNS of this machine.",
  ],
  refused: ["app-refused", 11202, "refused the connection: start the application, or correct host and port."],
  "connect-timeout": [
    "app-connect-timeout",
    11201,
    "could not be connected to in time: see whether a firewall drops packets, or raise ct in the URL fragment.",
  ],
  tls: ["app-tls", 11220, "failed the TLS handshake: offer TLS 1.2 or later there, or use http."],
  reset: ["app-reset", 11205, "closed the connection before a complete answer: see the application's log."],
  protocol: ["app-protocol", 11206, "answered something that is not HTTP/1.1: correct scheme and port."],
  "read-timeout": [
    "app-timeout",
    11200,
    "sent nothing for too long: answer sooner, or raise rt in the URL fragment.",
  ],
  "total-timeout": ["app-timeout", 11203, "did not complete its answer in time: answer within 15 seconds."],
  "too-large": [
    "app-too-large",
    11750,
    "answered with too much: a TwiML document may have 64 kB, audio 10 MB.",
  ],
  "bad-url": [
    "app-url",
    11100,
    "is no URL that can be requested: correct it where it is configured or written.",
  ],
};

const certificateFindings: Readonly<Record<string, Finding>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "app-certificate",
    11235,
    "has a certificate for another host name: correct the host, or have one issued for it.",
  ],
  CERT_HAS_EXPIRED: ["app-certificate", 11236, "has an expired certificate: renew it."],
};

const untrusted: Finding = [
  "app-certificate",
  11237,
  "has a certificate that no trusted authority has signed: send the whole chain of a public one.",
];

/** What a failed exchange is in Twilio's terms. */
export function exchangeFailed(error: ExchangeError, url: string): AppError {
  const finding =
    error.failure === "certificate"
      ? (certificateFindings[causeCode(error)] ?? untrusted)
      : findings[error.failure];
  const [code, twilioCode, problem] = finding;
  return new AppError(code, twilioCode, url, problem, error);
}

function causeCode({ cause }: ExchangeError): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}
