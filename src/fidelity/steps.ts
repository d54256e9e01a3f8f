import type { CallEvent } from "../simulator/transcript.ts";
import { askedParameters, askedUrl } from "./asked.ts";
import { comparableSpeech, comparableVoice } from "./comparable-speech.ts";

/** Something that lasts, as far as it was heard: speech in parts, a recording in rounds, a tone. */
type Heard = {
  /** Whether the caller, by a key or by leaving, cut it short. */
  readonly cut: boolean;
  readonly endMs: number;
  /** Silence inside it. Offsets are characters of speech, and rounds otherwise. */
  readonly gaps: readonly { readonly offset: number; readonly ms: number; readonly roundTrips: number }[];
};

/** A stretch of speech in one voice, from an offset in the text on. The voice is a gender or a person's name. */
export type SpeechVoice = { readonly from: number; readonly voice: string; readonly language: string };

/** What can be compared of a call, platform by platform. Neighbouring speech is one step, and so are rounds. */
export type Step = {
  readonly atMs: number;
  /** Silence or ringing before it. */
  readonly gapMs: number;
  /** Kazoo's requests to Pivot meanwhile. */
  readonly roundTrips: number;
} & (
  | (Heard & { readonly kind: "speech"; readonly text: string; readonly voices: readonly SpeechVoice[] })
  | (Heard & { readonly kind: "media"; readonly url: string; readonly rounds: number })
  | (Heard & { readonly kind: "tones"; readonly tones: string; readonly rounds: number })
  /** Others are called and ring for a while, no longer than the timeout. */
  | {
      readonly kind: "dialled";
      readonly targets: readonly string[];
      readonly callerId: string;
      readonly endMs: number;
      readonly isTimeout: boolean;
    }
  /** The caller and another party talk. */
  | { readonly kind: "bridged"; readonly target: string; readonly endMs: number; readonly endedBy: string }
  | { readonly kind: "sent-keys"; readonly keys: string }
  | { readonly kind: "answered" }
  | { readonly kind: "rejected"; readonly code: number }
  | {
      readonly kind: "asked";
      readonly method: string;
      readonly url: string;
      readonly parameters: ReadonlyMap<string, string>;
    }
  | { readonly kind: "ended"; readonly by: "caller" | "platform" }
);

/** The steps of a transcript. Keys that the caller presses are the same for both platforms, and no step. */
export function stepsOf(events: readonly CallEvent[]): readonly Step[] {
  const steps: Step[] = [];
  let roundTrips = 0;
  let isOver = false;
  for (const event of events) {
    if (event.kind === "requested") roundTrips += 1;
    const last = steps.at(-1);
    // Nobody waits for what is asked when the call has ended.
    const gapMs = isOver ? 0 : event.atMs - (last === undefined ? 0 : endOf(last));
    isOver ||= event.kind === "ended";
    const step = stepOf(event, { atMs: event.atMs, gapMs, roundTrips });
    if (step === undefined) continue;
    roundTrips = 0;
    const joined = last && join(last, step);
    if (joined === undefined) steps.push(step);
    else steps[steps.length - 1] = joined;
  }
  return steps;
}

function endOf(step: Step): number {
  return "endMs" in step ? step.endMs : step.atMs;
}

type Place = Pick<Step, "atMs" | "gapMs" | "roundTrips">;

function stepOf(event: CallEvent, place: Place): Step | undefined {
  switch (event.kind) {
    case "heard":
      return heardStep(event, place);
    case "dialled": {
      const { targets, callerId, forMs, timeoutMs, atMs } = event;
      const ringing = { endMs: atMs + forMs, isTimeout: forMs >= timeoutMs };
      return { ...place, kind: "dialled", targets: targets.toSorted(), callerId, ...ringing };
    }
    case "bridged": {
      const { target, forMs, endedBy, atMs } = event;
      return { ...place, kind: "bridged", target, endedBy, endMs: atMs + forMs };
    }
    case "sent-keys":
      return { ...place, kind: "sent-keys", keys: event.keys };
    case "answered":
      return { ...place, kind: "answered" };
    case "rejected":
      return { ...place, kind: "rejected", code: event.code };
    case "asked": {
      const { method } = event;
      return { ...place, kind: "asked", method, url: askedUrl(event), parameters: askedParameters(event) };
    }
    case "ended":
      return { ...place, kind: "ended", by: event.by };
    // Callbacks come in no order with the call.
    case "told":
    case "silence":
    case "requested":
    case "pressed":
    case "spoke":
    case "recording":
      return undefined;
  }
}

function heardStep({ sound, cut, atMs, forMs }: Extract<CallEvent, { kind: "heard" }>, place: Place): Step {
  const heard = { ...place, cut, endMs: atMs + forMs, gaps: [] };
  switch (sound.kind) {
    case "speech": {
      const voices = [{ from: 0, ...comparableVoice(sound) }];
      return { ...heard, kind: "speech", text: comparableSpeech(sound.text), voices };
    }
    case "media":
      return { ...heard, kind: "media", url: sound.url, rounds: 1 };
    case "tones":
      return { ...heard, kind: "tones", tones: sound.tones, rounds: 1 };
  }
}

/** Both as one step, where the second only goes on with the first. */
function join(first: Step, second: Step): Step | undefined {
  if ("cut" in first && first.cut) return undefined;
  const gap = { ms: second.gapMs, roundTrips: second.roundTrips };
  if (first.kind === "speech" && second.kind === "speech") {
    const offset = first.text.length;
    const voices = second.voices.map((voice) => ({ ...voice, from: voice.from + offset }));
    return {
      ...first,
      text: first.text + second.text,
      voices: [...first.voices, ...voices],
      cut: second.cut,
      endMs: second.endMs,
      gaps: [...first.gaps, { ...gap, offset }],
    };
  }
  const isAgain =
    (first.kind === "media" && second.kind === "media" && first.url === second.url) ||
    (first.kind === "tones" && second.kind === "tones" && first.tones === second.tones);
  if (!isAgain) return undefined;
  const gaps = [...first.gaps, { ...gap, offset: first.rounds }];
  return { ...first, rounds: first.rounds + 1, cut: second.cut, endMs: second.endMs, gaps };
}
