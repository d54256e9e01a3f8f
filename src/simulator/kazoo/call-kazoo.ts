import { SimulatorError } from "../simulator-error.ts";
import { KazooCall, type KazooOptions, type KazooResult, type Next } from "./call.ts";
import { type Data, numberOf, objectOf, textOf } from "./data.ts";
import { modules } from "./modules/index.ts";
import { TokenBucket } from "./token-bucket.ts";

const leastCost = 5;

/** No call of a sensible length runs more nodes than this. */
const mostNodes = 100_000;

/**
 * Runs a call through a pretend Kazoo until it ends: what the caller hears and does, and what Kazoo asks, on a
 * virtual clock. It follows the callflow executor (cf_exe) of the version given.
 *
 * @throws {SimulatorError} the callflow or an answer has something that is not simulated.
 */
export async function callKazoo(options: KazooOptions): Promise<KazooResult> {
  const call = new KazooCall(options);
  const buckets = new Map<string, TokenBucket>();
  let node: Data | undefined = objectOf(options.flow);
  // `{}` stops (cf_exe:handle_cast/2), and so does a caller who left: nothing runs after CHANNEL_DESTROY.
  while (node !== undefined && Object.keys(node).length > 0 && !call.line.isEnded) {
    // Without tokens the call is stopped (cf_exe, cf_util:token_check/2).
    if (!pay(node, call, buckets)) break;
    node = follow(await enter(node, call), node, call);
    call.tellEvents();
  }
  // The end of a callflow hangs up (cf_exe:terminate/2).
  call.line.end("platform", "NORMAL_CLEARING");
  call.tellEvents();
  return { events: call.line.events, nodes: call.nodes, faults: call.faults };
}

/** The bucket is the call's, or one that the node names (cf_util:token_check/2). */
function pay(node: Data, call: KazooCall, buckets: Map<string, TokenBucket>): boolean {
  const name = textOf(node, "pvt_bucket_name") ?? textOf(node, "_id") ?? "";
  const bucket = buckets.get(name) ?? new TokenBucket(call.line.nowMs);
  buckets.set(name, bucket);
  return bucket.consume(Math.max(leastCost, numberOf(node, "pvt_bucket_cost") ?? 0), call.line.nowMs);
}

async function enter(node: Data, call: KazooCall): Promise<Next> {
  const data = objectOf(node["data"]);
  // cf_exe [4.3 on]: a module that is to be skipped continues to `_`.
  if (data["skip_module"] === true) return { to: "child" };
  const name = textOf(node, "module") ?? "";
  const module = modules.get(name);
  if (module === undefined || !module.versions.includes(call.version)) {
    throw new SimulatorError(
      "unknown-module",
      `the module "${name}" of Kazoo ${call.version} is not simulated`,
    );
  }
  call.nodes.push({ atMs: call.line.nowMs, module: name });
  if (call.nodes.length > mostNodes) {
    throw new SimulatorError("endless", `the callflow ran ${mostNodes} nodes and did not end`);
  }
  return module.run({ ...module.defaults(call.version), ...data }, call);
}

function follow(next: Next, node: Data, call: KazooCall): Data | undefined {
  switch (next.to) {
    case "child": {
      const child = objectOf(node["children"])["_"];
      // "wildcard child does not exist": stop (cf_exe:handle_cast/2).
      return child === undefined ? undefined : objectOf(child);
    }
    case "flow":
      return objectOf(next.flow);
    case "end":
      call.line.end("platform", next.cause);
      return undefined;
    case "dead-air":
      while (!call.line.isEnded) call.line.wait(Number.POSITIVE_INFINITY);
      return undefined;
  }
}
