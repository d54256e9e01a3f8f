import type { Line } from "../../line.ts";
import { type KazooModule, toChild } from "../call.ts";
import { type Data, numberOf, textOf, textsOf } from "../data.ts";

/** call_command.interdigit_timeout. */
const usualInterdigitMs = 2000;

/**
 * Answers and collects keys under a name: first what was typed ahead, then what is pressed
 * (cf_collect_dtmf:handle/2).
 */
export const collectDtmf: KazooModule = {
  name: "collect_dtmf",
  versions: ["4.3", "5.0"],
  defaults: () => ({ max_digits: 1, terminator: "#", timeout: 5000 }),
  run: async (data, call) => {
    call.line.answer();
    const max = numberOf(data, "max_digits") ?? 1;
    const terminators = terminatorsOf(data);
    const ahead = beforeTerminator(call.digits.takeDefault(), terminators);
    // Typed ahead in full: nothing is waited for, the rest is dropped.
    const isWaiting = ahead.length < max;
    if (isWaiting) await call.letDecide(firstKeyMs(data));
    const digits = isWaiting
      ? ahead + collect(call.line, data, max - ahead.length, terminators)
      : ahead.slice(0, max);
    call.digits.set(textOf(data, "collection_name") ?? "default", digits);
    return toChild;
  },
};

/** `terminator`, which the schema fills in, goes before `terminators` (cf_collect_dtmf). */
function terminatorsOf(data: Data): readonly string[] {
  const terminator = textOf(data, "terminator");
  return terminator === undefined ? textsOf(data, "terminators") : [terminator];
}

/** cf_collect_dtmf:truncate_after_terminator/2. A terminator typed ahead ends nothing: the wait is the full one. */
function beforeTerminator(digits: string, terminators: readonly string[]): string {
  const end = [...digits].findIndex((digit) => terminators.includes(digit));
  return end < 0 ? digits : digits.slice(0, end);
}

function firstKeyMs(data: Data): number {
  return numberOf(data, "timeout") ?? 0;
}

/** `timeout` for the first key, the interdigit timeout for each further one (kapps_call_command:collect_digits/6). */
function collect(line: Line, data: Data, max: number, terminators: readonly string[]): string {
  let digits = "";
  let waitMs = firstKeyMs(data);
  while (digits.length < max) {
    const happening = line.wait(waitMs);
    if (happening.kind !== "pressed" || terminators.includes(happening.digit)) break;
    digits += happening.digit;
    waitMs = numberOf(data, "interdigit_timeout") ?? usualInterdigitMs;
  }
  return digits;
}
