import type { Element } from "../../twiml/element.ts";
import type { Sound } from "../transcript.ts";

type Speech = Extract<Sound, { kind: "speech" }>;

/**
 * Words as Twilio speaks them: blanks run together, nothing where there are no words
 * (https://www.twilio.com/docs/api/errors/13520). The voice is as written, `man` where it is none of Twilio's
 * (https://www.twilio.com/docs/voice/twiml/say#voice). The language is empty where it is the voice's own.
 */
export function speechOf(
  words: string,
  written: { readonly voice?: string | undefined; readonly language?: string | undefined },
): Speech | undefined {
  const text = words.replace(/\s+/g, " ").trim();
  if (text === "") return undefined;
  const voice = voiceOf(written.voice?.trim() ?? "");
  const language = written.language?.trim() || languageOf(voice);
  return { kind: "speech", text, voice, language };
}

/** The words of a Say without its markup (https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml). */
export function wordsOf(element: Element): string {
  return element.children
    .map((node) => {
      if (node.kind === "text") return node.text;
      const words = node.name === "sub" ? (node.attributes["alias"] ?? wordsOf(node)) : wordsOf(node);
      // A paragraph, a sentence and a break part words without a blank in the document.
      return /^(?:p|s|break)$/.test(node.name) ? ` ${words} ` : words;
    })
    .join("");
}

function voiceOf(written: string): string {
  const isVoice = /^(?:man|woman|alice|male|female|eve|brian|(?:Polly|Google)\..+)$/.test(written);
  return isVoice ? written : "man";
}

/** English for the basic voices; the others speak their own language, which names of Google begin with. */
function languageOf(voice: string): string {
  if (!voice.includes(".")) return "en-US";
  return /^Google\.([a-z]{2,3}-[A-Z]{2})-/.exec(voice)?.[1] ?? "";
}
