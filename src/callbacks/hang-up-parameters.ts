import type { DialHangUp } from "../translate/hang-up.ts";
import type { Recorded } from "../verbs/define.ts";
import { fileParameters } from "../verbs/dial/outcome.ts";
import type { CallRecords, Waiting } from "./call-records.ts";
import type { ChannelEvent } from "./channel-event.ts";

type World = {
  readonly records: Pick<CallRecords, "dialAnswered" | "dialSeconds">;
  readonly sidOf: (prefix: string, name: string) => string;
  /** Waits a while for the file of a recording of the call. */
  readonly awaitRecorded: (number: number) => Promise<Recorded>;
};

/**
 * What an action is told when the caller has hung up.
 *
 * @see https://www.twilio.com/docs/voice/twiml/dial#attributes-action and
 * https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action
 */
export async function hangUpParameters(
  { id, sinceMs, hangUp }: Waiting,
  { atMs }: Pick<ChannelEvent, "atMs">,
  { records, sidOf, awaitRecorded }: World,
): Promise<Record<string, string>> {
  const answered = await records.dialAnswered(id);
  if (hangUp.verb === "Enqueue") {
    return {
      QueueResult: answered === undefined ? "hangup" : "bridged",
      QueueSid: sidOf("QU", hangUp.queue),
      QueueTime: secondsBetween(sinceMs, answered?.atMs ?? atMs),
    };
  }
  if (hangUp.isConference) return { DialCallStatus: "answered", ...(await fileOf(hangUp, awaitRecorded)) };
  const name = answered?.name ?? hangUp.legs[0]?.name;
  const sid: Record<string, string> = name === undefined ? {} : { DialCallSid: sidOf("CA", name) };
  if (answered === undefined) return { DialCallStatus: "no-answer", ...sid, DialBridged: "false" };
  const seconds = await records.dialSeconds(id);
  const duration = seconds === undefined ? secondsBetween(answered.atMs, atMs) : String(seconds);
  const called = { DialCallStatus: "completed", ...sid, DialCallDuration: duration, DialBridged: "true" };
  return { ...called, ...(await fileOf(hangUp, awaitRecorded)) };
}

/** Where the file does not come in time it may come later: there is no duration then. */
async function fileOf(
  { recording }: DialHangUp,
  awaitRecorded: World["awaitRecorded"],
): Promise<Record<string, string>> {
  return recording === undefined ? {} : fileParameters(await awaitRecorded(recording.number));
}

function secondsBetween(fromMs: number, toMs: number): string {
  return String(Math.max(0, Math.round((toMs - fromMs) / 1000)));
}
