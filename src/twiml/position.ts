import type { Position } from "./element.ts";

/**
 * Gives the position of any offset (in UTF-16 code units) of a text. A line ends with LF, CRLF or CR.
 *
 * @see https://www.w3.org/TR/xml/#sec-line-ends
 */
export function positionFinder(text: string): (offset: number) => Position {
  const lineStarts = [0];
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n?|\n/g)) lineStarts.push(index + lineEnd.length);
  return (offset) => {
    const line = countUpTo(lineStarts, offset);
    return { line, column: offset - (lineStarts[line - 1] ?? 0) + 1 };
  };
}

/** How many of some rising numbers are not above a limit. */
function countUpTo(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
