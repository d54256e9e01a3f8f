import type { CallRecords, Waiting } from "./call-records.ts";
import type { ChannelEvent } from "./channel-event.ts";

type World = {
  readonly records: Pick<CallRecords, "dialAnswered" | "dialSeconds">;
  readonly sidOf: (prefix: string, name: string) => string;
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
  { records, sidOf }: World,
): Promise<Record<string, string>> {
  const answered = await records.dialAnswered(id);
  if (hangUp.verb === "Enqueue") {
    return {
      QueueResult: answered === undefined ? "hangup" : "bridged",
      QueueSid: sidOf("QU", hangUp.queue),
      QueueTime: secondsBetween(sinceMs, answered?.atMs ?? atMs),
    };
  }
  if (hangUp.isConference) return { DialCallStatus: "answered" };
  const name = answered?.name ?? hangUp.legs[0]?.name;
  const sid: Record<string, string> = name === undefined ? {} : { DialCallSid: sidOf("CA", name) };
  if (answered === undefined) return { DialCallStatus: "no-answer", ...sid, DialBridged: "false" };
  const seconds = await records.dialSeconds(id);
  const duration = seconds === undefined ? secondsBetween(answered.atMs, atMs) : String(seconds);
  return { DialCallStatus: "completed", ...sid, DialCallDuration: duration, DialBridged: "true" };
}

function secondsBetween(fromMs: number, toMs: number): string {
  return String(Math.max(0, Math.round((toMs - fromMs) / 1000)));
}
