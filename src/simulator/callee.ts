import type { Line } from "./line.ts";

/** Another party, and what it does when it is called. All times are milliseconds. */
export type Callee =
  /** Answers after some ringing; hangs up after some talking, or never. Asked for keys, presses these. */
  | {
      readonly kind: "answers";
      readonly afterMs: number;
      readonly hangsUpAfterMs?: number;
      readonly presses?: string;
    }
  /** Rings until the caller's side gives up. */
  | { readonly kind: "rings" }
  | ({ readonly kind: "fails"; readonly afterMs: number } & Failure);

/** Why a party could not be reached. */
export type Failure = {
  /** A final SIP status, 400 to 699 (RFC 3261, section 21). */
  readonly sip: number;
  /** FreeSWITCH's cause, where it is not the usual one of the status. */
  readonly cause?: string;
};

/** The parties that exist, by the name that the platform calls them by. */
export type Callees = Readonly<Record<string, Callee>>;

/** One party that is called. */
export type Leg = {
  readonly target: string;
  readonly callee: Callee;
  /** When it begins to ring, after the others. */
  readonly delayMs: number;
  /** How long it may ring. */
  readonly timeoutMs: number;
};

/** Nobody answered in time, which a switch says of itself (RFC 3261, section 21.4.18; FreeSWITCH, switch_ivr_originate.c). */
export const noAnswer: Failure = { sip: 480, cause: "NO_ANSWER" };

/** Nobody has such a number (RFC 3261, section 21.4.5). */
export const unknownNumber: Failure = { sip: 404 };

/** How it went with one party until the ringing was over, in milliseconds since the call came in. */
export type Course = {
  readonly target: string;
  readonly fromMs: number;
  readonly toMs: number;
} & (
  | { readonly end: "answered" }
  | { readonly end: "failed"; readonly failure: Failure }
  /** It rang too long; another party answered first; or the caller gave up. */
  | { readonly end: "timeout" | "lost" | "left" }
);

/** What came of calling, and how it went with those who were called. */
export type Reached = { readonly courses: readonly Course[] } & (
  | { readonly kind: "answered"; readonly leg: Leg; readonly hangsUpAfterMs: number }
  /** With the failure that came last. */
  | { readonly kind: "failed"; readonly failure: Failure }
  /** The caller did not wait for it. */
  | { readonly kind: "hung-up" }
);

/** Calls several parties at once, until the first answers or all have failed. The caller hears ringing meanwhile. */
export function callParties(line: Line, legs: readonly Leg[], callerId: string): Reached {
  const ends = legs.map(endOf);
  const first = ends.filter(({ failure }) => failure === undefined).sort(byTime)[0];
  const last = first ?? ends.sort(byTime).at(-1);
  const targets = legs.map(({ target }) => target);
  const timeoutMs = Math.max(0, ...legs.map((leg) => leg.timeoutMs));
  const fromMs = line.nowMs;
  const isLeft = line.ring({ targets, callerId, timeoutMs }, last?.atMs ?? 0) === "hung-up";
  const ringing = { fromMs, toMs: line.nowMs, answered: isLeft ? undefined : first, isLeft };
  const courses = ends.flatMap((end) => courseOf(end, ringing));
  if (isLeft) return { kind: "hung-up", courses };
  if (first === undefined) return { kind: "failed", failure: last?.failure ?? unknownNumber, courses };
  const { leg } = first;
  const talksMs = leg.callee.kind === "answers" ? leg.callee.hangsUpAfterMs : undefined;
  return { kind: "answered", leg, hangsUpAfterMs: talksMs ?? Number.POSITIVE_INFINITY, courses };
}

type End = { readonly leg: Leg; readonly atMs: number; readonly failure: Failure | undefined };

/** When it is known what comes of a party; without a failure it answers. */
function endOf(leg: Leg): End {
  const { callee, delayMs, timeoutMs } = leg;
  if (callee.kind === "rings" || callee.afterMs >= timeoutMs) {
    return { leg, atMs: delayMs + timeoutMs, failure: noAnswer };
  }
  const atMs = delayMs + callee.afterMs;
  return { leg, atMs, failure: callee.kind === "fails" ? callee : undefined };
}

type Ringing = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly answered: End | undefined;
  readonly isLeft: boolean;
};

/** Nothing of a party whose telephone had not begun to ring. */
function courseOf(end: End, { fromMs, toMs, answered, isLeft }: Ringing): readonly Course[] {
  const { leg, failure } = end;
  const course = { target: leg.target, fromMs: fromMs + leg.delayMs };
  const knownMs = fromMs + end.atMs;
  if (end === answered) return [{ ...course, toMs: knownMs, end: "answered" }];
  if (failure !== undefined && knownMs <= toMs) {
    const known = { ...course, toMs: knownMs };
    return [failure === noAnswer ? { ...known, end: "timeout" } : { ...known, end: "failed", failure }];
  }
  return course.fromMs > toMs ? [] : [{ ...course, toMs, end: isLeft ? "left" : "lost" }];
}

function byTime(a: End, b: End): number {
  return a.atMs - b.atMs;
}
