import { SimulatorError } from "../simulator-error.ts";
import { KazooCall, type KazooOptions, type KazooResult, type Next } from "./call.ts";
import { type Data, numberOf, objectOf, textOf } from "./data.ts";
import { sendDefaultResponse } from "./default-response.ts";
import { Executor } from "./executor.ts";
import { modules } from "./modules/index.ts";

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
  const executor = new Executor(options.extensions ?? {});
  let node: Data | undefined = objectOf(options.flow);
  await call.webhooks.send();
  // A caller who left is followed by nothing: nothing runs after CHANNEL_DESTROY.
  while (node !== undefined && !call.line.isEnded) {
    // `{}` stops (cf_exe:handle_cast/2).
    const isEmpty = Object.keys(node).length === 0;
    // Without tokens the call is stopped (cf_exe, cf_util:token_check/2).
    if (!isEmpty && !pay(node, call, executor)) break;
    await call.recordings.send(call.line.nowMs);
    node = follow(isEmpty ? stop : await enter(node, call), node, call, executor);
    call.tellEvents();
    await call.webhooks.send();
  }
  // The end of a callflow hangs up (cf_exe:terminate/2).
  call.line.end("platform", "NORMAL_CLEARING");
  call.tellEvents();
  await call.webhooks.send();
  await call.recordings.send(Number.POSITIVE_INFINITY);
  return { events: call.line.events, nodes: call.nodes, faults: call.faults };
}

const stop: Next = { to: "stop", cause: "NORMAL_CLEARING" };

/** The bucket is the executor's, or one that the node names (cf_util:token_check/2). */
function pay(node: Data, call: KazooCall, executor: Executor): boolean {
  const name = textOf(node, "pvt_bucket_name") ?? textOf(node, "_id");
  const bucket = name === undefined ? executor.bucket(call.line.nowMs) : call.bucket(name);
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

function follow(next: Next, node: Data, call: KazooCall, executor: Executor): Data | undefined {
  switch (next.to) {
    case "child":
      // "wildcard child does not exist": stop (cf_exe:handle_cast/2).
      return childOf(node, "_") ?? follow(stop, node, call, executor);
    case "failure": {
      const child = attempt(node, next.cause) ?? attempt(node, next.status);
      if (child !== undefined) return child;
      if (next.again !== undefined) return follow(next.again(), node, call, executor);
      if (next.otherwise === "child") return follow({ to: "child" }, node, call, executor);
      // A child `_` only keeps Kazoo from telling the caller (cf_resources:handle_bridge_failure/3).
      const isTold = attempt(node, "_") !== undefined || sendDefaultResponse(call, next.cause);
      return isTold ? follow({ to: "stop", cause: next.cause }, node, call, executor) : undefined;
    }
    case "flow":
      return objectOf(next.flow);
    case "branch":
      // callflow.max_branch_count
      return executor.branch(attempt(node, "_")) ? objectOf(next.flow) : undefined;
    case "extension":
      return reroute(next.extension, call, executor);
    case "stop":
      return executor.stacked() ?? follow({ to: "end", cause: next.cause }, node, call, executor);
    case "end":
      call.line.end("platform", next.cause);
      return undefined;
    case "dead-air":
      while (!call.line.isEnded) call.line.wait(Number.POSITIVE_INFINITY);
      return undefined;
  }
}

function childOf(node: Data, key: string): Data | undefined {
  const child = objectOf(node["children"])[key];
  return child === undefined ? undefined : objectOf(child);
}

/** Exactly that child, and only if it is not empty (cf_exe:attempt/2). */
function attempt(node: Data, key: string): Data | undefined {
  const child = childOf(node, key);
  return child === undefined || Object.keys(child).length === 0 ? undefined : child;
}

/**
 * The caller is routed anew (FreeSWITCH's transfer, cf_route_win): what the old callflow knew is gone, and the variables
 * of the channel are the call's. The request is for the extension (ecallmgr_util:get_sip_request/1).
 */
function reroute(extension: string, call: KazooCall, executor: Executor): Data | undefined {
  call.recordings.transferred();
  call.forget(extension);
  const flow = executor.begin(extension);
  if (flow === undefined) call.line.end("platform", "NO_ROUTE_DESTINATION");
  return flow === undefined ? undefined : objectOf(flow);
}
