import type { NoteCode } from "../fidelity/catalogue.ts";
import type { Notes } from "../fidelity/note.ts";
import { integer, type Reader, text, type Values } from "../twiml/attributes.ts";
import type { Element } from "../twiml/element.ts";
import type { Setting } from "./define.ts";
import { type SpokenPiece, spokenPieces, ssml } from "./ssml.ts";
import { kazooVoice, type Voice } from "./voices.ts";

/** What Kazoo is to speak, as one text of any length. */
export type Speech = Voice & { readonly text: string };

/** A part of a `<Say>`: a text, or silence of so many milliseconds. */
export type SpokenPart =
  | ({ readonly kind: "speech" } & Speech)
  | { readonly kind: "rest"; readonly ms: number };

/** A language as a short tag (RFC 5646, section 2.1), in any case. */
function languageTag({ twilioCode }: { readonly twilioCode: number }): Reader<string | undefined> {
  return {
    default: undefined,
    expected: "a language such as en-US",
    twilioCode,
    read: (value) => /^\s*([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3})\s*$/i.exec(value)?.[1],
  };
}

/** @see https://www.twilio.com/docs/voice/twiml/say */
export const sayAttributes = {
  voice: text({ default: undefined, twilioCode: 13511 }),
  language: languageTag({ twilioCode: 13512 }),
  /** Rounds; 0 is until hang-up, or 1,000. */
  loop: integer({ default: 1, twilioCode: 13510 }),
};

/** The names of what may stand in a `<Say>`. */
export const ssmlElements: readonly string[] = ssml.map(({ name }) => name);

/** The parts of a `<Say>`: one text, unless there is silence in it. None, with a note, where nothing is spoken. */
export function readSpeech(
  values: Values<typeof sayAttributes>,
  element: Element,
  { platform }: Pick<Setting, "platform">,
  notes: Notes,
): readonly SpokenPart[] {
  const { standing, ...voice } = kazooVoice(values.voice, values.language, platform.voices);
  const isEnglish = /^en\b/i.test(voice.language);
  const told = new Set<string>();
  const tell = (code: NoteCode, markup = ""): void => {
    if (!told.has(code + markup)) notes.add(code, element, markup === "" ? {} : { element: markup });
    told.add(code + markup);
  };
  const parts = joinPieces(spokenPieces(element, { isEnglish, tell }), voice);
  if (parts.length === 0) {
    notes.add("nothing-to-play", element);
    return [];
  }
  if (standing === "named")
    notes.add("say-voice", element, { voice: values.voice ?? "", kazoo: voice.voice });
  const isFlite = voice.engine === undefined || voice.engine === "flite";
  if (!isEnglish && isFlite) notes.add("say-language", element, { language: voice.language });
  return parts;
}

function joinPieces(pieces: readonly SpokenPiece[], voice: Voice): readonly SpokenPart[] {
  const parts: SpokenPart[] = [];
  let words = "";
  const finish = (): void => {
    const spoken = words.replace(/[\s\p{Cc}]+/gu, " ").trim();
    if (spoken !== "") parts.push({ kind: "speech", ...voice, text: spoken });
    words = "";
  };
  for (const piece of pieces) {
    switch (piece.kind) {
      case "words":
        words += piece.words;
        break;
      case "mark":
        words = withMark(words, piece.mark);
        break;
      case "none":
        words += " ";
        break;
      case "silence":
        finish();
        parts.push({ kind: "rest", ms: piece.ms });
    }
  }
  finish();
  return parts;
}

/** Words with a rest behind them, unless there is one. */
function withMark(words: string, mark: string): string {
  const written = words.trimEnd();
  const rests = written === "" || /[.!?…,;:。！？、，]["'”’)\]]*$/u.test(written);
  return rests ? `${words} ` : `${written}${mark} `;
}
