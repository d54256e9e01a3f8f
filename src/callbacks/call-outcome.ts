import { failureStatus } from "../verbs/dial/causes.ts";

/** How a call has ended, in Twilio's words: https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
export type FinalStatus = "completed" | "busy" | "no-answer" | "failed" | "canceled";

/** SIP's own codes where Kazoo has not told one: https://www.rfc-editor.org/rfc/rfc3261#section-21 */
const usualCodes: Readonly<Partial<Record<FinalStatus, string>>> = {
  completed: "200",
  busy: "486",
  "no-answer": "487",
  canceled: "487",
};

/** Causes by which a caller's leg ends that never was answered, and that mean something else than with a callee. */
const callerStatuses: Readonly<Record<string, FinalStatus>> = {
  // twivot has hung up, which at Twilio answers first.
  NORMAL_CLEARING: "completed",
  // A `<Reject>` is sent as 404.
  UNALLOCATED_NUMBER: "no-answer",
};

/** Of the caller's leg; a cause is one of FreeSWITCH's. */
export function callerStatus(cause: string, isAnswered: boolean): FinalStatus {
  return isAnswered ? "completed" : (callerStatuses[cause] ?? failureStatus(cause));
}

/** Of the leg of somebody who was called; `canceled` where another has answered first. */
export function calleeStatus(cause: string, isAnswered: boolean): FinalStatus {
  if (isAnswered) return "completed";
  return cause === "LOSE_RACE" || cause === "PICKED_OFF" ? "canceled" : failureStatus(cause);
}

/** What a status callback has at the end of a call: https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
export function finalParameters(
  status: FinalStatus,
  { seconds, code }: { seconds: number; code: string | undefined },
): Record<string, string> {
  const sip = status === "completed" ? "200" : (/^sip:(\d{3})$/.exec(code ?? "")?.[1] ?? usualCodes[status]);
  const billed = status === "completed" ? seconds : 0;
  return {
    CallStatus: status,
    CallDuration: String(billed),
    // Minutes that have begun.
    Duration: String(Math.ceil(billed / 60)),
    ...(sip === undefined ? {} : { SipResponseCode: sip }),
  };
}

/** What every status callback has. */
export function eventParameters(atMs: number, sequenceNumber: number): Record<string, string> {
  return {
    Timestamp: rfc2822(atMs),
    CallbackSource: "call-progress-events",
    SequenceNumber: String(sequenceNumber),
  };
}

/** `Sun, 25 Mar 2018 09:53:19 +0000`: https://www.rfc-editor.org/rfc/rfc2822#section-3.3 */
export function rfc2822(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace("GMT", "+0000");
}
