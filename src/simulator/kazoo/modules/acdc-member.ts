import { type KazooModule, toChild } from "../call.ts";

/** A queue's connection_timeout (acdc, queues). */
const longestWaitMs = 3_600_000;

/** A key that leaves the queue does so after a second (cf_acdc_member:wait_for_bridge/3). */
const leavingMs = 1000;

/**
 * Waits in a queue that no agent serves; its music counts as silence. The exit key, `#`, or the longest time leads on
 * (cf_acdc_member:handle/2).
 */
export const acdcMember: KazooModule = {
  name: "acdc_member",
  versions: ["4.3", "5.0"],
  defaults: () => ({}),
  run: (_data, call) => {
    call.line.answer();
    const endMs = call.line.nowMs + longestWaitMs;
    for (;;) {
      const happening = call.line.wait(endMs - call.line.nowMs);
      if (happening.kind !== "pressed") return toChild;
      if (happening.digit !== "#") continue;
      call.line.wait(leavingMs);
      return toChild;
    }
  },
};
