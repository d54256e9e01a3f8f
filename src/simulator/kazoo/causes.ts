import type { Failure } from "../callee.ts";

/** FreeSWITCH's causes by SIP status (sofia_glue_sip_cause_to_freeswitch). */
const causes: Readonly<Record<number, string>> = {
  200: "NORMAL_CLEARING",
  401: "CALL_REJECTED",
  402: "CALL_REJECTED",
  403: "CALL_REJECTED",
  404: "UNALLOCATED_NUMBER",
  405: "SERVICE_UNAVAILABLE",
  406: "SERVICE_NOT_IMPLEMENTED",
  407: "CALL_REJECTED",
  408: "RECOVERY_ON_TIMER_EXPIRE",
  410: "NUMBER_CHANGED",
  413: "INTERWORKING",
  414: "INTERWORKING",
  415: "SERVICE_NOT_IMPLEMENTED",
  416: "INTERWORKING",
  420: "INTERWORKING",
  421: "INTERWORKING",
  423: "INTERWORKING",
  480: "NO_USER_RESPONSE",
  482: "EXCHANGE_ROUTING_ERROR",
  483: "EXCHANGE_ROUTING_ERROR",
  484: "INVALID_NUMBER_FORMAT",
  485: "NO_ROUTE_DESTINATION",
  486: "USER_BUSY",
  487: "ORIGINATOR_CANCEL",
  488: "INCOMPATIBLE_DESTINATION",
  501: "SERVICE_NOT_IMPLEMENTED",
  502: "NETWORK_OUT_OF_ORDER",
  504: "RECOVERY_ON_TIMER_EXPIRE",
  505: "INTERWORKING",
  600: "USER_BUSY",
  603: "CALL_REJECTED",
  604: "NO_ROUTE_DESTINATION",
  606: "INCOMPATIBLE_DESTINATION",
};

/** What every other status is: 400, 481, 500, 503 and the rest. */
const otherCause = "NORMAL_TEMPORARY_FAILURE";

/** What FreeSWITCH calls a failure. */
export function causeOf({ sip, cause }: Failure): string {
  return cause ?? causes[sip] ?? otherCause;
}
