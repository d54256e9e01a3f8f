const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/**
 * A date in English words: `01/31/2025` in the format `mdy` is `January 31, 2025`. A year first is taken for a date
 * without a format. Undefined where the text is none.
 *
 * @param format `d`, `m` and `y` in the order of the text, or `yyyymmdd`.
 * @see https://docs.aws.amazon.com/polly/latest/dg/say-as-tag.html
 */
export function dateWords(words: string, format: string): string | undefined {
  const parts = partsOf(words.trim(), format.trim().toLowerCase());
  if (parts === undefined) return undefined;
  const { d, m, y } = parts;
  const month = m === undefined ? undefined : months[Number(m) - 1];
  const isDay = d === undefined || (Number(d) >= 1 && Number(d) <= 31);
  if ((m !== undefined && month === undefined) || !isDay) return undefined;
  const day = d === undefined ? undefined : String(Number(d));
  const monthAndDay = [month, day].filter((part) => part !== undefined).join(" ");
  if (y === undefined || monthAndDay === "") return y ?? monthAndDay;
  return day === undefined ? `${monthAndDay} ${y}` : `${monthAndDay}, ${y}`;
}

type Parts = { readonly d?: string; readonly m?: string; readonly y?: string };

/** The parts by their letters; a part that is unknown, `?`, is left out. */
function partsOf(words: string, format: string): Parts | undefined {
  const [, year, middle, last] = /^(\d{4}|\?{4})(\d{2}|\?{2})(\d{2}|\?{2})$/.exec(words) ?? [];
  const isPlain = year !== undefined && (format === "" || format === "yyyymmdd" || format === "ymd");
  const written = isPlain ? [year, middle, last] : words.split(/[\s./-]+/);
  const letters = isPlain || format === "" ? "ymd" : format;
  if (!/^[dmy]{1,3}$/.test(letters) || written.length !== letters.length) return undefined;
  if (new Set(letters).size !== letters.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, part] of written.entries()) {
    if (part === undefined || !/^(?:\d{1,4}|\?+)$/.test(part)) return undefined;
    if (!part.startsWith("?")) parts[letters[index] ?? ""] = part;
  }
  return Object.keys(parts).length === 0 ? undefined : parts;
}
