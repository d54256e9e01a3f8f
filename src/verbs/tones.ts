/** Tones to send, or a time to wait. */
export type ToneStep =
  | { readonly kind: "tones"; readonly digits: string; readonly durationMs: number }
  | { readonly kind: "wait"; readonly durationMs: number };

/** How long each tone sounds. */
const TONE_MS = 200;

/** FreeSWITCH rests about this long between two tones. */
const GAP_MS = 100;

const waits: Readonly<Record<string, number>> = { w: 500, W: 1000 };

/**
 * Twilio's `digits` as steps; undefined where it holds other characters than `0-9 A-D # * w W`. Kazoo's
 * send_dtmf goes on at once, so that each run of tones is followed by the time that it takes.
 *
 * @see https://www.twilio.com/docs/voice/twiml/play#digits
 * @see cf_send_dtmf:handle/2
 */
export function toneSteps(digits: string): readonly ToneStep[] | undefined {
  const written = digits.trim();
  if (!/^[0-9A-Da-d#*wW]+$/.test(written)) return undefined;
  const steps: ToneStep[] = [];
  for (const run of written.match(/[wW]+|[^wW]+/g) ?? []) {
    if (/^[wW]/.test(run)) {
      steps.push(wait([...run].reduce((sum, mark) => sum + (waits[mark] ?? 0), 0)));
    } else {
      steps.push({ kind: "tones", digits: run.toUpperCase(), durationMs: TONE_MS });
      steps.push(wait(run.length * (TONE_MS + GAP_MS)));
    }
  }
  return mergeWaits(steps);
}

function wait(durationMs: number): ToneStep {
  return { kind: "wait", durationMs };
}

function mergeWaits(steps: readonly ToneStep[]): readonly ToneStep[] {
  const merged: ToneStep[] = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (step.kind === "wait" && last?.kind === "wait") {
      merged[merged.length - 1] = wait(last.durationMs + step.durationMs);
    } else {
      merged.push(step);
    }
  }
  return merged;
}
