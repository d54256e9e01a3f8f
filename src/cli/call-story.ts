import { outlineFlow } from "../callflow/outline.ts";
import { noteSentence } from "../fidelity/note.ts";
import type { Told } from "../proof/play-on-kazoo.ts";
import { renderTranscript } from "../simulator/transcript.ts";

/** Prints what is told of a call. Failures are no part of it. */
export type Story = (told: Told) => string;

/** Shorter silence is not noticed: Kazoo asks and is answered in it. */
const SHORTEST_SILENCE_MS = 100;

const timeColumn = " ".repeat("00:00.000  ".length);
const margin = timeColumn + " ".repeat("hears      ".length);

/**
 * A call as text for people. Beside the caller's transcript stands what the application is asked; with `verbose`
 * also its documents with line numbers, the callflow that they become, and the notes.
 *
 * ```
 * 00:00.000  asks       POST http://127.0.0.1:3000/voice From=+14155550100 To=+14155550111
 * 00:00.020  answered
 * 00:00.020  hears      "Hello." (female, en-us)
 * ```
 */
export function textStory(isVerbose: boolean): Story {
  let first: Readonly<Record<string, string>> | undefined;
  return (told) => {
    switch (told.kind) {
      case "told":
      case "asked": {
        const shown = askedParameters(told.parameters, first, isVerbose);
        first ??= told.parameters;
        return renderTranscript([{ ...told, parameters: shown }]);
      }
      case "requested":
      case "failed":
        return "";
      case "silence":
        return told.forMs < SHORTEST_SILENCE_MS ? "" : renderTranscript([told]);
      case "document":
        return isVerbose ? row("answer", documentLines(told)) : "";
      case "flow":
        return isVerbose ? row("callflow", [outlineFlow(told.flow).join(" → ")]) : "";
      case "note": {
        const { line, column, code, severity } = told.note;
        const place = `${line}:${column}: ${code} (${severity})`;
        return isVerbose ? row("note", [`${place}: ${noteSentence(told.note)}`]) : "";
      }
      default:
        return renderTranscript([told]);
    }
  };
}

/** A call as JSON, an event a line; with `verbose` also documents, callflows and notes. */
export function jsonStory(isVerbose: boolean): Story {
  return (told) => {
    switch (told.kind) {
      case "document": {
        const { body, ...others } = told;
        return isVerbose ? jsonLine({ ...others, body: documentText(told) }) : "";
      }
      case "flow":
        return isVerbose ? jsonLine(told) : "";
      case "note":
        return isVerbose
          ? jsonLine({ ...told, note: { ...told.note, message: noteSentence(told.note) } })
          : "";
      default:
        return jsonLine(told);
    }
  };
}

function jsonLine(content: object): string {
  return `${JSON.stringify(content)}\n`;
}

/** Of the first request who calls whom, or with `verbose` all; of later ones what is different. */
function askedParameters(
  parameters: Readonly<Record<string, string>>,
  first: Readonly<Record<string, string>> | undefined,
  isVerbose: boolean,
): Readonly<Record<string, string>> {
  const { From = "", To = "" } = parameters;
  if (first === undefined && !isVerbose) return { From, To };
  const news = Object.entries(parameters).filter(([name, value]) => value !== (first?.[name] ?? ""));
  return Object.fromEntries(news);
}

type Document = Extract<Told, { kind: "document" }>;

function documentLines(document: Document): string[] {
  const lines = documentText(document).trimEnd().split(/\r?\n/);
  const width = String(lines.length).length;
  const numbered = lines.map((text, index) => `${String(index + 1).padStart(width)}  ${printable(text)}`);
  return [`${document.status} ${contentType(document)}`.trim(), ...numbered];
}

function documentText(document: Document): string {
  if (/^(?:audio|video|image)\//i.test(contentType(document))) return `(${document.body.length} bytes)`;
  return new TextDecoder().decode(document.body);
}

function contentType({ headers }: Document): string {
  return printable(String(headers["content-type"] ?? ""));
}

/** What the application sends could otherwise command the terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, "\uFFFD");
}

function row(name: string, [first = "", ...others]: readonly string[]): string {
  const label = timeColumn + name.padEnd(margin.length - timeColumn.length);
  return [label + first, ...others.map((line) => margin + line), ""].join("\n");
}
