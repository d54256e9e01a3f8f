import type { Notes } from "../fidelity/note.ts";
import { integer, type Reader, text, type Values } from "../twiml/attributes.ts";
import { childElements, type Element } from "../twiml/element.ts";
import { ssml } from "./ssml.ts";
import { kazooVoice, type Voice } from "./voices.ts";

/** What Kazoo is to speak, as one text of any length. */
export type Speech = Voice & { readonly text: string };

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

/** The speech of a `<Say>`; undefined, with a note, where it has no text. */
export function readSpeech(
  values: Values<typeof sayAttributes>,
  element: Element,
  notes: Notes,
): Speech | undefined {
  for (const name of new Set(childElements(element).map((child) => child.name))) {
    notes.add("say-ssml", element, { element: name });
  }
  const words = spokenText(element)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (words === "") {
    notes.add("nothing-to-play", element);
    return undefined;
  }
  const { isNamed, voice, language } = kazooVoice(values.voice, values.language);
  if (isNamed) notes.add("say-voice", element, { voice: values.voice ?? "", kazoo: voice });
  if (!/^en\b/.test(language)) notes.add("say-language", element, { language });
  return { text: words, voice, language };
}

/** The words of an element without its markup; what markup sets apart stays apart. */
function spokenText(element: Element): string {
  return element.children
    .map((node) => {
      if (node.kind === "text") return node.text;
      if (node.name === "sub") return node.attributes["alias"] ?? spokenText(node);
      return ["break", "p", "s"].includes(node.name) ? ` ${spokenText(node)} ` : spokenText(node);
    })
    .join("");
}
