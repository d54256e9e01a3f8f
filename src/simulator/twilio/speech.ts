import { type Element, textContent } from "../../twiml/element.ts";
import type { Sound } from "../transcript.ts";

/** A short tag (RFC 5646, section 2.1); Twilio warns of others (https://www.twilio.com/docs/api/errors/13512). */
const languageTag = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i;

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
  const tag = written.language?.trim() ?? "";
  const language = languageTag.test(tag) ? tag : languageOf(voice);
  return { kind: "speech", text, voice, language };
}

/** What a Say lets be heard: its words, parted where a break has a time. */
export function soundsOf(
  element: Element,
  written: { readonly voice?: string | undefined; readonly language?: string | undefined },
): readonly Sound[] {
  const pieces: (string | number)[] = [""];
  collect(element, pieces);
  return pieces.flatMap((piece): Sound[] => {
    if (typeof piece === "number") return piece === 0 ? [] : [{ kind: "silence", lengthMs: piece }];
    const speech = speechOf(piece, written);
    return speech === undefined ? [] : [speech];
  });
}

/** Words as they come, and milliseconds of breaks (https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml). */
function collect(element: Element, pieces: (string | number)[]): void {
  const add = (words: string): void => {
    pieces.push(`${pieces.pop() ?? ""}${words}`);
  };
  for (const node of element.children) {
    if (node.kind === "text") add(node.text);
    else if (node.name === "sub") add(node.attributes["alias"] ?? textContent(node));
    else if (node.name === "say-as") add(readAs(textContent(node), node.attributes));
    else if (node.name === "break") {
      const ms = breakMs(node);
      if (ms === undefined) add(" ");
      else pieces.push(ms, "");
    } else {
      // A paragraph and a sentence part words without a blank in the document.
      const isBlock = node.name === "p" || node.name === "s";
      if (isBlock) add(" ");
      collect(node, pieces);
      if (isBlock) add(" ");
    }
  }
}

/** A break without a time is a rest like that of a comma or a full stop, which the transcript does not tell. */
function breakMs({ attributes }: Element): number | undefined {
  const [, amount = "", unit] = /^\s*\+?([\d.]+)\s*(m?s)\s*$/i.exec(attributes["time"] ?? "") ?? [];
  if (unit === undefined || Number.isNaN(Number(amount))) return undefined;
  return Math.min(10_000, Math.round(Number(amount) * (unit.toLowerCase() === "s" ? 1000 : 1)));
}

/**
 * What the voice says for a text that is to be read in a certain way, as far as plain words can tell; an expletive is
 * bleeped.
 *
 * @see https://docs.aws.amazon.com/polly/latest/dg/say-as-tag.html
 */
function readAs(text: string, attributes: Element["attributes"]): string {
  const way = attributes["interpret-as"]?.trim().toLowerCase() ?? "";
  if (/^(?:characters|spell-out|verbatim)$/.test(way)) return [...text.replace(/\s/g, "")].join(" ");
  if (way === "telephone") return text.replace(/[^\p{L}\p{N}*#+]/gu, "");
  if (way === "ordinal" && /^\s*[\d,]+\s*$/.test(text)) return ordinal(text.replace(/[\s,]/g, ""));
  return way === "expletive" ? " " : text;
}

function ordinal(digits: string): string {
  const endings = { one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" } as const;
  return digits + endings[new Intl.PluralRules("en", { type: "ordinal" }).select(Number(digits))];
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
