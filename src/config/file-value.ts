import Type, { type Static, type TSchema, type TUnsafe } from "typebox";
import type { Reader } from "./readers.ts";
import type { Variable } from "./variables.ts";

/** How a single value of the file is read. */
export type ValueRule = { readonly reader: Reader<unknown>; readonly secret: boolean };

/** Not enumerable, so that JSON Schema has nothing of it. */
const RULE = "~rule";

type Row<T> = Pick<Variable<T>, "about" | "reader" | "default" | "secret">;

/** A single value: JSON Schema for editors, and the reader that decides. */
export function value<T>({ about, reader, default: preset, secret }: Row<T>): TUnsafe<T> {
  const json = reader.json ?? { type: "string" };
  const schema = {
    description: `${about.slice(0, 1).toUpperCase()}${about.slice(1)}.`,
    ...(secret ? { anyOf: [json, ...secretPlaces] } : json),
    ...(preset === undefined ? {} : { default: reader.read(preset) }),
  };
  const rule: ValueRule = { reader, secret: secret ?? false };
  return Type.Unsafe<T>(Object.defineProperty(schema, RULE, { value: rule }));
}

/** The rule of a schema, if it is that of a single value. */
export function ruleOf(schema: object): ValueRule | undefined {
  return (schema as { readonly [RULE]?: ValueRule })[RULE];
}

/** Keys that an operator chooses, each with the same kind of value. */
export function mapOf<S extends TSchema>(
  schema: S,
  description: string,
): TUnsafe<Readonly<Record<string, Static<S>>>> {
  return Type.Unsafe({ type: "object", additionalProperties: schema, description });
}

/** Where a secret stands that is not in the file itself. */
const secretPlaces = ["file", "env"].map((key) => ({
  type: "object",
  properties: { [key]: { type: "string" } },
  required: [key],
  additionalProperties: false,
}));
