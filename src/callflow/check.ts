import { Compile } from "typebox/compile";
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

/** A module with its schemas compiled. */
const checkers = new Map(Object.entries(modules).map(([name, module]) => [name, compile(module)]));

function compile({ versions, takes, takesIn = {}, clientUrls = [], writes }: Module) {
  return {
    versions,
    takes: { "4.3": Compile(takesIn["4.3"] ?? takes), "5.0": Compile(takesIn["5.0"] ?? takes) },
    clientUrls,
    writes: {
      "4.3": writes["4.3"] && Compile(writes["4.3"]),
      "5.0": writes["5.0"] && Compile(writes["5.0"]),
    },
  };
}

function checkNode(node: unknown, path: string, version: KazooVersion, faults: FlowFault[]): void {
  if (!isObject(node)) {
    faults.push({ path, message: "must be an object", effect: "refused" });
    return;
  }
  const { module, data = {}, children = {} } = node;
  const checker = typeof module === "string" ? checkers.get(module) : undefined;
  if (!checker?.versions.includes(version)) {
    const message = `must be a module that twivot writes for Kazoo ${version}`;
    faults.push({ path: join(path, "module"), message, effect: "refused" });
  } else {
    checkData(data, checker, join(path, "data"), version, faults);
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
  checker: ReturnType<typeof compile>,
  path: string,
  version: KazooVersion,
  faults: FlowFault[],
): void {
  if (!isObject(data)) {
    faults.push({ path, message: "must be an object", effect: "refused" });
    return;
  }
  const before = faults.length;
  const takes = checker.takes[version];
  if (!takes.Check(data)) addErrors(takes, data, path, "refused", faults);
  for (const name of checker.clientUrls) {
    const url = data[name];
    if (typeof url !== "string" || isClientUrl(url, version)) continue;
    faults.push({
      path: join(path, name),
      message: "must not be a URL that Kazoo refuses to ask",
      effect: "refused",
    });
  }
  if (faults.length > before) return;
  const writes = checker.writes[version];
  if (writes === undefined) {
    faults.push({ path, message: `has no effect in Kazoo ${version}`, effect: "unheard" });
  } else if (!writes.Check(data)) {
    addErrors(writes, data, path, "unheard", faults);
  }
}

type Checker = {
  Errors(value: unknown): readonly { keyword: string; instancePath: string; message: string }[];
};

function addErrors(
  checker: Checker,
  data: unknown,
  path: string,
  effect: FlowFault["effect"],
  faults: FlowFault[],
): void {
  for (const { keyword, instancePath, message } of checker.Errors(data)) {
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
