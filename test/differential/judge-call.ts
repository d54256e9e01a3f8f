import type { KazooVersion } from "../../src/callflow/flow.ts";
import {
  compareTranscripts,
  type Difference,
  explain,
  type SameRecording,
  type Verdict,
} from "../../src/fidelity/align.ts";
import { relevantNotes } from "../../src/fidelity/relevant-notes.ts";
import { ANSWER_MS, playOnKazoo } from "../../src/proof/play-on-kazoo.ts";
import { playOnTwilio } from "../../src/proof/play-on-twilio.ts";
import type { CallerStep } from "../../src/simulator/caller.ts";
import type { CallEvent } from "../../src/simulator/transcript.ts";
import { applicationOf, configOf, facts } from "./application.ts";
import { mayTakeAnotherCourse } from "./key-notes.ts";
import type { RandomCall } from "./random-call.ts";

/** What came of playing one call on both platforms. */
export type Judgement =
  /** The translation is faithful, or notes tell where it is not. */
  | { readonly kind: "faithful"; readonly verdict: Exclude<Verdict, "unexplained"> }
  /** A moment decides what a key does, so that nothing can be said about the call. */
  | { readonly kind: "unsteady" }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/**
 * How much earlier or later a caller's deed may meet Kazoo than Twilio, in milliseconds: by answers of Pivot, the delay
 * after an answer, and the full stops between sentences that Kazoo speaks as one.
 */
const DRIFT_AFTER_SOUND_MS = 600;

/** It adds up until a time of the clock. */
function driftByTheClockMs(atMs: number): number {
  return Math.max(1000, atMs / 30);
}

/** Nobody does two things faster, in milliseconds. */
const BETWEEN_KEYS_MS = 100;

/** Plays a call on both platforms and compares what the caller and the application live through. */
export async function judgeCall(call: RandomCall, version: KazooVersion): Promise<Judgement> {
  const kazoo = await playOnKazoo({
    version,
    config: configOf(call),
    application: applicationOf(call),
    facts,
    caller: call.caller,
  });
  const bugs = [...kazoo.faults.map(({ path, message }) => `Kazoo refuses ${path}: ${message}`)];
  bugs.push(...kazoo.bugs.map((bug) => `twivot logged ${JSON.stringify(bug)}`));
  if (bugs.length > 0) return { kind: "wrong", problems: bugs };
  const twilio = await playAtTwilio(call, call.caller);
  if (pressesOddly(twilio)) return { kind: "unsteady" };
  const differences = compareTranscripts(twilio, kazoo.events, audioAnswers(call));
  const notes = relevantNotes(kazoo.notes, kazoo.events, ANSWER_MS);
  const { verdict, explained } = explain(differences, notes);
  if (verdict !== "unexplained") return { kind: "faithful", verdict };
  const unexplained = explained.filter(({ code }) => code === undefined).map(({ difference }) => difference);
  const [first] = unexplained;
  if (first !== undefined && mayTakeAnotherCourse(first, notes))
    return { kind: "faithful", verdict: "approximated" };
  const shifts = await shiftedDifferences(twilio, call);
  if (shifts.some(({ what }) => what !== "silence")) return { kind: "unsteady" };
  const problems = unexplained
    .filter((difference) => !isDrift(difference, shifts) && !isLeftAtOnce(difference, [twilio, kazoo.events]))
    .map(describe);
  return problems.length === 0 ? { kind: "faithful", verdict: "exact" } : { kind: "wrong", problems };
}

async function playAtTwilio(call: RandomCall, caller: readonly CallerStep[]): Promise<readonly CallEvent[]> {
  const { events } = await playOnTwilio({ config: configOf(call), facts, caller }, applicationOf(call));
  return events;
}

/** Whether the caller does what nobody does: presses keys before the call is answered, or does two things at once. */
function pressesOddly(twilio: readonly CallEvent[]): boolean {
  const answer = twilio.find(({ kind }) => kind === "answered")?.atMs ?? Number.POSITIVE_INFINITY;
  const keys = twilio.filter(({ kind }) => kind === "pressed").map(({ atMs }) => atMs);
  const leaves = twilio.filter((event) => event.kind === "ended" && event.by === "caller");
  const deeds = [...keys, ...leaves.map(({ atMs }) => atMs)];
  return (
    keys.some((atMs) => atMs < answer) ||
    deeds.some((atMs, index) => index > 0 && atMs - (deeds[index - 1] ?? 0) < BETWEEN_KEYS_MS)
  );
}

/** Audio that the application answers with reaches Kazoo by way of twivot. */
function audioAnswers(call: RandomCall): SameRecording {
  const shelf = `${configOf(call).publicUrl}/media/`;
  return (reference, kazoo) =>
    kazoo.startsWith(shelf) &&
    call.answers[new URL(reference).pathname]?.contentType.startsWith("audio/") === true;
}

/** How the call at Twilio differs for a caller who, from some step on, is a little faster or slower. */
async function shiftedDifferences(
  twilio: readonly CallEvent[],
  call: RandomCall,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const from of call.caller.keys()) {
    for (const sign of [-1, 1]) {
      const caller = call.caller.map((step, index) => (index < from ? step : shift(step, sign)));
      found.push(...compareTranscripts(twilio, await playAtTwilio(call, caller)));
    }
  }
  return found;
}

function shift(step: CallerStep, sign: number): CallerStep {
  const { when } = step;
  if ("hears" in when) {
    const plusMs = (when.plusMs ?? 0) + sign * DRIFT_AFTER_SOUND_MS;
    return { ...step, when: { ...when, plusMs: Math.max(0, plusMs) } };
  }
  if ("afterMs" in when) return step;
  return { ...step, when: { atMs: Math.max(0, when.atMs + sign * driftByTheClockMs(when.atMs)) } };
}

/** A silence that a deed of the caller ends is longer or shorter by the drift. */
function isDrift(
  { what, reference = "", kazoo = "", atMs }: Difference,
  shifts: readonly Difference[],
): boolean {
  const byMs = Math.abs(Number.parseFloat(reference) - Number.parseFloat(kazoo));
  const isSmall = byMs <= driftByTheClockMs(atMs);
  return what === "silence" && isSmall && shifts.some((shifted) => shifted.atMs === atMs);
}

/** The caller left when one platform had just begun to speak on, and the other was about to. */
function isLeftAtOnce(
  { what, reference = "", kazoo = "" }: Difference,
  transcripts: readonly (readonly CallEvent[])[],
): boolean {
  if (what !== "speech" || !(reference.startsWith(kazoo) || kazoo.startsWith(reference))) return false;
  return transcripts.some((events) => {
    const [heard, end] = [events.findLast(({ kind }) => kind === "heard"), events.at(-1)];
    if (heard?.kind !== "heard" || end?.kind !== "ended" || end.by !== "caller") return false;
    return heard.cut && heard.forMs <= driftByTheClockMs(end.atMs) && heard.atMs + heard.forMs === end.atMs;
  });
}

function describe({ what, reference, kazoo, atMs }: Difference): string {
  return `${what} at ${atMs} ms: ${shorten(reference)} at Twilio, ${shorten(kazoo)} on Kazoo`;
}

function shorten(text = "nothing"): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)}…${text.slice(-60)}`;
}
