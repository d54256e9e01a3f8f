import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";

/** Names the caller of later bridges; an empty text takes it back. Pivot requests do not show it (cf_set_cid:handle/2). */
export const setCid: KazooModule = {
  name: "set_cid",
  versions: ["4.3", "5.0"],
  defaults: () => ({ caller_id_name: "", caller_id_number: "" }),
  run: (data, call) => {
    call.callerId = textOf(data, "caller_id_number") ?? "";
    return toChild;
  },
};
