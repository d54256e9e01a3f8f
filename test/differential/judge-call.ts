import type { KazooVersion } from "../../src/callflow/flow.ts";
import {
  compareTranscripts,
  type Difference,
  explain,
  type SameRecording,
  type Verdict,
} from "../../src/fidelity/align.ts";
import { relevantNotes } from "../../src/fidelity/relevant-notes.ts";
import { inTwilioNames } from "../../src/proof/parties-on-kazoo.ts";
import { ANSWER_MS, type KazooPlay, playOnKazoo } from "../../src/proof/play-on-kazoo.ts";
import { playOnTwilio } from "../../src/proof/play-on-twilio.ts";
import type { CallerStep } from "../../src/simulator/caller.ts";
import type { CallEvent } from "../../src/simulator/transcript.ts";
import { applicationOf, configOf, facts } from "./application.ts";
import { mayTakeAnotherCourse, untilAnotherCourse } from "./other-courses.ts";
import type { RandomCall } from "./random-call.ts";
import { nobody } from "./random-parties.ts";

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
  const kazoo = await playAtKazoo(call, version);
  const bugs = [...kazoo.faults.map(({ path, message }) => `Kazoo refuses ${path}: ${message}`)];
  bugs.push(...kazoo.bugs.map((bug) => `twivot logged ${JSON.stringify(bug)}`));
  if (bugs.length > 0) return { kind: "wrong", problems: bugs };
  const twilio = await playAtTwilio(call, call.caller);
  if (pressesOddly(twilio)) return { kind: "unsteady" };
  const differences = compareTranscripts(twilio, kazoo.events, audioAnswers(call));
  const notes = relevantNotes(kazoo.notes, kazoo.events, ANSWER_MS);
  const { verdict, explained } = explain(differences, notes);
  if (verdict !== "unexplained") return { kind: "faithful", verdict };
  const unexplained = untilAnotherCourse(explained)
    .filter(({ code }) => code === undefined)
    .map(({ difference }) => difference);
  if (unexplained.length === 0) return { kind: "faithful", verdict: "approximated" };
  const [first] = unexplained;
  if (first !== undefined && mayTakeAnotherCourse(first, notes))
    return { kind: "faithful", verdict: "approximated" };
  const shifts = await shiftedDifferences(twilio, call);
  if (shifts.some((shifted) => lengthsDifferBy(shifted) === undefined)) return { kind: "unsteady" };
  const problems = unexplained
    .filter((difference) => !isDrift(difference, shifts) && !isLeftAtOnce(difference, [twilio, kazoo.events]))
    .filter((difference) => !isEndedByPatience(difference))
    .map(describe);
  return problems.length === 0 ? { kind: "faithful", verdict: "exact" } : { kind: "wrong", problems };
}

async function playAtKazoo(call: RandomCall, version: KazooVersion): Promise<KazooPlay> {
  const parties = call.surroundings ?? nobody;
  const setup = { ...setupOf(call), version, application: applicationOf(call) };
  const play = await playOnKazoo(setup);
  return { ...play, events: withoutUnknown(inTwilioNames(play.events, parties), call) };
}

async function playAtTwilio(call: RandomCall, caller: readonly CallerStep[]): Promise<readonly CallEvent[]> {
  const { events } = await playOnTwilio({ ...setupOf(call), caller }, applicationOf(call));
  return withoutUnknown(events, call);
}

/** Of clients and addresses that nobody knows Kazoo calls none, and Twilio none that could be heard ringing. */
function withoutUnknown(events: readonly CallEvent[], call: RandomCall): readonly CallEvent[] {
  const { callees } = call.surroundings ?? nobody;
  const isThere = (target: string) => /^\+|^conference:/.test(target) || Object.hasOwn(callees, target);
  return events.flatMap((event): readonly CallEvent[] => {
    if (event.kind !== "dialled") return [event];
    const targets = event.targets.filter(isThere);
    return targets.length === 0 ? [] : [{ ...event, targets }];
  });
}

function setupOf(call: RandomCall) {
  const parties = call.surroundings ?? nobody;
  return { config: configOf(call), facts, caller: call.caller, parties, webhooks: parties.webhooks };
}

/** A talk that the caller leaves at one time of the clock lasts as much longer as it began earlier. */
function isEndedByPatience({ what, reference = "", kazoo = "" }: Difference): boolean {
  return what === "talk" && [reference, kazoo].every((talk) => talk.endsWith("ended by the caller"));
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

/** Lengths that a deed of the caller ends. */
const lengths =
  /^(?:(?:DialCallDuration|RecordingDuration|QueueTime)=(?<seconds>\d+)|(?<ms>\d+) ms(?<by>, ended by the .*)?)$/;

/** By how much two lengths differ, in milliseconds; undefined where two texts are no lengths of the same. */
function lengthsDifferBy({ reference = "", kazoo = "" }: Difference): number | undefined {
  const [a, b] = [lengths.exec(reference)?.groups, lengths.exec(kazoo)?.groups];
  if (a === undefined || b === undefined || a["by"] !== b["by"]) return undefined;
  // Whole seconds may be rounded in two directions.
  if (a["seconds"] !== undefined) return Math.abs(Number(a["seconds"]) - Number(b["seconds"])) * 1000 - 1000;
  return Math.abs(Number(a["ms"]) - Number(b["ms"]));
}

/** A silence, a talk or a recording that a deed of the caller ends is longer or shorter by the drift. */
function isDrift(difference: Difference, shifts: readonly Difference[]): boolean {
  const { what, reference = "", atMs } = difference;
  const byMs = lengthsDifferBy(difference);
  if (byMs === undefined || byMs > driftByTheClockMs(atMs)) return false;
  if (byMs <= 0) return true;
  // Who has nothing left to do leaves by the clock as well.
  const isEndedByCaller = what === "talk" && reference.endsWith("by the caller");
  return isEndedByCaller || shifts.some((shifted) => shifted.what === what && shifted.atMs === atMs);
}

/** The caller left when one platform had just begun to speak on or to play again, and the other was about to. */
function isLeftAtOnce(
  { what, reference = "", kazoo = "" }: Difference,
  transcripts: readonly (readonly CallEvent[])[],
): boolean {
  const isMoreSpeech = what === "speech" && (reference.startsWith(kazoo) || kazoo.startsWith(reference));
  if (!isMoreSpeech && what !== "cut" && what !== "rounds") return false;
  return transcripts.some((events) => {
    const [heard, end] = [events.findLast(({ kind }) => kind === "heard"), events.at(-1)];
    if (heard?.kind !== "heard" || end?.kind !== "ended" || end.by !== "caller") return false;
    const heardUntilMs = heard.atMs + heard.forMs;
    const [begunMs, idleMs] = [end.atMs - heard.atMs, end.atMs - heardUntilMs];
    const sinceMs = isMoreSpeech ? begunMs : idleMs;
    return heard.cut === isMoreSpeech && sinceMs <= driftByTheClockMs(end.atMs);
  });
}

function describe({ what, reference, kazoo, atMs }: Difference): string {
  return `${what} at ${atMs} ms: ${shorten(reference)} at Twilio, ${shorten(kazoo)} on Kazoo`;
}

function shorten(text = "nothing"): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)}…${text.slice(-60)}`;
}
