import type { CallerStep } from "./caller.ts";
import { CallerScriptError } from "./simulator-error.ts";

/** A regular expression for a time such as `1.5s`: its groups are what `toMs` takes. */
export const durationPattern = String.raw`(\d+(?:\.\d+)?)(ms|s|m)`;
const quoted = String.raw`("(?:[^"\\]|\\.)*")`;
const trigger = new RegExp(
  `^(?:(?<time>at|after) ${durationPattern}|hears ${quoted}(?: wait ${durationPattern})?)(?: (?<rest>.*))?$`,
);
const pressing = new RegExp(`^press ([0-9*#A-D]+)(?: every ${durationPattern})?$`);
const speaking = new RegExp(`^speaks? for ${durationPattern}$`);
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/**
 * Reads a caller script: a step a line, `#` before a remark.
 *
 * ```
 * at 2s press 1
 * after 500ms press 12# every 100ms
 * after 1s speak for 4s
 * hears "Thanks" wait 1.5s hang up
 * ```
 * @throws {CallerScriptError} a line that is no step.
 */
export function parseCallerScript(text: string): CallerStep[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const trimmed = line.trim();
    return trimmed === "" || trimmed.startsWith("#") ? [] : [parseStep(trimmed, index + 1)];
  });
}

function parseStep(text: string, line: number): CallerStep {
  const match = trigger.exec(text);
  if (match === null) {
    throw new CallerScriptError(`a step begins with at 2s, after 500ms or hears "words", not: ${text}`, line);
  }
  return { when: readTrigger(match, line), do: readAction(match.groups?.["rest"] ?? "", line) };
}

function readTrigger(match: RegExpExecArray, line: number): CallerStep["when"] {
  const [, time, amount, unit, words, waitAmount, waitUnit] = match;
  if (time === "at") return { atMs: toMs(amount, unit) };
  if (time === "after") return { afterMs: toMs(amount, unit) };
  const hears = readWords(words ?? "", line);
  return waitAmount === undefined ? { hears } : { hears, plusMs: toMs(waitAmount, waitUnit) };
}

function readWords(literal: string, line: number): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new CallerScriptError(`the words in quotes are no JSON string: ${literal}`, line);
  }
}

function readAction(text: string, line: number): CallerStep["do"] {
  if (text === "hang up") return { hangUp: true };
  const [, speak, speakUnit] = speaking.exec(text) ?? [];
  if (speak !== undefined) return { speakMs: toMs(speak, speakUnit) };
  const [, press, amount, unit] = pressing.exec(text) ?? [];
  if (press === undefined) {
    throw new CallerScriptError(
      `the caller can press 12#, speak for 4s or hang up, not: ${text || "nothing"}`,
      line,
    );
  }
  return amount === undefined ? { press } : { press, everyMs: toMs(amount, unit) };
}

/** A time in milliseconds. */
export function toMs(amount: string | undefined, unit: string | undefined): number {
  return Math.round(Number(amount) * (unitMs[unit ?? ""] ?? Number.NaN));
}
