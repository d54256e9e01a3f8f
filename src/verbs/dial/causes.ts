/** How a call to another party ended, as the action is told (https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus). */
export type DialCallStatus = "completed" | "busy" | "no-answer" | "failed";

const busy = ["USER_BUSY", "CALL_REJECTED", "DECLINE"];

/** A cancelled call is one that Kazoo gave up after its timeout; a clearing without an answer is a phone that hung up. */
const noAnswer = [
  "NO_ANSWER",
  "NO_USER_RESPONSE",
  "ALLOTTED_TIMEOUT",
  "PROGRESS_TIMEOUT",
  "RECOVERY_ON_TIMER_EXPIRE",
  "SUBSCRIBER_ABSENT",
  "ORIGINATOR_CANCEL",
  "NORMAL_CLEARING",
];

const failed = [
  "UNALLOCATED_NUMBER",
  "INVALID_NUMBER_FORMAT",
  "NO_ROUTE_DESTINATION",
  "NO_ROUTE_TRANSIT_NET",
  "NUMBER_CHANGED",
  "REDIRECTION_TO_NEW_DESTINATION",
  "NORMAL_TEMPORARY_FAILURE",
  "NORMAL_CIRCUIT_CONGESTION",
  "NETWORK_OUT_OF_ORDER",
  "SWITCH_CONGESTION",
  "REQUESTED_CHAN_UNAVAIL",
  "DESTINATION_OUT_OF_ORDER",
  "EXCHANGE_ROUTING_ERROR",
  "INCOMPATIBLE_DESTINATION",
  "INTERWORKING",
  "SERVICE_UNAVAILABLE",
  "SERVICE_NOT_IMPLEMENTED",
  "FACILITY_REJECTED",
  "FACILITY_NOT_IMPLEMENTED",
  "BEARERCAPABILITY_NOTAUTH",
  "BEARERCAPABILITY_NOTAVAIL",
  "BEARERCAPABILITY_NOTIMPL",
  "OUTGOING_CALL_BARRED",
  "INCOMING_CALL_BARRED",
  "MANDATORY_IE_MISSING",
  "MANDATORY_IE_LENGTH_ERROR",
  "MEDIA_TIMEOUT",
  "PROTOCOL_ERROR",
  "NORMAL_UNSPECIFIED",
  "UNKNOWN",
  "UNSPECIFIED",
  "USER_NOT_REGISTERED",
  "CHAN_NOT_IMPLEMENTED",
  "GATEWAY_DOWN",
  "CRASH",
  "LOSE_RACE",
  "PICKED_OFF",
  "SYSTEM_SHUTDOWN",
  "MANAGER_REQUEST",
];

/** RFC 3261, section 21; those that FreeSWITCH has a cause for (sofia_glue_sip_cause_to_freeswitch). */
const sipStatuses = [
  400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 413, 414, 415, 416, 420, 421, 423, 480, 481, 482, 483,
  484, 485, 486, 487, 488, 500, 501, 502, 503, 504, 505, 513, 600, 603, 604, 606,
];

const sipBusy = ["sip:486", "sip:600", "sip:603"];
const sipNoAnswer = ["sip:408", "sip:480", "sip:487", "sip:504"];

/**
 * The children of a node that calls somebody, one for each way in which that fails: causes of FreeSWITCH, and SIP
 * statuses for causes that are not known here (cf_resources:handle_bridge_failure/3, cf_util:handle_bridge_failure/2).
 */
export const failures: readonly string[] = [
  ...busy,
  ...noAnswer,
  ...failed,
  ...sipStatuses.map((status) => `sip:${status}`),
];

const statuses: ReadonlyMap<string, DialCallStatus> = new Map([
  ...[...busy, ...sipBusy].map((outcome) => [outcome, "busy"] as const),
  ...[...noAnswer, ...sipNoAnswer].map((outcome) => [outcome, "no-answer"] as const),
]);

/** What Twilio calls a failure; `failed` also where Kazoo did not even try (`_`: no such endpoint, or none that can be called). */
export function failureStatus(outcome: string | undefined): DialCallStatus {
  return statuses.get(outcome ?? "") ?? "failed";
}
