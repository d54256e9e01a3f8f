import { type Reading, readConfig, withoutPassword } from "../config/read-config.ts";
import { type VariableKey, variableList } from "../config/variables.ts";
import { defineCommand } from "./command.ts";
import { configurationOptions, environmentHelp } from "./configuration-options.ts";

/** `twivot config`: what the configuration comes to. */
export const config = defineCommand({
  name: "config",
  summary: "Print the effective configuration, with secrets masked",
  more: environmentHelp,
  options: {
    ...configurationOptions,
    check: { type: "boolean", about: "print nothing; tell by the exit status whether it is valid" },
  },
  run: async ({ json, check, ...flags }, world) => {
    const reading = readConfig({ ...world, flags: onlyText(flags) });
    if ("faults" in reading) {
      for (const fault of reading.faults) world.stderr(`${fault}\n`);
      if (json) world.stdout(`${JSON.stringify({ faults: reading.faults })}\n`);
      return 2;
    }
    for (const warning of reading.warnings) world.stderr(`warning: ${warning}\n`);
    if (!check) world.stdout(json ? printJson(reading) : printLines(reading));
    return 0;
  },
});

/** The values that are text: those of the configuration's options. */
export function onlyText(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}

/** `{ "settings": { "PORT": { "value": 8080, "from": "default" }, … }, "warnings": [ … ] }` */
function printJson(reading: Reading): string {
  const settings = variableList.map(([key, { name }]) => [
    name,
    { value: shown(key, reading) ?? null, from: reading.origins[key] },
  ]);
  const content = { settings: Object.fromEntries(settings), warnings: reading.warnings };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** `PORT=8080  # default`, a line each; what has no value is a comment. */
function printLines(reading: Reading): string {
  return variableList
    .map(([key, { name }]) => {
      const value = shown(key, reading);
      return value === undefined ? `# ${name} is not set\n` : `${name}=${value}  # ${reading.origins[key]}\n`;
    })
    .join("");
}

function shown(key: VariableKey, { settings }: Reading): string | number | undefined {
  const value = settings[key];
  const [, variable] = variableList.find(([other]) => other === key) ?? [];
  if (value !== undefined && variable?.secret) return "***";
  if (typeof value === "string") return withoutPassword(value);
  return typeof value === "number" ? value : undefined;
}
