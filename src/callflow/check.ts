import type { TObject } from "typebox";
import { Compile, type Validator } from "typebox/schema";
import { isClientUrl } from "./client-url.ts";
import type { Module } from "./define-module.ts";
import type { KazooVersion } from "./flow.ts";
import { modules } from "./modules.ts";

/** What is wrong with a flow. */
export type FlowFault = {
  /** As Kazoo tells it, such as `children._.data.text`; empty for the root. */
  readonly path: string;
  readonly message: string;
  /**
   * `refused`: Kazoo takes no part of the flow, and the caller hears nothing more.
   * `unheard`: Kazoo takes it, but does something else than what is written.
   */
  readonly effect: "refused" | "unheard";
};

/**
 * The faults of a flow; none where Kazoo does all that is written. The `refused` ones are Kazoo's own verdict
 * on the flow as `flowJson` writes it, by the schemas and the URL rules that it comes with
 * (kz_json_schema, kz_json_schema_extensions:extra_validation/3). Beyond it, modules of Kazoo's that twivot
 * does not write are refused.
 */
export function checkFlow(flow: unknown, version: KazooVersion): FlowFault[] {
  const faults: FlowFault[] = [];
  checkNode(flow, "", version, faults);
  return faults;
}

const known: ReadonlyMap<string, Module> = new Map(Object.entries(modules));

function checkNode(node: unknown, path: string, version: KazooVersion, faults: FlowFault[]): void {
  if (!isObject(node)) {
    faults.push({ path, message: "must be an object", effect: "refused" });
    return;
  }
  const { module, data = {}, children = {} } = node;
  const rules = typeof module === "string" ? known.get(module) : undefined;
  if (!rules?.versions.includes(version)) {
    const message = `must be a module that twivot writes for Kazoo ${version}`;
    faults.push({ path: join(path, "module"), message, effect: "refused" });
  } else {
    checkData(data, rules, join(path, "data"), version, faults);
  }
  if (!isObject(children)) {
    faults.push({ path: join(path, "children"), message: "must be an object", effect: "refused" });
    return;
  }
  for (const [key, child] of Object.entries(children)) {
    // Kazoo checks children by the pattern `.+`, which a line feed does not match (callflows.action).
    if (/[^\n]/.test(key)) checkNode(child, join(join(path, "children"), key), version, faults);
  }
}

function checkData(
  data: unknown,
  { takes, takesIn, clientUrls = [], writes }: Module,
  path: string,
  version: KazooVersion,
  faults: FlowFault[],
): void {
  if (!isObject(data)) {
    faults.push({ path, message: "must be an object", effect: "refused" });
    return;
  }
  const before = faults.length;
  checkSchema(takesIn?.[version] ?? takes, data, path, "refused", faults);
  for (const name of clientUrls) {
    const url = data[name];
    if (typeof url !== "string" || isClientUrl(url, version)) continue;
    faults.push({
      path: join(path, name),
      message: "must not be a URL that Kazoo refuses to ask",
      effect: "refused",
    });
  }
  if (faults.length > before) return;
  const written = writes[version];
  if (written !== undefined) checkSchema(written, data, path, "unheard", faults);
  else faults.push({ path, message: `has no effect in Kazoo ${version}`, effect: "unheard" });
}

/** Compiled when first needed: an installation has one version of Kazoo, and its documents need few modules. */
const compiled = new Map<TObject, Validator>();

function validatorOf(schema: TObject): Validator {
  const validator = compiled.get(schema) ?? Compile(schema);
  compiled.set(schema, validator);
  return validator;
}

function checkSchema(
  schema: TObject,
  data: unknown,
  path: string,
  effect: FlowFault["effect"],
  faults: FlowFault[],
): void {
  const validator = validatorOf(schema);
  if (validator.Check(data)) return;
  const [, errors] = validator.Errors(data);
  for (const { keyword, instancePath, message } of errors) {
    // TypeBox tells a field too many twice: by its name, as one whose schema is false, and for the object.
    if (keyword === "additionalProperties") continue;
    faults.push({
      path: path + instancePath.replaceAll("/", "."),
      message: keyword === "boolean" ? "must not be there" : message,
      effect,
    });
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
