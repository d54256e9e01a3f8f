/** The `data` of a node, or any JSON object of which nothing is known. */
export type Data = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one where it is none. */
export function objectOf(value: unknown): Data {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Data) : {};
}

/** A text; undefined where there is none. */
export function textOf(data: Data, key: string): string | undefined {
  const value = data[key];
  return typeof value === "string" ? value : undefined;
}

/** A number; undefined where there is none. */
export function numberOf(data: Data, key: string): number | undefined {
  const value = data[key];
  return typeof value === "number" ? value : undefined;
}

/** A list; an empty one where there is none. */
export function listOf(data: Data, key: string): readonly unknown[] {
  const value = data[key];
  return Array.isArray(value) ? value : [];
}

/** The texts of a list. */
export function textsOf(data: Data, key: string): readonly string[] {
  return listOf(data, key).filter((item) => typeof item === "string");
}
