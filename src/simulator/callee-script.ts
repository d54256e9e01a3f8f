import type { Callee } from "./callee.ts";
import { durationPattern, toMs } from "./caller-script.ts";

const answering = new RegExp(
  `^answers(?: after ${durationPattern})?(?:, presses (?<keys>[0-9*#A-D]+))?(?:, hangs up after ${durationPattern})?$`,
);
const failing = new RegExp(
  `^(?<word>busy|refuses|unknown number|fails with (?<sip>[4-6]\\d\\d))(?: after ${durationPattern})?$`,
);

/** Final SIP statuses (RFC 3261, section 21). */
const statuses: Readonly<Record<string, number>> = { busy: 486, refuses: 603, "unknown number": 404 };

/** A party that says nothing of the time takes a second. */
const usualMs = 1000;

/** What a text that says what a party does must be. */
export const calleeWords =
  '"answers after 4s, presses 1, hangs up after 20s", "rings", "busy", "refuses after 2s", "unknown number" or "fails with 503"';

/** Reads what another party does when it is called; undefined where the text is none of `calleeWords`. */
export function parseCallee(text: string): Callee | undefined {
  if (text === "rings") return { kind: "rings" };
  const answers = answering.exec(text);
  if (answers !== null) {
    const [, after, unit, presses, talk, talkUnit] = answers;
    const afterMs = after === undefined ? usualMs : toMs(after, unit);
    const hangsUp = talk === undefined ? {} : { hangsUpAfterMs: toMs(talk, talkUnit) };
    return { kind: "answers", afterMs, ...hangsUp, ...(presses === undefined ? {} : { presses }) };
  }
  const fails = failing.exec(text);
  if (fails === null) return undefined;
  const [, word = "", sip, after, unit] = fails;
  const afterMs = after === undefined ? usualMs : toMs(after, unit);
  return { kind: "fails", sip: statuses[word] ?? Number(sip), afterMs };
}

/** The text for it. A FreeSWITCH cause of its own is not written. */
export function writeCallee(callee: Callee): string {
  switch (callee.kind) {
    case "rings":
      return "rings";
    case "answers": {
      const hangsUp =
        callee.hangsUpAfterMs === undefined ? "" : `, hangs up after ${timeText(callee.hangsUpAfterMs)}`;
      const presses = callee.presses === undefined ? "" : `, presses ${callee.presses}`;
      return `answers after ${timeText(callee.afterMs)}${presses}${hangsUp}`;
    }
    case "fails": {
      const word = Object.keys(statuses).find((one) => statuses[one] === callee.sip);
      return `${word ?? `fails with ${callee.sip}`} after ${timeText(callee.afterMs)}`;
    }
  }
}

function timeText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
