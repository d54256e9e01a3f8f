import { isSupportedCountry } from "libphonenumber-js/min";

/** How the text of one variable is understood. */
export type Reader<T> = {
  /** What a good value is, so that "must be …" is a sentence. */
  readonly expected: string;
  /** The value, or undefined where the text is not one. */
  readonly read: (text: string) => T | undefined;
};

// Neither can stand in an HTTP header or a log line.
const control = /\p{Cc}/u;

/** Any text on one line. */
export const line: Reader<string> = {
  expected: "text on one line",
  read: (text) => (control.test(text) ? undefined : text),
};

/** A host name or address to listen on. */
export const host: Reader<string> = {
  expected: "a host name or an IP address",
  read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
};

/** A whole number within bounds, both included. */
export function integer(min: number, max: number): Reader<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    read: (text) => {
      const value = Number(text);
      return /^\d{1,10}$/.test(text) && value >= min && value <= max ? value : undefined;
    },
  };
}

/** One of a few words, in any letter case. */
export function oneOf<const W extends readonly string[]>(...words: W): Reader<W[number]> {
  return {
    expected: `one of ${words.join(", ")}`,
    read: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
  };
}

/**
 * An absolute http(s) URL, kept byte for byte: the application's signature check sees the same bytes. User, query
 * and Twilio's connection overrides in the fragment may stand in it.
 *
 * @see https://www.twilio.com/docs/global-infrastructure/connection-overrides
 */
export const webhookUrl: Reader<string> = {
  expected: "an absolute URL with http:// or https://, such as https://app.example/voice",
  read: (text) => (webUrl(text) ? text : undefined),
};

/** An http(s) URL to which paths are added: no user, query or fragment. Trailing slashes are taken off. */
export const baseUrl: Reader<string> = {
  expected:
    "a URL with http:// or https:// and without user, query and fragment, such as https://twivot.example",
  read: (text) => {
    const url = webUrl(text);
    if (url === undefined || url.username !== "" || url.password !== "" || /[?#]/.test(text))
      return undefined;
    return text.replace(/\/+$/, "");
  },
};

/** ISO 3166-1 alpha-2, one that has telephone numbers; upper case. */
export const country: Reader<string> = {
  expected: "a country of two letters, such as US",
  read: (text) => (isSupportedCountry(text.toUpperCase()) ? text.toUpperCase() : undefined),
};

/**
 * An account sid of Twilio: `AC` and 32 hexadecimal digits.
 *
 * @see https://www.twilio.com/docs/glossary/what-is-a-sid
 */
export const accountSid: Reader<string> = {
  expected: "AC and 32 hexadecimal digits",
  read: (text) => (/^AC[0-9a-f]{32}$/i.test(text) ? text : undefined),
};

const minSecretLength = 32;

/** Secrets separated by commas, blanks around them dropped. */
export const secretList: Reader<readonly string[]> = {
  expected: `${minSecretLength} characters or more, several separated by commas (make one: openssl rand -hex 32)`,
  read: (text) => {
    const secrets = text.split(",").map((secret) => secret.trim());
    return secrets.every((secret) => secret.length >= minSecretLength && !control.test(secret))
      ? secrets
      : undefined;
  },
};

function webUrl(text: string): URL | undefined {
  // Without the two slashes `new URL` would still take "http:app.example".
  if (!/^https?:\/\/[^/]/i.test(text) || /[\s\p{Cc}]/u.test(text)) return undefined;
  return URL.parse(text) ?? undefined;
}
