import type { KazooModule } from "../call.ts";

/** Ends the call (cf_hangup:handle/2, hard_stop). */
export const hangup: KazooModule = {
  name: "hangup",
  versions: ["4.3", "5.0"],
  defaults: () => ({}),
  run: () => ({ to: "end", cause: "NORMAL_CLEARING" }),
};
