import type { KazooCall } from "./call.ts";
import { playItem, soundOf } from "./playback.ts";

const busyTone = "tone_stream://%(500,500,480,620);loops=25";
const fastTone = "tone_stream://%(250,250,480,620);loops=25";
const notAsDialed = "prompt://fault-can_not_be_completed_as_dialed";
const notNow = "prompt://fault-can_not_be_completed_at_this_time";
const trouble = "prompt://fault-facility_trouble";

type DefaultResponse = readonly [code: number, media?: string];

/** By cause: the SIP status, and what is played before (kz_call_response:default_response/1). */
const responses: Readonly<Record<string, DefaultResponse | undefined>> = {
  BEARERCAPABILITY_NOTAUTH: [403],
  BEARERCAPABILITY_NOTAVAIL: [403],
  BEARERCAPABILITY_NOTIMPL: [488],
  CALL_REJECTED: [603, fastTone],
  DESTINATION_OUT_OF_ORDER: [502, notAsDialed],
  EXCHANGE_ROUTING_ERROR: [483, trouble],
  FACILITY_NOT_IMPLEMENTED: [501],
  FACILITY_REJECTED: [510],
  INCOMING_CALL_BARRED: [403],
  INCOMPATIBLE_DESTINATION: [488, trouble],
  INVALID_NUMBER_FORMAT: [484, notAsDialed],
  MANDATORY_IE_LENGTH_ERROR: [400, trouble],
  MANDATORY_IE_MISSING: [400, trouble],
  MEDIA_TIMEOUT: [504, fastTone],
  NETWORK_OUT_OF_ORDER: [503],
  NORMAL_CIRCUIT_CONGESTION: [503],
  NORMAL_TEMPORARY_FAILURE: [503, notNow],
  NORMAL_UNSPECIFIED: [480],
  NO_ANSWER: [480],
  NO_ROUTE_DESTINATION: [404, notAsDialed],
  NO_ROUTE_TRANSIT_NET: [404],
  NO_USER_RESPONSE: [408, fastTone],
  NUMBER_CHANGED: [410],
  ORIGINATOR_CANCEL: [487],
  OUTGOING_CALL_BARRED: [403],
  PROGRESS_TIMEOUT: [486, notNow],
  RECOVERY_ON_TIMER_EXPIRE: [504, fastTone],
  REDIRECTION_TO_NEW_DESTINATION: [410],
  REQUESTED_CHAN_UNAVAIL: [503],
  SERVICE_NOT_IMPLEMENTED: [501, trouble],
  SUBSCRIBER_ABSENT: [480],
  SWITCH_CONGESTION: [503],
  UNALLOCATED_NUMBER: [404, notAsDialed],
  UNKNOWN: [500],
  USER_BUSY: [486, busyTone],
};

/**
 * Tells the caller why a call failed, which ends the call (kz_call_response:send_default/2).
 *
 * @returns false where Kazoo does not know the cause, at which the module crashes.
 */
export function sendDefaultResponse(call: KazooCall, cause: string): boolean {
  const response = Object.hasOwn(responses, cause) ? responses[cause] : undefined;
  if (response === undefined) return false;
  const [code, media] = response;
  if (media !== undefined) {
    const times = Number(/;loops=(\d+)$/.exec(media)?.[1] ?? 1);
    const sound = soundOf(media.replace(/;loops=\d+$/, ""));
    playItem(call, { sound, terminators: [], times, application: "playback" });
  }
  if (!call.line.isAnswered && !call.line.isEnded) call.line.note({ kind: "rejected", code, message: "" });
  call.line.end("platform", "CALL_REJECTED");
  return true;
}
