import type { Notes } from "../fidelity/note.ts";
import type { Element } from "./element.ts";

/** How one attribute is read: its type, its default, and what Twilio calls a value that does not fit. */
export type Reader<T> = {
  /** The value of an attribute that is absent or unreadable. */
  readonly default: T;
  /** What a value must be, to follow "is not". */
  readonly expected: string;
  /** Twilio's warning for a bad value. */
  readonly twilioCode: number;
  /** The value, or undefined where the text is none. */
  readonly read: (value: string) => T | undefined;
};

type Readers = Readonly<Record<string, Reader<unknown>>>;

/** What a set of readers gives. */
export type Values<R extends Readers> = {
  readonly [K in keyof R]: R[K] extends Reader<infer T> ? T : never;
};

/** Twilio's schema warning, where an attribute has no number of its own. */
const SCHEMA_WARNING = 12200;

type IntegerOptions<D> = {
  readonly default: D;
  readonly min?: number;
  readonly max?: number;
  readonly twilioCode?: number;
};

/** A whole number; the unit stands where the attribute is declared. */
export function integer<D extends number | undefined>(options: IntegerOptions<D>): Reader<number | D> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return {
    default: options.default,
    expected: `a whole number ${range}`,
    twilioCode: options.twilioCode ?? SCHEMA_WARNING,
    read: (value) => {
      const trimmed = value.trim();
      if (!/^\+?\d{1,15}$/.test(trimmed)) return undefined;
      const number = Number(trimmed);
      return number >= min && number <= max ? number : undefined;
    },
  };
}

type Options<D> = { readonly default: D; readonly twilioCode?: number };

/** Any text, as written. */
export function text<D extends string | undefined>(options: Options<D>): Reader<string | D> {
  return {
    default: options.default,
    expected: "text",
    twilioCode: options.twilioCode ?? SCHEMA_WARNING,
    read: (value) => value,
  };
}

/** An absolute or relative URL; an empty one counts as absent, as Twilio takes the current document's. */
export function url(options: { readonly twilioCode?: number } = {}): Reader<string | undefined> {
  return {
    default: undefined,
    expected: "a URL",
    twilioCode: options.twilioCode ?? SCHEMA_WARNING,
    read: (value) => value.trim(),
  };
}

/** One of some words, in any case; the declared spelling comes back. */
export function oneOf<const W extends string>(
  words: readonly W[],
  options: Options<NoInfer<W>> & { readonly expected?: string },
): Reader<W> {
  return {
    default: options.default,
    expected: options.expected ?? words.join(" or "),
    twilioCode: options.twilioCode ?? SCHEMA_WARNING,
    read: (value) => words.find((word) => word.toLowerCase() === value.trim().toLowerCase()),
  };
}

/** `true` or `false`, in any case. */
export function flag(options: Options<boolean>): Reader<boolean> {
  const word = oneOf(["true", "false"], { ...options, default: "true" });
  return {
    ...word,
    default: options.default,
    read: (value) => {
      const read = word.read(value);
      return read === undefined ? undefined : read === "true";
    },
  };
}

/** `GET` or `POST`, in any case; POST where nothing is said. */
export function httpMethod(options: { readonly twilioCode: number }): Reader<"GET" | "POST"> {
  return oneOf(["GET", "POST"], { default: "POST", twilioCode: options.twilioCode });
}

/**
 * The attributes of an element by the readers of its verb. A bad value leaves a note and gives the default,
 * an attribute that no reader knows leaves a note; nothing throws.
 */
export function readAttributes<R extends Readers>(element: Element, readers: R, notes: Notes): Values<R> {
  for (const attribute of Object.keys(element.attributes)) {
    // Namespace declarations and the like are allowed in any XML document.
    const isXml = attribute === "xmlns" || attribute.startsWith("xmlns:") || attribute.startsWith("xml:");
    if (!Object.hasOwn(readers, attribute) && !isXml) notes.add("attribute-unknown", element, { attribute });
  }
  const values: Record<string, unknown> = {};
  for (const [attribute, reader] of Object.entries(readers)) {
    const written = element.attributes[attribute];
    const read = written === undefined ? reader.default : reader.read(written);
    if (written !== undefined && read === undefined) {
      const used = reader.default === undefined ? "nothing" : JSON.stringify(reader.default);
      const details = { attribute, value: written, expected: reader.expected, used };
      notes.add("attribute-invalid", element, details, reader.twilioCode);
    }
    values[attribute] = read ?? reader.default;
  }
  return values as Values<R>;
}
