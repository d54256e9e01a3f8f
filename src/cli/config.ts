import { configurationPage } from "../config/configuration-page.ts";
import { pathInFile, pathText } from "../config/file-keys.ts";
import { fileSchema } from "../config/file-schema.ts";
import { type Reading, readConfig } from "../config/read-config.ts";
import { isGiven, type VariableKey, variableList } from "../config/variables.ts";
import { withoutPassword } from "../config/without-password.ts";
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
    schema: { type: "boolean", about: "print the JSON Schema of the configuration file" },
    markdown: { type: "boolean", about: "print the page docs/configuration.md" },
  },
  run: async ({ json, check, schema, markdown, ...flags }, world) => {
    if ([check, schema, markdown].filter(Boolean).length > 1) {
      world.stderr("Take one of --check, --schema and --markdown.\n");
      return 2;
    }
    if (schema || markdown) {
      world.stdout(schema ? `${JSON.stringify(fileSchema, undefined, 2)}\n` : configurationPage());
      return 0;
    }
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
  const others = onlyInFile(reading).map(({ path, shown }) => [path, { value: shown, from: "file" }]);
  const content = { settings: Object.fromEntries([...settings, ...others]), warnings: reading.warnings };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** `PORT=8080  # default`, a line each; what has no value is a comment. */
function printLines(reading: Reading): string {
  const settings = variableList.map(([key, { name }]) => {
    const value = shown(key, reading);
    return value === undefined ? `# ${name} is not set\n` : `${name}=${value}  # ${reading.origins[key]}\n`;
  });
  const others = onlyInFile(reading).map(({ path, shown }) => `${path}=${shown}  # file\n`);
  return [...settings, ...others].join("");
}

/** What the file has and no variable, or for one application only, unless a variable wins over it. */
function onlyInFile({ fileValues, origins }: Reading): Reading["fileValues"] {
  const hidden = new Set(
    variableList.flatMap(([key]) => {
      const own = isGiven(origins[key]) ? [pathText(["apps", "default", key])] : [];
      return [pathText(pathInFile(key) ?? []), ...own];
    }),
  );
  return fileValues.filter(({ path }) => !hidden.has(path));
}

function shown(key: VariableKey, { settings }: Reading): string | number | boolean | undefined {
  const value = settings[key];
  const [, variable] = variableList.find(([other]) => other === key) ?? [];
  if (value === undefined || typeof value === "number" || typeof value === "boolean") return value;
  return variable?.secret ? "***" : withoutPassword(String(value));
}
