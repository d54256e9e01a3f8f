import { flagOf, type Origin, type Variable } from "./variables.ts";

/** The world that a configuration is read from. */
export type Sources = {
  /** By option name without dashes, see `flagOf`. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @throws when the file cannot be read; the error's message says why. */
  readonly readFile: (path: string) => string;
  readonly randomBytes: (size: number) => Uint8Array;
};

/** The text of a variable and what to call it in a sentence, or why there is none. */
export type Found =
  | { readonly text: string; readonly origin: Origin; readonly label: string }
  | { readonly fault: string };

/** A value of the configuration file, read already; `none` where it is at fault, or where it need not be. */
export type FoundInFile =
  | { readonly value: unknown; readonly origin: "file" }
  | { readonly value: undefined; readonly origin: "none" };

/**
 * The text of a variable from the first place that has one: command line, environment (or the file that it
 * names), configuration file, default. Undefined where an optional one has none. An empty text counts as none.
 */
export function findText(
  variable: Variable,
  sources: Sources,
  inFile: FoundInFile | undefined,
): Found | FoundInFile | undefined {
  return (
    onCommandLine(variable, sources) ??
    inEnvironment(variable, sources) ??
    inFile ??
    byDefault(variable, sources)
  );
}

function onCommandLine(variable: Variable, { flags, readFile }: Sources): Found | undefined {
  const flag = flagOf(variable);
  const text = flags[flag];
  if (!text) return undefined;
  const label = `--${flag}`;
  return variable.secret
    ? { ...readSecretFile(label, text, readFile), origin: "flag" }
    : { text, origin: "flag", label };
}

function inEnvironment(variable: Variable, { env, readFile }: Sources): Found | undefined {
  const { name, secret } = variable;
  const fileName = `${name}_FILE`;
  const text = env[name];
  const path = secret && env[fileName];
  if (text && path) return { fault: `${name} and ${fileName} are both set; unset one of them.` };
  if (path) return { ...readSecretFile(fileName, path, readFile), origin: "environment" };
  return text ? { text, origin: "environment", label: name } : undefined;
}

function byDefault(variable: Variable, { randomBytes }: Sources): Found | undefined {
  const label = variable.name;
  if (variable.default !== undefined) return { text: variable.default, origin: "default", label };
  if (variable.random !== undefined) return { text: variable.random(randomBytes), origin: "random", label };
  return variable.required && { fault: `${label} is not set; it must be ${variable.reader.expected}.` };
}

/** The content of a file of one secret; the newline at its end is not part of it. `name` is what named the file. */
export function readSecretFile(
  name: string,
  path: string,
  readFile: Sources["readFile"],
): { readonly text: string; readonly label: string } | { readonly fault: string } {
  const label = `${name}="${path}"`;
  try {
    const text = readFile(path).replace(/\r?\n$/, "");
    if (text !== "") return { text, label: `The content of ${label}` };
    return { fault: `${label} is an empty file; write the value into it or unset ${name}.` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { fault: `${label} cannot be read (${why}); name a file that twivot may read.` };
  }
}
