import type { Line, Spoken } from "./line.ts";

/** How a recording of the caller ends. */
export type RecordingEnds = {
  readonly limitMs: number;
  /** So much silence ends it; Infinity for none. */
  readonly silenceMs: number;
  readonly keys: readonly string[];
};

/** A recording of the caller. Times are milliseconds since the call came in. */
export type CallerRecording = Spoken & {
  /** The key that ended it; undefined where silence, the limit or a hang-up did. */
  readonly key: string | undefined;
};

/** Records the caller until a key, silence, the limit or a hang-up. Other keys are lost. */
export function recordCaller(line: Line, { limitMs, silenceMs, keys }: RecordingEnds): CallerRecording {
  const fromMs = line.nowMs;
  line.note({ kind: "recording" });
  for (;;) {
    const silentFromMs = Math.max(fromMs, ...line.spoken.map(({ toMs }) => toMs));
    const endMs = Math.min(fromMs + limitMs, silentFromMs + silenceMs);
    const happening = line.wait(endMs - line.nowMs);
    const key = happening.kind === "pressed" ? happening.digit : undefined;
    if (key !== undefined && !keys.includes(key)) continue;
    // Somebody may have begun to speak meanwhile.
    const hasSpoken = line.spoken.some(({ toMs }) => toMs > silentFromMs);
    if (happening.kind === "time" && hasSpoken && line.nowMs < fromMs + limitMs) continue;
    return { fromMs, toMs: line.nowMs, key };
  }
}

/** The speech inside a recording, cut at its ends. */
export function speechIn({ fromMs, toMs }: Spoken, spoken: readonly Spoken[]): readonly Spoken[] {
  return spoken
    .map((each) => ({ fromMs: Math.max(each.fromMs, fromMs), toMs: Math.min(each.toMs, toMs) }))
    .filter((each) => each.toMs > each.fromMs);
}
