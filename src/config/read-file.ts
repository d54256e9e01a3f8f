import { type Document, LineCounter, parseDocument } from "yaml";
import { pathText } from "./file-keys.ts";
import { type ConfigFile, fileSchema } from "./file-schema.ts";
import type { Sources } from "./find-text.ts";
import { type Findings, type Path, readTree } from "./read-tree.ts";

/** What a configuration file says. */
export type FileReading = {
  /** What is at fault is missing in it. */
  readonly content: ConfigFile;
  /** Each single value, by path, with the text to show: secrets are masked. */
  readonly values: Findings["values"];
  /** Adds what is only seen when all is put together. */
  readonly addFault: (path: Path, sentence: string) => void;
  /** `twivot.yaml:3:13: apps.default.voiceUrl="x" is not valid; …`, in the order of the file. */
  readonly faults: () => readonly string[];
  /** The value at a path; `isAtFault` where something is there that cannot be used. */
  readonly find: (path: Path) => { readonly value: unknown; readonly isAtFault: boolean };
};

/** Reads a configuration file. Whatever is wrong with it is in `faults`. */
export function readConfigFile(
  name: string,
  label: string,
  sources: Pick<Sources, "env" | "readFile">,
): FileReading {
  const lines = new LineCounter();
  const findings: Findings = { values: [], faults: [], offsets: new Map() };
  const parsed = parse(name, label, lines, sources);
  const broken: readonly string[] = "broken" in parsed ? parsed.broken : [];
  const content =
    "document" in parsed ? readTree(fileSchema, parsed.document.contents, [], findings, sources) : undefined;
  return {
    // The tree has what its schema says, or nothing.
    content: (content ?? {}) as ConfigFile,
    values: findings.values,
    addFault: (path, sentence) => {
      const at = pathText(path);
      findings.faults.push({ path: at, offset: findings.offsets.get(at) ?? 0, sentence });
    },
    faults: () => [
      ...broken,
      ...findings.faults
        .toSorted((a, b) => a.offset - b.offset)
        .map(({ offset, sentence }) => `${placeOf(name, offset, lines)}: ${sentence}`),
    ],
    find: (path) => ({
      value: path.reduce<unknown>(step, content),
      isAtFault: broken.length > 0 || isFaulty(path, findings),
    }),
  };
}

type Parsed = { readonly document: Document.Parsed } | { readonly broken: readonly string[] };

function parse(
  name: string,
  label: string,
  lines: LineCounter,
  { readFile }: Pick<Sources, "readFile">,
): Parsed {
  try {
    const text = readFile(name);
    // Every scalar is a text: 5.0 stays 5.0, and values are read as those of the environment.
    const document = parseDocument(text, { schema: "failsafe", prettyErrors: false, lineCounter: lines });
    const errors = [...document.errors, ...document.warnings];
    if (errors.length === 0) return { document };
    return {
      broken: errors.map(({ pos, message }) =>
        `${placeOf(name, pos[0], lines)}: ${message.trim()}.`.replace(/\.\.$/, "."),
      ),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      broken: [
        `${label}=${JSON.stringify(name)} cannot be read (${why}); name a YAML file that twivot may read.`,
      ],
    };
  }
}

function placeOf(name: string, offset: number, lines: LineCounter): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

/** Whether there is a fault at a path or above it. */
function isFaulty(path: Path, { faults }: Findings): boolean {
  const above = [...path.keys(), path.length].map((length) => pathText(path.slice(0, length)));
  return faults.some((fault) => above.includes(fault.path));
}

function step(above: unknown, name: string | number): unknown {
  return typeof above === "object" && above !== null && Object.hasOwn(above, name)
    ? (above as Readonly<Record<string | number, unknown>>)[name]
    : undefined;
}
