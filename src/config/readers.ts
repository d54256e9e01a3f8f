import { isSupportedCountry } from "libphonenumber-js/min";
import { readNetwork } from "../networks.ts";

/** How the text of one variable is understood. */
export type Reader<T> = {
  /** What a good value is, so that "must be …" is a sentence. */
  readonly expected: string;
  /** The value, or undefined where the text is not one. */
  readonly read: (text: string) => T | undefined;
  /** The same for editors, as JSON Schema says it; any text without. It may be wider than `read`. */
  readonly json?: Readonly<Record<string, unknown>>;
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
    json: { type: "integer", minimum: min, maximum: max },
  };
}

/** One of a few words, in any letter case. */
export function oneOf<const W extends readonly string[]>(...words: W): Reader<W[number]> {
  return {
    expected: `one of ${words.join(", ")}`,
    read: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
    // In YAML, 4.3 without quotes is a number.
    json: { enum: [...words, ...words.map(Number).filter((number) => !Number.isNaN(number))] },
  };
}

const webUrlJson = { type: "string", format: "uri", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://" };

/**
 * An absolute http(s) URL, kept byte for byte: the application's signature check sees the same bytes. User, query
 * and Twilio's connection overrides in the fragment may stand in it.
 *
 * @see https://www.twilio.com/docs/global-infrastructure/connection-overrides
 */
export const webhookUrl: Reader<string> = {
  expected: "an absolute URL with http:// or https://, such as https://app.example/voice",
  read: (text) => (webUrl(text) ? text : undefined),
  json: webUrlJson,
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
  json: webUrlJson,
};

/** ISO 3166-1 alpha-2, one that has telephone numbers; upper case. */
export const country: Reader<string> = {
  expected: "a country of two letters, such as US",
  read: (text) => (isSupportedCountry(text.toUpperCase()) ? text.toUpperCase() : undefined),
  json: { type: "string", pattern: "^[A-Za-z]{2}$" },
};

/**
 * An account sid of Twilio: `AC` and 32 hexadecimal digits.
 *
 * @see https://www.twilio.com/docs/glossary/what-is-a-sid
 */
export const accountSid: Reader<string> = {
  expected: "AC and 32 hexadecimal digits",
  read: (text) => (/^AC[0-9a-f]{32}$/i.test(text) ? text : undefined),
  json: { type: "string", pattern: "^[Aa][Cc][0-9A-Fa-f]{32}$" },
};

/** true or false, in any letter case. */
export const yesOrNo: Reader<boolean> = {
  expected: "true or false",
  read: (text) => (/^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined),
  json: { type: "boolean" },
};

/** What is dialled inside of a Kazoo account: digits, also with stars and a plus. */
export const extension: Reader<string> = {
  expected: "an extension such as 9001",
  read: (text) => (/^[+*0-9]{1,32}$/.test(text) ? text : undefined),
  json: { type: ["string", "integer"] },
};

/** What Kazoo can dial: a number in any common form, an extension, a feature code. */
export const dialled: Reader<string> = {
  expected: "a number or an extension, such as +15005550006",
  read: (text) => (/^(?=.*\d)[-+*#0-9 ().]{1,40}$/.test(text) ? text : undefined),
  json: { type: ["string", "integer"] },
};

/** The same, or with the name that was called in it. */
export const dialledOrName: Reader<string> = {
  expected: `${dialled.expected}, or {name}`,
  read: (text) => (dialled.read(text.replaceAll("{name}", "0")) === undefined ? undefined : text),
  json: dialled.json ?? {},
};

/** Where a Redis is. */
export const redisUrl: Reader<string> = {
  expected: "a URL with redis:// or rediss://, such as redis://redis:6379",
  read: (text) => (/^rediss?:\/\/[^/\s]/i.test(text) && URL.canParse(text) ? text : undefined),
  json: { type: "string", pattern: "^[Rr][Ee][Dd][Ii][Ss][Ss]?://" },
};

/** Names and addresses of hosts, separated by commas; `*.example.com` is every name below it. */
export const hostList: Reader<readonly string[]> = {
  expected: "hosts such as app.example.com, separated by commas; *.example.com for all below it",
  read: (text) => readList(text, (entry) => /^(?:\*\.)?[\w.:[\]-]+$/.test(entry)),
};

/** Networks by CIDR or single addresses, separated by commas. */
export const networkList: Reader<readonly string[]> = {
  expected: "networks such as 10.0.0.0/8 or addresses, separated by commas",
  read: (text) => readList(text, (entry) => readNetwork(entry) !== undefined),
};

function readList(text: string, isGood: (entry: string) => boolean): readonly string[] | undefined {
  const entries = text.split(",").map((entry) => entry.trim());
  return entries.every(isGood) ? entries : undefined;
}

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
  json: { type: "string", minLength: minSecretLength },
};

function webUrl(text: string): URL | undefined {
  // Without the two slashes `new URL` would still take "http:app.example".
  if (!/^https?:\/\/[^/]/i.test(text) || /[\s\p{Cc}]/u.test(text)) return undefined;
  return URL.parse(text) ?? undefined;
}
