import type { Element, Position } from "../twiml/element.ts";
import { catalogue, type NoteCode, type Severity } from "./catalogue.ts";

/** What will differ from Twilio, or what Twilio itself would warn of. A note never stops a call. */
export type Note = Position & {
  readonly code: NoteCode;
  readonly severity: Severity;
  /** The verb or noun it is about. */
  readonly verb: string;
  /** The values that the sentence names. */
  readonly details: Readonly<Record<string, string | number>>;
  /** Twilio's number, where Twilio's debugger warns of the same. */
  readonly twilioCode?: number;
};

/** Collects the notes of one translation, in document order. */
export class Notes {
  readonly #notes: Note[] = [];

  /** Leaves a note about an element; `twilioCode` where it is not the catalogue's. */
  add(
    code: NoteCode,
    at: Element,
    details: Readonly<Record<string, string | number>> = {},
    twilioCode: number | undefined = (catalogue[code] as { twilioCode?: number }).twilioCode,
  ): void {
    const { severity } = catalogue[code];
    const note = { code, severity, verb: at.name, line: at.line, column: at.column, details };
    this.#notes.push(twilioCode === undefined ? note : { ...note, twilioCode });
  }

  /** All notes so far. */
  get all(): readonly Note[] {
    return this.#notes;
  }
}

/** The note as a sentence for people. */
export function noteSentence(note: Note): string {
  return catalogue[note.code].sentence.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    name === "verb" ? note.verb : String(note.details[name] ?? `{${name}}`),
  );
}
