import { type DestinationStream, type Logger, pino } from "pino";

/** Shorter secrets would black out innocent words; they still go as `key=`, as a header or in a URL. */
const shortestMasked = 8;

/** Values under these keys, at the first two levels of what is logged. */
const masked = ["authorization", "cookie", "authToken", "pivotKey", "secrets"];
const maskedHeaders = ["proxy-authorization", "set-cookie"];
const maskedPaths = [
  ...masked.flatMap((key) => [key, `*.${key}`]),
  ...maskedHeaders.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
];

/**
 * The log: a JSON object a line. Known secrets, passwords in URLs and all but the last two digits of phone
 * numbers are masked wherever they stand in a line.
 */
export function createLog(
  options: { readonly level: string; readonly secrets: readonly string[] },
  destination: DestinationStream = pino.destination(1),
): Logger {
  const mask = createMask(options.secrets);
  return pino(
    {
      level: options.level,
      base: { name: "twivot" },
      redact: { paths: maskedPaths, censor: "***" },
      hooks: { streamWrite: mask },
    },
    destination,
  );
}

/** Masks what nobody who reads a log should learn. */
export function createMask(secrets: readonly string[]): (line: string) => string {
  const known = secrets
    .filter((secret) => secret.length >= shortestMasked)
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const secretText = known.length > 0 ? new RegExp(known.join("|"), "g") : undefined;
  return (line) =>
    (secretText ? line.replace(secretText, "***") : line)
      .replace(/([?&]key=)[^&#"\s]+/g, "$1***")
      .replace(/(:\/\/[^/?#@:"\s]*):[^/?#"\s]*@/g, "$1:***@")
      .replace(/(["+]|%2B|sips?(?::|%3A)|tel(?::|%3A))\d{5,13}(?=\d\d(?:["@;&,\s]|%40))/gi, "$1…");
}
