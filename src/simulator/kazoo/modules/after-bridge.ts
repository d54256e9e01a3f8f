import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";

/** Says what becomes of the caller after a call that was answered (cf_after_bridge:handle/2). */
export const afterBridge: KazooModule = {
  name: "after_bridge",
  versions: ["4.3", "5.0"],
  defaults: () => ({}),
  run: (data, call) => {
    const action = textOf(data, "action") ?? "";
    call.afterBridge = { ...call.afterBridge, [action]: String(data["data"] ?? "") };
    return toChild;
  },
};
