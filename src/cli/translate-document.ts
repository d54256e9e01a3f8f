import type { Flow, KazooVersion } from "../callflow/flow.ts";
import { DocumentError, TwimlError } from "../errors.ts";
import { type Note, noteSentence } from "../fidelity/note.ts";
import { type Finishing, finish } from "../respond/finish.ts";
import { query } from "../respond/links.ts";
import { allNotes } from "../translate/all-notes.ts";
import { newState } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { plainSetting } from "../verbs/plain-setting.ts";
import type { Options, World } from "./command.ts";

/** Options of commands that translate documents. */
export const documentOptions = {
  kazoo: { type: "string", value: "VERSION", about: "4.3 (default) or 5.0" },
  url: { type: "string", value: "BASE", about: "the URL of the document, which relative URLs start from" },
} as const satisfies Options;

/** Where Kazoo would reach twivot, unless it is told. */
export const EXAMPLE_PUBLIC_URL = "http://twivot.example";

/** What a document is translated for. */
export type Target = {
  readonly kazoo: KazooVersion;
  readonly documentUrl: string;
  readonly publicUrl: string;
};

/** What came of a file. */
export type Outcome =
  | { readonly file: string; readonly flow: Flow; readonly notes: readonly ToldNote[] }
  | { readonly file: string; readonly error: Fault };

export type Fault = {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
};

/** A note with its sentence. */
export type ToldNote = Note & { readonly message: string };

type TargetOptions = { readonly kazoo?: string; readonly url?: string; readonly "public-url"?: string };

/** The target of a command that translates files. What is wrong with its options or operands is told on stderr. */
export function targetOf(values: TargetOptions, files: readonly string[], world: World): Target | undefined {
  const target =
    files.length === 0
      ? { fault: "Name a file, or - for the standard input." }
      : readTarget(values, world.env);
  if (!("fault" in target)) return target;
  world.stderr(`${target.fault}\n`);
  return undefined;
}

function readTarget(values: TargetOptions, env: World["env"]): Target | { readonly fault: string } {
  const { kazoo = env["TWIVOT_KAZOO_VERSION"] || "4.3", url = "http://app.example/voice" } = values;
  if (kazoo !== "4.3" && kazoo !== "5.0") {
    const name = values.kazoo === undefined ? "TWIVOT_KAZOO_VERSION" : "--kazoo";
    return { fault: `${name}="${kazoo}" is not valid; it must be 4.3 or 5.0.` };
  }
  for (const [option, value] of Object.entries({
    url,
    "public-url": values["public-url"] ?? EXAMPLE_PUBLIC_URL,
  })) {
    if (!/^https?:\/\/[^/?#]/i.test(value)) {
      return { fault: `--${option}="${value}" is not valid; it must be an absolute http or https URL.` };
    }
  }
  return {
    kazoo,
    documentUrl: url,
    publicUrl: (values["public-url"] ?? EXAMPLE_PUBLIC_URL).replace(/\/+$/, ""),
  };
}

/** Translates a file, `-` being the standard input; nothing throws but bugs. */
export async function translateFile(file: string, target: Target, world: World): Promise<Outcome> {
  const { kazoo, documentUrl } = target;
  try {
    const elements = childElements(parseTwiml(await readText(file, world)));
    const setting = plainSetting(kazoo, documentUrl);
    const { draft } = translate(elements, newState, setting);
    const flow = finish(draft, previewLinks(target));
    const notes = allNotes(elements, newState, setting);
    return { file, flow, notes: notes.map((note) => ({ ...note, message: noteSentence(note) })) };
  } catch (error) {
    return { file, error: asFault(error) };
  }
}

/** A real token would differ each time; these are counted. */
function previewLinks({ publicUrl }: Target): Finishing {
  const names = new Map<unknown, string>();
  const name = (of: unknown): string => {
    const made = names.get(of) ?? `preview-${names.size + 1}`;
    names.set(of, made);
    return made;
  };
  return {
    url: (continuation, _ends, outcome) => `${publicUrl}/pivot/c/${name(continuation)}${query({ outcome })}`,
    variable: name,
    upload: (recording) => `${publicUrl}/recordings/u/${name(recording)}`,
    recordingFormat: "mp3",
  };
}

async function readText(file: string, world: World): Promise<string> {
  if (file === "-") return world.stdin();
  try {
    return world.readFile(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableFile(`The file cannot be read: ${why}`, { cause });
  }
}

class UnreadableFile extends Error {}

function asFault(error: unknown): Fault {
  if (error instanceof TwimlError) {
    const { code, message, hint, line, column } = error;
    return { code, message: hint === undefined ? message : `${message} ${hint}`, line, column };
  }
  if (error instanceof DocumentError) return { code: error.code, message: error.message, line: 1, column: 1 };
  if (error instanceof UnreadableFile)
    return { code: "file-unreadable", message: error.message, line: 1, column: 1 };
  throw error;
}
