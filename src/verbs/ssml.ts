import type { NoteCode } from "../fidelity/catalogue.ts";
import { type Element, textContent } from "../twiml/element.ts";
import type { Inner, Support } from "./define.ts";
import { type Rest, restOf } from "./ssml/break.ts";
import { sayAs } from "./ssml/say-as.ts";

/** Kazoo's tts takes text (cf_tts:handle/2): what a tag would do to the voice is told by one note. */
const plain = { element: "say-ssml" } as const satisfies Support;

/**
 * What may stand in a `<Say>`.
 *
 * @see https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml
 */
export const ssml: readonly Inner[] = [
  { name: "break", attributes: ["strength"], support: { attributes: { time: "gather-break" } } },
  { name: "emphasis", support: { ...plain, attributes: { level: "say-ssml" } } },
  { name: "lang", support: { ...plain, attributes: { "xml:lang": "say-ssml" } } },
  { name: "p" },
  { name: "phoneme", support: { ...plain, attributes: { alphabet: "say-ssml", ph: "say-ssml" } } },
  {
    name: "prosody",
    support: { ...plain, attributes: { pitch: "say-ssml", rate: "say-ssml", volume: "say-ssml" } },
  },
  { name: "s" },
  { name: "say-as", attributes: ["format"], support: { attributes: { "interpret-as": "say-ssml" } } },
  // The alias is what is spoken.
  { name: "sub", attributes: ["alias"] },
  { name: "w", support: { ...plain, attributes: { role: "say-ssml" } } },
];

/** What remains of a text with markup: words, and the rests between them. */
export type SpokenPiece = { readonly kind: "words"; readonly words: string } | Rest;

/** Elements that do to the voice what Kazoo cannot: their words are spoken all the same. */
const unheard = new Set(["emphasis", "lang", "phoneme", "prosody", "w"]);

type Speaking = {
  readonly isEnglish: boolean;
  /** Is told what is not spoken as asked for, and the element where the note names one. */
  readonly tell: (code: NoteCode, element?: string) => void;
};

/** The words of an element and the rests between them. */
export function spokenPieces(element: Element, speaking: Speaking): readonly SpokenPiece[] {
  return element.children.flatMap((node): readonly SpokenPiece[] => {
    if (node.kind === "text") return [{ kind: "words", words: node.text }];
    if (unheard.has(node.name)) speaking.tell("say-ssml", node.name);
    switch (node.name) {
      case "break":
        return [restOf(node)];
      case "p":
      case "s":
        return [sentenceEnd, ...spokenPieces(node, speaking), sentenceEnd];
      case "say-as":
        return [{ kind: "words", words: sayAsWords(node, speaking) }];
      case "sub":
        return [{ kind: "words", words: node.attributes["alias"] ?? textContent(node) }];
      default:
        return spokenPieces(node, speaking);
    }
  });
}

const sentenceEnd: Rest = { kind: "mark", mark: "." };

function sayAsWords(node: Element, { isEnglish, tell }: Speaking): string {
  const words = textContent(node);
  const interpretAs = node.attributes["interpret-as"]?.trim().toLowerCase() ?? "";
  if (interpretAs === "expletive") {
    tell("say-expletive");
    return " ";
  }
  const format = node.attributes["format"] ?? node.attributes["role"] ?? "";
  const converted = sayAs(words, { interpretAs, format, isEnglish });
  if (converted === undefined) tell("say-ssml", `say-as ${interpretAs}`.trim());
  return converted ?? words;
}
