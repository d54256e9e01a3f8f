import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";

/** Has FreeSWITCH send keys to the caller, and goes on at once (cf_send_dtmf:handle/2). */
export const sendDtmf: KazooModule = {
  name: "send_dtmf",
  versions: ["4.3", "5.0"],
  // 5.0 has the same default in its schema, but does not fill it in.
  defaults: (version) => (version === "4.3" ? { duration_ms: "2000" } : {}),
  run: (data, call) => {
    call.line.note({ kind: "sent-keys", keys: textOf(data, "digits") ?? "" });
    return toChild;
  },
};
