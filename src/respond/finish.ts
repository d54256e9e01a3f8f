import { pivotTo } from "../callflow/build.ts";
import type { Flow } from "../callflow/flow.ts";
import type { Continuation, Draft } from "../translate/draft.ts";

type Finishing = {
  /** The URL at which a continuation comes back. */
  readonly link: (continuation: Continuation) => Promise<string>;
  /** A name that no other flow of any call has, where its nodes are not to be paid from the call's bucket. */
  readonly buckets?: string;
};

/** So many nodes are paid from one bucket, which holds enough for twice as many. */
const NODES_PER_BUCKET = 10;

/**
 * The flow that Kazoo gets: each `continue` is a pivot node to a sealed URL. With `buckets`, nodes name buckets of their
 * own to be paid from (cf_util:token_check/2 takes the node's `_id` for that).
 */
export async function finish(draft: Draft, finishing: Finishing, depth = 0): Promise<Flow> {
  if (draft.module === "continue") return named(pivotTo(await finishing.link(draft.data)), finishing, depth);
  if (draft.children === undefined) return named(draft as Flow, finishing, depth);
  const children: Record<string, Flow> = {};
  for (const [key, child] of Object.entries(draft.children)) {
    children[key] = await finish(child, finishing, depth + 1);
  }
  return named({ ...draft, children } as Flow, finishing, depth);
}

function named(flow: Flow, { buckets }: Finishing, depth: number): Flow {
  return buckets === undefined
    ? flow
    : { ...flow, _id: `${buckets}-${Math.floor(depth / NODES_PER_BUCKET)}` };
}
