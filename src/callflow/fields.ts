import { Type } from "typebox";

/**
 * Every key of a telephone. These are all that ecallmgr takes as terminators, though the schemas of `tts`
 * and `play` take any text; they are also what Kazoo fills in where `terminators` is left out.
 */
export const allKeys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

/** A key of a telephone. */
export type Key = (typeof allKeys)[number];

/** The schema of a key. */
export const key = Type.Enum([...allKeys]);

/** The schema of any text. */
export const text = Type.String();

/** The schema of a text that is not empty. */
export const someText = Type.String({ minLength: 1 });

/** The schema of yes or no. */
export const flag = Type.Boolean();

/** The schema of one of some words. */
export function oneOf<const Words extends string[]>(...words: Words) {
  return Type.Enum(words);
}

/**
 * The schema of a whole number. JSON.stringify writes one of 22 digits with an exponent, which makes it a
 * float to Kazoo, and a float is no integer there (jesse).
 */
export function whole(limits: { minimum?: number; maximum?: number } = {}) {
  return Type.Integer({ exclusiveMinimum: -1e21, exclusiveMaximum: 1e21, ...limits });
}

/**
 * The schema of a text of so many code points at most. They are what Kazoo counts; `maxLength` of TypeBox
 * counts graphemes.
 */
export function shortText(maximum: number, minimum = 0) {
  return Type.Refine(
    Type.String({ minLength: minimum }),
    // A code point is one or two units.
    (value) => value.length <= maximum || (value.length <= 2 * maximum && [...value].length <= maximum),
    () => `must have no more than ${maximum} characters`,
  );
}
