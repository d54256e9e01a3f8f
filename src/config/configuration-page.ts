import { pathInFile, pathText } from "./file-keys.ts";
import { fileSchema } from "./file-schema.ts";
import type { Shape } from "./read-tree.ts";
import { flagOf, type Variable, variableList } from "./variables.ts";

/** The page docs/configuration.md: every variable, and every key of the configuration file. Markdown. */
export function configurationPage(): string {
  const ofVariables = new Set(
    variableList.map(([key]) => pathText(pathInFile(key) ?? [])).filter((path) => path !== ""),
  );
  const others = keysOf(fileSchema, "").filter(({ path }) => !ofVariables.has(path));
  return `${[
    ...introduction,
    "| variable | option | key in the file | meaning | default |",
    "|---|---|---|---|---|",
    ...variableList.map(([key, variable]) => variableRow(pathText(pathInFile(key) ?? []), variable)),
    "",
    ...fileSection,
    "| key | value | meaning |",
    "|---|---|---|",
    ...others.map(({ path, kind, about }) => `| \`${path}\` | ${kind} | ${escaped(about)} |`),
    "",
    ...reloadSection,
  ].join("\n")}`;
}

const introduction = [
  "# Configuration",
  "",
  "Printed from the code by `npm run docs`; edit src/config instead.",
  "",
  "Options of the command line win over variables of the environment, those over the configuration file, and that over",
  "the defaults. All faults are told at once, and nothing starts with one. `twivot config` prints what it comes to and where",
  "each value is from.",
  "",
  "## Variables",
  "",
  "A secret can be read from a file: `<variable>_FILE` names it. On the command line a secret always is the name of a file.",
  "",
];

const fileSection = [
  "## The configuration file",
  "",
  "`TWIVOT_CONFIG` or `--config` names a YAML file. It can have what variables have, under the keys above, and what needs",
  "more than one line. Editors check it with the schema that `twivot config --schema` prints. A secret is written as it is,",
  "or `{ file: PATH }`, or `{ env: NAME }`. Paths start at the working directory. Aliases are not taken.",
  "",
  "```yaml",
  "publicUrl: http://twivot.internal:8080",
  "secret: { file: /run/secrets/twivot }",
  "kazooVersion: 5.0",
  "returnExtension: 9001",
  "endpoints:",
  "  clients:",
  "    alice: { user: 0d2f3e4a5b6c7d8e9f00112233445566 }",
  "  queues:",
  "    support: { queue: 77f2a0b1c2d3e4f5a6b7c8d9e0f10203 }",
  "  default: { callflow: 5a6b7c8d9e0f102030d2f3e4a5b6c7d8 }",
  "voices:",
  "  Polly.Joanna: { voice: en-US-Neural2-F, engine: google, language: en-US }",
  "recordings:",
  "  s3: { bucket: calls, region: eu-central-1 }",
  "apps:",
  "  default:",
  "    voiceUrl: https://ivr.example.com/voice",
  "    authToken: { env: TWILIO_AUTH_TOKEN }",
  "  support:",
  "    voiceUrl: https://support.example.com/voice",
  "    fallbackUrl: https://support.example.com/sorry",
  "    kazooVersion: 4.3",
  "routes:",
  "  - { to: +15005550006, app: support }",
  "  - { realm: support.example.com, app: support }",
  "```",
  "",
  "`TWIVOT_VOICE_URL` and the other variables of one application make the one named `default`; where the file has it too,",
  "they win. Applications of other names take nothing from them: each names its own account sid and auth token.",
  "A call to `/pivot/NAME` goes to that application. One to `/pivot` goes by the first route that matches, else to `default`.",
  "",
];

const reloadSection = [
  "## Reload",
  "",
  "On SIGHUP everything is read anew. If all is good it takes its place for the next request of any call; with a fault in it,",
  "what was read before stays, and the faults are in the log. Listeners, log level, secret, Redis, allowed hosts and",
  "senders, trusted proxies, capture and the place of recordings change with a restart only; the log says so.",
  "",
];

function variableRow(path: string, variable: Variable): string {
  const { name, about, required, random } = variable;
  const preset = required ? "required" : random ? "random" : (variable.default ?? "none");
  const key = path === "" ? "" : `\`${path}\``;
  return `| \`${name}\` | \`--${flagOf(variable)}\` | ${key} | ${escaped(about)} | ${variable.default === undefined ? preset : `\`${preset}\``} |`;
}

type Key = { readonly path: string; readonly kind: string; readonly about: string };

/** Every key below a schema, maps by `NAME` and lists by `[]`. */
function keysOf(shape: Shape, path: string): readonly Key[] {
  const named = Object.entries(shape.properties ?? {}).map(
    ([name, property]) => [path === "" ? name : `${path}.${name}`, property] as const,
  );
  const each = shape.additionalProperties ? [[`${path}.NAME`, shape.additionalProperties] as const] : [];
  const items = shape.items ? [[`${path}[]`, shape.items] as const] : [];
  return [...named, ...each, ...items].flatMap(([at, below]) => [
    { path: at, kind: kindOf(below), about: below.description ?? "" },
    // What an application has is told once, below NAME; so are endpoints and voices, at the top.
    ...(/^apps\.(default|NAME\.(endpoints|voices))$/.test(at) || isRepeated(at) ? [] : keysOf(below, at)),
  ]);
}

/** Endpoints are alike wherever they stand: their keys are told for clients. */
function isRepeated(path: string): boolean {
  return /^endpoints\.(sip|numbers|queues)\.NAME$|^endpoints\.default$/.test(path);
}

function kindOf(shape: Shape & { readonly enum?: readonly unknown[] }): string {
  if (shape.items) return "list";
  if (shape.properties || shape.additionalProperties) return "map";
  if (shape.enum) return [...new Set(shape.enum.map((word) => `\`${word}\``))].join(", ");
  return Array.isArray(shape.type)
    ? "text"
    : ({ integer: "number", boolean: "true, false" }[shape.type ?? ""] ?? "text");
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
