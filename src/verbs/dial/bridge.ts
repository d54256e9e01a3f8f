import type { ModuleData } from "../../callflow/modules.ts";
import type { Draft } from "../../translate/draft.ts";
import { failures } from "./causes.ts";
import type { Target } from "./noun.ts";
import { type Groupable, isGroupable, type Step } from "./steps.ts";

type Headers = Target["headers"];

/** How somebody is called. */
export type Calling = {
  /** Seconds that each rings at most. */
  readonly timeout: number;
  /** What the caller hears meanwhile, a stream; else the ringing of Kazoo or of the called network. */
  readonly ringback: string | undefined;
  readonly localResources: boolean;
};

/** What follows when nobody was reached, by the child that Kazoo takes; all may be of one continuation. */
export type Ends = (outcome: string) => Draft;

/**
 * Calls one or several. When they are reached the flow ends with their call.
 *
 * ```
 * resources → USER_BUSY | NO_ANSWER | … | sip:404 | … → what follows
 * user | device | ring_group → the same, and _
 * callflow | voicemail | acdc_member → _
 * ```
 */
export function bridge(step: Step, calling: Calling, ends: Ends): Draft {
  if (step.kind === "several") return ringGroup(step.to, step.strategy, calling, ends);
  const { to, headers } = step;
  if (isGroupable(to)) return phone(to, headers, calling, ends);
  switch (to.kind) {
    case "number":
      return publicNumber(to.number, headers, calling, ends);
    case "callflow":
      return { module: "callflow", data: { id: to.id }, children: children(["_"], ends) };
    case "voicemail":
      return { module: "voicemail", data: { action: "compose", id: to.id }, children: children(["_"], ends) };
    default:
      return { module: "acdc_member", data: { id: to.id }, children: children(["_"], ends) };
  }
}

function publicNumber(number: string, headers: Headers, calling: Calling, ends: Ends): Draft {
  const { timeout, ringback, localResources } = calling;
  const data = {
    to_did: number,
    timeout,
    use_local_resources: localResources,
    // The caller hears what the network plays, as at Twilio, unless a ring tone was asked for.
    ignore_early_media: ringback !== undefined,
    ...(ringback === undefined ? {} : { ringback }),
    ...sipHeaders(headers),
  };
  // A child `_` is never taken (cf_resources:handle_bridge_failure/3).
  return { module: "resources", data, children: children(failures, ends) };
}

/** Of these a ring group alone plays a tone; it has no headers (callflows.ring_group.json). */
function phone(to: Groupable, headers: Headers, calling: Calling, ends: Ends): Draft {
  const { kind, id } = to;
  if (calling.ringback !== undefined || (kind !== "user" && kind !== "device")) {
    return ringGroup([to], "simultaneous", calling, ends);
  }
  const data = { id, timeout: calling.timeout, ...sipHeaders(headers) };
  return { module: kind, data, children: failureChildren(ends) };
}

function sipHeaders(headers: Headers): { readonly custom_sip_headers?: Headers } {
  return Object.keys(headers).length === 0 ? {} : { custom_sip_headers: headers };
}

/** `group` would answer the caller first (cf_group:handle/2), a ring group does not. */
function ringGroup(
  endpoints: readonly Groupable[],
  strategy: "simultaneous" | "single",
  { timeout, ringback }: Calling,
  ends: Ends,
): Draft {
  const data: ModuleData["ring_group"] = {
    endpoints: endpoints.map(({ kind, id }) => ({
      endpoint_type: kind === "ringGroup" ? "group" : kind,
      id,
      timeout,
      delay: 0,
    })),
    strategy,
    timeout: strategy === "single" ? timeout * endpoints.length : timeout,
    ...(ringback === undefined ? {} : { ringback }),
  };
  return { module: "ring_group", data, children: failureChildren(ends) };
}

function failureChildren(ends: Ends): Readonly<Record<string, Draft>> {
  return children([...failures, "_"], ends);
}

function children(outcomes: readonly string[], ends: Ends): Readonly<Record<string, Draft>> {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, ends(outcome)]));
}
