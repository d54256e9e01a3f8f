import { compareGaps } from "./compare-gaps.ts";
import { compareRinging, compareTalk } from "./compare-parties.ts";
import type { Differ, Difference, DifferenceKind } from "./difference.ts";
import type { Likeness } from "./pair-steps.ts";
import type { SpeechVoice, Step } from "./steps.ts";

/** Whether two recordings are the same, where their URLs are not. */
export type SameRecording = (reference: string, kazoo: string) => boolean;

/**
 * In a loop that is cut short, a moment decides which round it was; and where a loop goes on through Pivot, its rounds
 * follow each other later by a part of their length.
 */
const roundsOfCutLoop = (rounds: number): number => 1 + rounds / 20;

/** How alike two steps are, for pairing them. */
export function likenessOf(reference: Step, kazoo: Step, isSameRecording: SameRecording): Likeness {
  if (reference.kind !== kazoo.kind) return "none";
  return contentOf(reference) === contentOf(kazoo) || isSame(reference, kazoo, isSameRecording)
    ? "same"
    : "kind";
}

function isSame(reference: Step, kazoo: Step, isSameRecording: SameRecording): boolean {
  if (reference.kind === "speech" && kazoo.kind === "speech") return isSameText(reference, kazoo);
  return reference.kind === "media" && kazoo.kind === "media" && isSameRecording(reference.url, kazoo.url);
}

type Speech = Extract<Step, { kind: "speech" }>;

/** What was cut short on both sides need only begin alike, since pieces that were not begun are not known. */
function isSameText(reference: Speech, kazoo: Speech): boolean {
  if (!reference.cut || !kazoo.cut) return reference.text === kazoo.text;
  return reference.text.startsWith(kazoo.text) || kazoo.text.startsWith(reference.text);
}

/** The differences of two steps that were paired, or of one that has no counterpart. */
export function compareSteps(
  reference: Step | undefined,
  kazoo: Step | undefined,
  isSameRecording: SameRecording,
): readonly Difference[] {
  if (reference === undefined || kazoo === undefined || reference.kind !== kazoo.kind) {
    return [...alone(reference, "reference"), ...alone(kazoo, "kazoo")];
  }
  const { atMs } = reference;
  const differ: Differ = (what, ofReference, ofKazoo) => ({
    what,
    reference: ofReference,
    kazoo: ofKazoo,
    atMs,
  });
  const content = likenessOf(reference, kazoo, isSameRecording) === "same";
  const found = content ? [] : [differ(kinds[reference.kind], contentOf(reference), contentOf(kazoo))];
  return [
    ...compareGaps(reference, kazoo, differ),
    ...found,
    ...compareDetails(reference, kazoo, content, differ),
  ];
}

function alone(step: Step | undefined, side: "reference" | "kazoo"): readonly Difference[] {
  return step === undefined ? [] : [{ what: kinds[step.kind], [side]: contentOf(step), atMs: step.atMs }];
}

const kinds: Readonly<Record<Step["kind"], DifferenceKind>> = {
  speech: "speech",
  media: "media",
  tones: "tones",
  dialled: "dial",
  bridged: "talk",
  "sent-keys": "sent-keys",
  answered: "answer",
  rejected: "rejection",
  asked: "request",
  ended: "end",
};

function contentOf(step: Step): string {
  switch (step.kind) {
    case "speech":
      return step.text;
    case "media":
      return step.url;
    case "tones":
      return step.tones;
    case "dialled":
      return step.targets.join(" and ");
    case "bridged":
      return step.target;
    case "sent-keys":
      return step.keys;
    case "answered":
      return "answered";
    case "rejected":
      return String(step.code);
    case "asked":
      return `${step.method} ${step.url}`;
    case "ended":
      return `by the ${step.by}`;
  }
}

function compareDetails(
  reference: Step,
  kazoo: Step,
  hasSameContent: boolean,
  differ: Differ,
): readonly Difference[] {
  if (reference.kind === "asked" && kazoo.kind === "asked") {
    return compareParameters(reference.parameters, kazoo.parameters, differ);
  }
  if (reference.kind === "dialled" && kazoo.kind === "dialled")
    return compareRinging(reference, kazoo, differ);
  if (reference.kind === "bridged" && kazoo.kind === "bridged") return compareTalk(reference, kazoo, differ);
  if (!hasSameContent || !("cut" in reference) || !("cut" in kazoo)) return [];
  const cut =
    reference.cut === kazoo.cut ? [] : [differ("cut", describeCut(reference.cut), describeCut(kazoo.cut))];
  if (reference.kind === "speech" && kazoo.kind === "speech")
    return [...cut, ...compareVoices(reference, kazoo, differ)];
  if (!("rounds" in reference) || !("rounds" in kazoo)) return cut;
  const allowed = reference.cut && kazoo.cut ? roundsOfCutLoop(reference.rounds) : 0;
  const isSame = Math.abs(reference.rounds - kazoo.rounds) <= allowed;
  return isSame ? cut : [...cut, differ("rounds", String(reference.rounds), String(kazoo.rounds))];
}

function describeCut(cut: boolean): string {
  return cut ? "cut short" : "whole";
}

/** The first voice and the first language that differ. */
function compareVoices(reference: Speech, kazoo: Speech, differ: Differ): readonly Difference[] {
  const found = new Map<DifferenceKind, Difference>();
  const end = Math.min(reference.text.length, kazoo.text.length);
  for (const { from } of [...reference.voices, ...kazoo.voices]) {
    if (from >= end) continue;
    const [a, b] = [voiceAt(reference.voices, from), voiceAt(kazoo.voices, from)];
    if (a === undefined || b === undefined) continue;
    if (a.voice !== b.voice && !found.has("voice")) found.set("voice", differ("voice", a.voice, b.voice));
    // A person's voice without a language speaks its own.
    const isKnown = a.language !== "" && a.language !== b.language;
    if (isKnown && !found.has("language")) found.set("language", differ("language", a.language, b.language));
  }
  return [...found.values()];
}

function voiceAt(voices: readonly SpeechVoice[], offset: number): SpeechVoice | undefined {
  return voices.findLast(({ from }) => from <= offset);
}

const parameterKinds: Readonly<Record<string, DifferenceKind>> = {
  Digits: "digits",
  FinishedOnKey: "finished-on-key",
  CallStatus: "call-status",
  RecordingDuration: "recording-duration",
  ErrorCode: "error",
  ErrorUrl: "error",
};

type Parameters = ReadonlyMap<string, string>;

function compareParameters(reference: Parameters, kazoo: Parameters, differ: Differ): readonly Difference[] {
  return [...new Set([...reference.keys(), ...kazoo.keys()])]
    .filter((name) => !isSameParameter(name, reference.get(name), kazoo.get(name)))
    .map((name) => {
      const [a, b] = [reference.get(name), kazoo.get(name)];
      return differ(parameterKinds[name] ?? "parameter", describe(name, a), describe(name, b));
    });
}

/** Sids are the platform's own; of a call they only have to be there. */
function isSameParameter(name: string, reference: string | undefined, kazoo: string | undefined): boolean {
  const prefix = name === "DialCallSid" ? "CA" : name === "QueueSid" ? "QU" : undefined;
  const isSid = (sid: string | undefined) => sid !== undefined && /^[A-Z]{2}[0-9a-f]{32}$/.test(sid);
  const areOwn =
    prefix !== undefined && [reference, kazoo].every((sid) => isSid(sid) && sid?.startsWith(prefix));
  return areOwn || reference === kazoo;
}

function describe(name: string, value: string | undefined): string {
  return value === undefined ? `no ${name}` : `${name}=${value}`;
}
