import type { Config } from "../config.ts";
import { pathInFile } from "./file-keys.ts";
import { type Found, type FoundInFile, findText, type Sources } from "./find-text.ts";
import { type FileReading, readConfigFile } from "./read-file.ts";
import { toConfig } from "./to-config.ts";
import {
  type Origin,
  type Origins,
  type Settings,
  type Variable,
  type VariableKey,
  variableList,
  variables,
} from "./variables.ts";
import { warningsOf } from "./warnings.ts";
import { withoutPassword } from "./without-password.ts";

/** A configuration that can be served. */
export type Reading = {
  readonly config: Config;
  readonly settings: Settings;
  readonly origins: Origins;
  /** Every single value of the configuration file, by path, as it may be shown. */
  readonly fileValues: FileReading["values"];
  /** What works, but hardly as the operator wants it. Sentences. */
  readonly warnings: readonly string[];
};

/**
 * Reads the configuration: flags over environment over file over defaults. All faults are told at once, each with
 * the variable or the place in the file, the value (unless it is a secret) and what it must be.
 */
export function readConfig(sources: Sources): Reading | { readonly faults: readonly string[] } {
  const file = openFile(sources);
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [key, variable] of variableList) {
    const found = findText(variable, sources, findInFile(key, file));
    const result = found && readValue(variable, found);
    if (result && "fault" in result) faults.push(result.fault);
    origins[key] = result && "origin" in result ? result.origin : "none";
    values[key] = result && "value" in result ? result.value : undefined;
  }
  // Each value comes from the reader of its row, and a row without a value is optional, or at fault.
  const reading = { settings: values as Settings, origins: origins as Origins };
  const config = toConfig(reading.settings, reading.origins, file);
  const all = [...faults, ...(file?.faults() ?? [])];
  if (all.length > 0) return { faults: all };
  const warnings = warningsOf({ ...reading, config }, sources.env);
  return { config, ...reading, fileValues: file?.values ?? [], warnings };
}

function openFile(sources: Sources): FileReading | undefined {
  const found = findText(variables.configFile, sources, undefined);
  const path = found && "text" in found ? variables.configFile.reader.read(found.text) : undefined;
  return found && "text" in found && path !== undefined
    ? readConfigFile(path, found.label, sources)
    : undefined;
}

function findInFile(key: VariableKey, file: FileReading | undefined): FoundInFile | undefined {
  const path = pathInFile(key);
  if (file === undefined || path === undefined) return undefined;
  const { value, isAtFault } = file.find(path);
  if (value !== undefined) return { value, origin: "file" };
  const { required }: Variable = variables[key];
  const isNotNeeded = required === "without-apps" && file.content.apps !== undefined;
  return isAtFault || isNotNeeded ? { value: undefined, origin: "none" } : undefined;
}

function readValue(
  { reader, secret }: Variable,
  found: Found | FoundInFile,
): { readonly value: unknown; readonly origin: Origin } | { readonly fault: string } {
  if ("fault" in found || "value" in found) return found;
  const { text, origin, label } = found;
  const value = reader.read(text);
  if (value !== undefined) return { value, origin };
  const shown = secret
    ? `${label} (${text.length} characters)`
    : `${label}=${JSON.stringify(withoutPassword(text))}`;
  return { fault: `${shown} is not valid; it must be ${reader.expected}.` };
}
