import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";

/** Goes to a stored callflow; what is under `_` is stacked, or taken where there is none (cf_callflow:handle/2). */
export const callflow: KazooModule = {
  name: "callflow",
  versions: ["4.3", "5.0"],
  defaults: () => ({}),
  run: (data, call) => {
    const id = textOf(data, "id") ?? "";
    return Object.hasOwn(call.callflows, id) ? { to: "branch", flow: call.callflows[id] } : toChild;
  },
};
