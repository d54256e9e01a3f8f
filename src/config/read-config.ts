import type { Config } from "../config.ts";
import { type Found, findText, type Sources } from "./find-text.ts";
import { type Origin, type Origins, type Settings, type Variable, variableList } from "./variables.ts";
import { warningsOf } from "./warnings.ts";

/** A configuration that can be served. */
export type Reading = {
  readonly config: Config;
  readonly settings: Settings;
  readonly origins: Origins;
  /** What works, but hardly as the operator wants it. Sentences. */
  readonly warnings: readonly string[];
};

/**
 * Reads the configuration: flags over environment over defaults. All faults are told at once, each with the
 * variable, its value (unless it is a secret) and what it must be.
 */
export function readConfig(sources: Sources): Reading | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [key, variable] of variableList) {
    const found = findText(variable, sources);
    const result = found && readValue(variable, found);
    if (result && "fault" in result) faults.push(result.fault);
    origins[key] = result && "origin" in result ? result.origin : "none";
    values[key] = result && "value" in result ? result.value : undefined;
  }
  if (faults.length > 0) return { faults };
  // Each value comes from the reader of its row, and a row without a value is optional.
  const reading = { settings: values as Settings, origins: origins as Origins };
  return { config: toConfig(reading.settings), ...reading, warnings: warningsOf(reading, sources.env) };
}

/** A text with the password of a URL in it masked. */
export function withoutPassword(text: string): string {
  return text.replace(/(\/\/[^/?#@:]*):[^/?#]*@/, "$1:***@");
}

function readValue(
  { reader, secret }: Variable,
  found: Found,
): { readonly value: unknown; readonly origin: Origin } | { readonly fault: string } {
  if ("fault" in found) return found;
  const { text, origin, label } = found;
  const value = reader.read(text);
  if (value !== undefined) return { value, origin };
  const shown = secret
    ? `${label} (${text.length} characters)`
    : `${label}=${JSON.stringify(withoutPassword(text))}`;
  return { fault: `${shown} is not valid; it must be ${reader.expected}.` };
}

function toConfig(settings: Settings): Config {
  const {
    voiceUrl,
    voiceMethod,
    fallbackUrl,
    fallbackMethod,
    statusCallback,
    statusCallbackMethod,
    accountSid,
    authToken,
    ...proxy
  } = settings;
  const app = {
    name: "default",
    voiceUrl,
    voiceMethod,
    fallbackUrl,
    fallbackMethod,
    statusCallback,
    statusCallbackMethod,
    accountSid,
    authToken,
  };
  return { ...proxy, apps: { default: app } };
}
