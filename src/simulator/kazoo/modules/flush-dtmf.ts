import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";

/** Empties a collection; in 5.0 the emptied call is not stored, so nothing happens (cf_flush_dtmf:handle/2). */
export const flushDtmf: KazooModule = {
  name: "flush_dtmf",
  versions: ["4.3", "5.0"],
  defaults: () => ({ collection_name: "default" }),
  run: (data, call) => {
    if (call.version === "4.3") call.digits.set(textOf(data, "collection_name") ?? "default", "");
    return toChild;
  },
};
