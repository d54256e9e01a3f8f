import { dateWords } from "./date-words.ts";

/** Names of the ways in which Twilio's voices read a text one character or digit after the other. */
const spelled = new Set(["characters", "spell-out", "verbatim"]);

/**
 * A text as plain words that any voice reads as `<say-as>` would have it read; undefined where there are none, so that
 * the text is read as it is.
 *
 * @param interpretAs such as `digits`.
 * @param format of a date, such as `mdy`.
 * @see https://www.twilio.com/docs/voice/twiml/say/text-speech#say-as
 */
export function sayAs(
  words: string,
  {
    interpretAs,
    format,
    isEnglish,
  }: { readonly interpretAs: string; readonly format: string; readonly isEnglish: boolean },
): string | undefined {
  if (spelled.has(interpretAs)) return [...words.replace(/\s+/g, "")].join(" ");
  switch (interpretAs) {
    case "digits":
      return words.replace(/(?<=\d)(?=\d)/g, " ");
    case "telephone":
      return telephoneWords(words);
    case "cardinal":
    case "number":
      return words;
    case "ordinal":
      return isEnglish ? ordinalWord(words) : undefined;
    case "date":
      return isEnglish ? dateWords(words, format) : undefined;
    default:
      return undefined;
  }
}

/** Digit by digit, with a rest where the number is written in groups: `(555) 010-0199` is `5 5 5, 0 1 0, 0 1 9 9`. */
function telephoneWords(words: string): string {
  const groups = words.match(/\+|[\p{L}\p{N}*#]+/gu) ?? [];
  return groups
    .map((group) => (/^\d+$/.test(group) ? [...group].join(" ") : group))
    .join(", ")
    .replaceAll("+, ", "+ ");
}

/** `3` is `3rd`. Undefined where the text is no whole number. */
export function ordinalWord(words: string): string | undefined {
  const [number] = /^\d+$/.exec(words.trim().replaceAll(",", "")) ?? [];
  if (number === undefined) return undefined;
  const [last, teens] = [Number(number.slice(-1)), /1\d$/.test(number)];
  return `${number}${teens ? "th" : (["th", "st", "nd", "rd"][last] ?? "th")}`;
}
