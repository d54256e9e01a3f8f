/**
 * Cuts a text into pieces of at most `limit` code points, whose concatenation is the text. It cuts after
 * the end of a sentence where there is one, else after a clause, else after a word; inside a word only where
 * that word alone is longer than the limit.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  for (;;) {
    const window = codePoints(rest, limit);
    if (window.length === rest.length) break;
    const end = lastCut(window, rest);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest !== "") pieces.push(rest);
  return pieces;
}

/** Marks after which a voice rests, strongest first; East Asian ones need no blank behind them. */
const cuts: readonly RegExp[] = [
  /[.!?…]["'”’)\]]*\s+|[。！？]["'”’）」』]*\s*/gu,
  /[,;:]\s+|[，、；：]\s*/gu,
  /\s+/gu,
];

/** Where to cut: the end of the last mark in the window, its blanks included as far as they fit. */
function lastCut(window: string, whole: string): number {
  for (const mark of cuts) {
    const last = [...window.matchAll(mark)].at(-1);
    if (last !== undefined) return last.index + last[0].length;
  }
  // One long word. A mark may follow right behind the window, which is as good a place.
  return graphemeEnd(window, whole);
}

/** The window without a last character that the cut would take apart (combining marks, joined emoji). */
function graphemeEnd(window: string, whole: string): number {
  const joins = /^(?:\p{M}|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}])/u;
  let end = window.length;
  while (end > 0 && (joins.test(whole.slice(end)) || whole.slice(0, end).endsWith("\u200d"))) {
    end -= (whole.codePointAt(end - 2) ?? 0) > 0xffff ? 2 : 1;
  }
  return end === 0 ? window.length : end;
}

/** The first `count` code points. */
function codePoints(text: string, count: number): string {
  // A code point is one or two units, so that a text of this many units always fits.
  if (text.length <= count) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}
