/** Makes a text fit to be shown to others. The same number becomes the same number each time. */
export type Redact = (text: string) => string;

/** IPv4 addresses, which are kept, or seven digits and more, as people write numbers: `+1 (500) 555-0006`. */
const numbers =
  /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|(?:(?<=%[0-9A-Fa-f]{2})|(?<![A-Za-z0-9_%]))\+?\d(?:[ .()-]{0,2}\d){6,}(?![A-Za-z0-9_])/g;

/** Twilio's numbers for tests, and what this redaction gives, stay. */
const isFictional = /^(?:1*500|0{0,2})555\d{4}$/;

const secretName = /auth|cookie|credential|password|passwd|secret|signature|token|^key$/i;
const personName = /^(caller-?id-?name|callername|forwarded-?from-?name)$/i;

/**
 * Replaces numbers of seven digits and more by ones from 500-555, as long as they were, passwords in URLs and in
 * attributes, and the given secrets.
 */
export function createRedactor(options: {
  readonly secrets: readonly string[];
  readonly keepNumbers: boolean;
}): Redact {
  const known = new Map<string, string>();
  const replaceNumber = (written: string): string => {
    const digits = written.replace(/\D/g, "");
    if (/^\d{1,3}(\.\d{1,3}){3}$/.test(written) || isFictional.test(digits)) return written;
    const line = digits.slice(-10);
    const next =
      known.get(line) ??
      String(100 + known.size)
        .padStart(4, "0")
        .slice(-4);
    known.set(line, next);
    if (written.startsWith("+")) return `+1500555${next}`;
    return inPlaceOf(written, `500555${next}`.padStart(digits.length, "1").slice(-digits.length));
  };
  return (text) => {
    const open = options.secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
    const masked = open
      .replace(/(:\/\/)[^/?#@\s"'<>]*@/g, "$1")
      .replace(/([?&;]key=)[^&#"'\s<>]+/g, "$1***")
      .replace(/(\bpassword\s*=\s*)("[^"]*"|'[^']*')/gi, '$1"***"');
    return options.keepNumbers ? masked : masked.replace(numbers, replaceNumber);
  };
}

/** A number as it was written, with other digits. */
function inPlaceOf(written: string, digits: string): string {
  let index = 0;
  return written.replace(/\d/g, () => digits[index++] ?? "");
}

/** Redacts every text in a JSON value; what is named like a secret or a person goes altogether. */
export function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    if (secretName.test(name)) return [redact(name), "***"];
    if (personName.test(name)) return [name, "Caller"];
    return [redact(name), redactValue(inner, redact)];
  });
  return Object.fromEntries(entries);
}
