import type { CallerStep } from "./caller.ts";
import { CallerScriptError } from "./simulator-error.ts";

const duration = String.raw`(\d+(?:\.\d+)?)(ms|s|m)`;
const quoted = String.raw`("(?:[^"\\]|\\.)*")`;
const trigger = new RegExp(
  `^(?:(?<time>at|after) ${duration}|hears ${quoted}(?: wait ${duration})?)(?: (?<rest>.*))?$`,
);
const pressing = new RegExp(`^press ([0-9*#A-D]+)(?: every ${duration})?$`);
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/**
 * Reads a caller script: a step a line, `#` before a remark.
 *
 * ```
 * at 2s press 1
 * after 500ms press 12# every 100ms
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
  const [, press, amount, unit] = pressing.exec(text) ?? [];
  if (press === undefined) {
    throw new CallerScriptError(`the caller can press 12# or hang up, not: ${text || "nothing"}`, line);
  }
  return amount === undefined ? { press } : { press, everyMs: toMs(amount, unit) };
}

function toMs(amount: string | undefined, unit: string | undefined): number {
  return Math.round(Number(amount) * (unitMs[unit ?? ""] ?? Number.NaN));
}
