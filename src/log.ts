import { type DestinationStream, type Logger, pino } from "pino";

/** Shorter secrets would black out innocent words; they still go as `key=`, as a header or in a URL. */
const shortestMasked = 8;

/** What stands under these names, a text or a list, at any depth. */
const masked =
  /"((?:proxy-)?authorization|(?:set-)?cookie|authToken|pivotKey|webhookSecret|secrets)":(?:"(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*"|[^"\]])*\])/gi;

/** Lines are written together, since a write costs more than a line: so many bytes, or what is there after so many milliseconds. */
const BYTES_TOGETHER = 4096;
const WRITE_EVERY_MS = 100;

/** Lines that cannot be written now are kept, up to so many bytes; more are lost. */
const MAX_BYTES_KEPT = 16 * 1024 * 1024;

/**
 * The log: a JSON object a line. Known secrets, passwords in URLs and all but the last two digits of phone
 * numbers are masked wherever they stand in a line.
 */
export function createLog(
  { level, mask }: { readonly level: string; readonly mask: Mask },
  destination: DestinationStream = standardOutput(),
): Logger {
  return pino(
    {
      level,
      base: { name: "twivot" },
      hooks: { streamWrite: mask.apply },
    },
    destination,
  );
}

/** A disk that is full, or a reader that does not read, costs lines of the log: neither calls nor memory. */
function standardOutput(): DestinationStream {
  const output = pino.destination({
    dest: 1,
    minLength: BYTES_TOGETHER,
    maxLength: MAX_BYTES_KEPT,
    periodicFlush: WRITE_EVERY_MS,
    sync: false,
  });
  let isFailing = false;
  output.on("error", () => {
    isFailing = true;
  });
  output.on("write", () => {
    isFailing = false;
  });
  const flush = output.flushSync.bind(output);
  // At the end of the process it would try again until it succeeds (sonic-boom, flushSync).
  output.flushSync = () => {
    if (!isFailing) flush();
  };
  return output;
}

/** Masks what nobody who reads a log should learn. */
export type Mask = {
  /** A line, without what is to be masked in it. */
  readonly apply: (line: string) => string;
  /** Masks these too, from the next line on. */
  readonly add: (secrets: readonly string[]) => void;
};

/** A mask that knows these secrets, and all that are added. */
export function createMask(secrets: readonly string[]): Mask {
  const known = new Set<string>();
  let secretText: RegExp | undefined;
  const add = (more: readonly string[]) => {
    for (const secret of more) if (secret.length >= shortestMasked) known.add(secret);
    secretText = known.size > 0 ? anyOf([...known]) : undefined;
  };
  add(secrets);
  return {
    add,
    apply: (line) =>
      (secretText ? line.replace(secretText, "***") : line)
        .replace(masked, '"$1":"***"')
        .replace(/([?&](?:key|secret)=)[^&#"\s]+/g, "$1***")
        .replace(/(:\/\/[^/?#@:"\s]*):[^/?#"\s]*@/g, "$1:***@")
        .replace(/(["+]|%2B|sips?(?::|%3A)|tel(?::|%3A))\d{5,13}(?=\d\d(?:["@;&,\s]|%40))/gi, "$1…"),
  };
}

/** As they are written in JSON and in URLs; the longest first, since one may begin as another does. */
function anyOf(secrets: readonly string[]): RegExp {
  const written = secrets
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .toSorted((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(written.join("|"), "g");
}
