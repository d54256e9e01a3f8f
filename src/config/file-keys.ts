import type { VariableKey } from "./variables.ts";

/** The variables that are about one application: those make the application `default`. */
export const appKeys = [
  "voiceUrl",
  "voiceMethod",
  "fallbackUrl",
  "fallbackMethod",
  "statusCallback",
  "statusCallbackMethod",
  "accountSid",
  "authToken",
] as const satisfies readonly VariableKey[];

/** Where the value of a variable stands in the configuration file; undefined for the file's own name. */
export function pathInFile(key: VariableKey): readonly string[] | undefined {
  if (key === "configFile") return undefined;
  if (key === "secrets") return ["secret"];
  if (appKeys.some((appKey) => appKey === key)) return ["apps", "default", key];
  const [, first, rest] = /^recordings(.)(.+)$/.exec(key) ?? [];
  return first === undefined ? [key] : ["recordings", `${first.toLowerCase()}${rest}`];
}

/** A path as it is written in sentences: `apps.default.voiceUrl`, `routes[0].to`, `endpoints.numbers["+1555"]`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
