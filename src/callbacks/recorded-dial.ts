import type { LegRecord } from "./call-records.ts";
import type { ChannelEvent } from "./channel-event.ts";
import type { Desk } from "./desk.ts";

/** Somebody has answered. Where the Dial is recorded from then on, it is told that the recording has begun. */
export async function recordingBegan(
  { callSid, waitingId }: LegRecord,
  { atMs }: Pick<ChannelEvent, "atMs">,
  { records, recordings }: Pick<Desk, "records" | "recordings">,
): Promise<void> {
  const [call, waiting] = await Promise.all([records.call(callSid), records.waiting(callSid)]);
  if (call === undefined || waiting?.id !== waitingId || waiting.hangUp.verb !== "Dial") return;
  const { recording } = waiting.hangUp;
  if (recording?.onBridge !== true) return;
  await recordings.began({ app: call.app, recording, parameters: call.parameters, leftAtMs: atMs });
}
