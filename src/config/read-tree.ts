import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { nearestWord } from "../nearest-word.ts";
import { pathText } from "./file-keys.ts";
import { ruleOf, type ValueRule } from "./file-value.ts";
import { readSecretFile, type Sources } from "./find-text.ts";
import { withoutPassword } from "./without-password.ts";

/** From the root of the file: keys, and indices of lists. */
export type Path = readonly (string | number)[];

/** What is found while a file is read. */
export type Findings = {
  /** Each single value, with the text to show: secrets are masked. */
  readonly values: { readonly path: string; readonly shown: string }[];
  readonly faults: { readonly path: string; readonly offset: number; readonly sentence: string }[];
  /** Characters from the beginning of the file, by path. */
  readonly offsets: Map<string, number>;
};

/** As much of JSON Schema as the schema of the file has. */
export type Shape = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: false | Shape;
  readonly propertyNames?: { readonly pattern: string };
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Shape;
  readonly description?: string;
};

type World = Pick<Sources, "env" | "readFile">;

/** A node of the file as its shape says. What is empty counts as missing, and so does what is at fault: undefined. */
export function readTree(shape: Shape, node: unknown, path: Path, findings: Findings, world: World): unknown {
  const at = pathText(path);
  const offset = offsetOf(node);
  if (offset !== undefined && !findings.offsets.has(at)) findings.offsets.set(at, offset);
  if (node === null || (isScalar(node) && isEmpty(node.value))) return undefined;
  const rule = ruleOf(shape);
  if (isAlias(node)) return fault("is an alias; write its value out.");
  if (rule !== undefined) return readValue(rule, node, path, findings, world);
  if (shape.items !== undefined) {
    const { items } = shape;
    if (!isSeq(node)) return fault("must be a list.");
    return node.items.map((item, index) => readTree(items, item, [...path, index], findings, world));
  }
  if (!isMap(node)) return fault(mustHaveKeys(shape));
  return readMap(shape, node, path, findings, world);

  function fault(what: string): undefined {
    addFault(findings, path, node, `${at || "The file"} ${what}`);
  }
}

function readMap(shape: Shape, node: YAMLMap, path: Path, findings: Findings, world: World) {
  const entries: [string, unknown][] = [];
  const { properties = {}, additionalProperties, propertyNames } = shape;
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const keyPath = [...path, name];
    const at = pathText(keyPath);
    findings.offsets.set(at, offsetOf(key) ?? 0);
    const property = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (!property) {
      addFault(findings, keyPath, key, unknownKey(at, name, Object.keys(properties)));
    } else if (propertyNames !== undefined && !new RegExp(propertyNames.pattern).test(name)) {
      addFault(findings, keyPath, key, `${at} cannot be a name. ${shape.description ?? ""}`.trim());
    } else {
      const read = readTree(property, value, keyPath, findings, world);
      if (read !== undefined) entries.push([name, read]);
    }
  }
  checkKeys(shape, node, path, findings);
  return Object.fromEntries(entries);
}

function mustHaveKeys({ properties = {} }: Shape): string {
  const known = Object.keys(properties).slice(0, 8).join(", ");
  return known === ""
    ? "must be keys with a value each."
    : `must be keys with a value each, such as ${known}.`;
}

function unknownKey(at: string, name: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  return near === undefined
    ? `${at} is not known here; there are ${known.join(", ")}.`
    : `${at} is not known; did you mean ${near}?`;
}

/** Whether a map has the keys that it needs, and not too many. */
function checkKeys(shape: Shape, node: YAMLMap, path: Path, findings: Findings): void {
  const {
    properties = {},
    required = [],
    minProperties = 0,
    maxProperties = Number.POSITIVE_INFINITY,
  } = shape;
  const present = node.items.flatMap(({ key, value }) =>
    isScalar(key) && value !== null && !(isScalar(value) && isEmpty(value.value)) ? [String(key.value)] : [],
  );
  for (const name of required.filter((key) => !present.includes(key))) {
    const rule = ruleOf(properties[name] ?? {});
    const expected = rule === undefined ? "" : `; it must be ${rule.reader.expected}`;
    addFault(findings, path, node, `${pathText([...path, name])} is not set${expected}.`);
  }
  const others = Object.keys(properties).filter((key) => !required.includes(key));
  const given = present.filter((key) => !required.includes(key));
  const isShort = given.length < minProperties - required.length;
  if (!isShort && present.filter((key) => Object.hasOwn(properties, key)).length <= maxProperties) return;
  const count = maxProperties === 1 ? "exactly one" : "at least one";
  addFault(findings, path, node, `${pathText(path)} must have ${count} of ${others.join(", ")}.`);
}

function readValue(rule: ValueRule, node: unknown, path: Path, findings: Findings, world: World): unknown {
  const at = pathText(path);
  const found = rule.secret && isMap(node) ? secretElsewhere(at, node, world) : textOf(at, node, rule);
  if ("fault" in found) {
    addFault(findings, path, node, found.fault);
    return undefined;
  }
  const { text, label } = found;
  const read = rule.reader.read(text);
  const shown = rule.secret
    ? `${label} (${text.length} characters)`
    : `${label}=${JSON.stringify(withoutPassword(text))}`;
  if (read === undefined)
    addFault(findings, path, node, `${shown} is not valid; it must be ${rule.reader.expected}.`);
  else findings.values.push({ path: at, shown: rule.secret ? "***" : withoutPassword(text) });
  return read;
}

type Text = { readonly text: string; readonly label: string } | { readonly fault: string };

function textOf(at: string, node: unknown, { reader, secret }: ValueRule): Text {
  if (isScalar(node)) return { text: String(node.value), label: at };
  const places = secret ? ", or { file: PATH }, or { env: NAME }" : "";
  return { fault: `${at} must be ${reader.expected}${places}.` };
}

/** A secret that the file only names: `{ file: PATH }` or `{ env: NAME }`. */
function secretElsewhere(at: string, node: YAMLMap, { env, readFile }: World): Text {
  const [pair, ...others] = node.items;
  const key = isScalar(pair?.key) ? pair.key.value : undefined;
  const name = isScalar(pair?.value) ? String(pair.value.value) : "";
  if (others.length > 0 || name === "" || (key !== "file" && key !== "env"))
    return { fault: `${at} must be the value, or { file: PATH }, or { env: NAME }.` };
  if (key === "file") return readSecretFile(`${at}.file`, name, readFile);
  const text = env[name];
  if (text) return { text, label: `${name} of the environment, for ${at},` };
  return { fault: `${at} names ${name}, which is not set in the environment; set it, or name another.` };
}

function addFault({ faults }: Findings, path: Path, node: unknown, sentence: string): void {
  faults.push({ path: pathText(path), offset: offsetOf(node) ?? 0, sentence });
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}

function isEmpty(content: unknown): boolean {
  return content === "" || content === null;
}
