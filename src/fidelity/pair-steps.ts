/** Two things that belong together, or one that has no counterpart. */
export type Pair<T> = readonly [reference: T | undefined, other: T | undefined];

/** Behind the first difference so many are matched well; what is behind those is a consequence, and paired in order. */
const windowSize = 500;

/** How alike two things are: the same, of one kind, or not to be paired. */
export type Likeness = "same" | "kind" | "none";

/** Pairs two sequences so that as few as possible are without a counterpart or differ (edit distance). */
export function pairSteps<T>(
  reference: readonly T[],
  other: readonly T[],
  likeness: (reference: T, other: T) => Likeness,
): readonly Pair<T>[] {
  const start = commonStart(reference, other, likeness);
  const same = Array.from({ length: start }, (_, i): Pair<T> => [reference[i], other[i]]);
  const end = start + windowSize;
  const window = pairWindow(reference.slice(start, end), other.slice(start, end), likeness);
  const rest = Array.from(
    { length: Math.max(reference.length, other.length) - end },
    (_, i): Pair<T> => [reference[end + i], other[end + i]],
  );
  return [...same, ...window, ...rest];
}

function commonStart<T>(
  reference: readonly T[],
  other: readonly T[],
  likeness: (reference: T, other: T) => Likeness,
): number {
  const first = reference.findIndex((step, i) => {
    const counterpart = other[i];
    return counterpart === undefined || likeness(step, counterpart) !== "same";
  });
  return first < 0 ? reference.length : first;
}

const costs: Readonly<Record<Likeness, number>> = { same: 0, kind: 1, none: Number.POSITIVE_INFINITY };

function pairWindow<T>(
  reference: readonly T[],
  other: readonly T[],
  likeness: (reference: T, other: T) => Likeness,
): readonly Pair<T>[] {
  const width = other.length + 1;
  // Each cell is the least cost of pairing what is left from there on.
  const left = new Float64Array((reference.length + 1) * width);
  const cell = (i: number, j: number): number => left[i * width + j] ?? Number.POSITIVE_INFINITY;
  const paired = (i: number, j: number): number => {
    const [a, b] = [reference[i], other[j]];
    if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
    return costs[likeness(a, b)] + cell(i + 1, j + 1);
  };
  for (let i = reference.length; i >= 0; i--) {
    for (let j = other.length; j >= 0; j--) {
      if (i === reference.length) left[i * width + j] = other.length - j;
      else if (j === other.length) left[i * width + j] = reference.length - i;
      else left[i * width + j] = Math.min(paired(i, j), 1 + cell(i + 1, j), 1 + cell(i, j + 1));
    }
  }
  return trace(reference, other, cell, paired);
}

/** The cheapest way; a pair goes before one without a counterpart, and the reference before the other. */
function trace<T>(
  reference: readonly T[],
  other: readonly T[],
  cell: (i: number, j: number) => number,
  paired: (i: number, j: number) => number,
): readonly Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let [i, j] = [0, 0];
  while (i < reference.length || j < other.length) {
    if (i < reference.length && j < other.length && paired(i, j) === cell(i, j)) {
      pairs.push([reference[i++], other[j++]]);
    } else if (i < reference.length && 1 + cell(i + 1, j) === cell(i, j)) {
      pairs.push([reference[i++], undefined]);
    } else {
      pairs.push([undefined, other[j++]]);
    }
  }
  return pairs;
}
