import { bridge, failure } from "../bridge.ts";
import type { KazooModule } from "../call.ts";
import { numberOf, textOf } from "../data.ts";

/** stepswitch_bridge waits so long for a carrier. */
const carrierMs = 120_000;

/** An account without carriers has no route (stepswitch_resources). */
const noRoute = { sip: 404, cause: "NO_ROUTE_DESTINATION" };

/** Calls a number through carriers, the account's own unless told otherwise (cf_resources:handle/2). */
export const resources: KazooModule = {
  name: "resources",
  versions: ["4.3", "5.0"],
  defaults: () => ({
    caller_id_type: "external",
    ignore_early_media: false,
    outbound_flags: [],
    use_local_resources: true,
  }),
  run: (data, call) => {
    if (data["use_local_resources"] !== false && !call.hasOwnCarriers) return failure(noRoute, "stop");
    const target = textOf(data, "to_did") ?? call.facts.request;
    const seconds = numberOf(data, "timeout");
    const timeoutMs = seconds === undefined ? carrierMs : Math.min(seconds * 1000, carrierMs);
    const legs = [{ target, delayMs: 0, timeoutMs }];
    return bridge(call, { legs, strategy: "simultaneous", timeoutMs, otherwise: "stop" });
  },
};
