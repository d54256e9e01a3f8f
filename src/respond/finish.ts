import { node, pivotTo } from "../callflow/build.ts";
import type { Flow } from "../callflow/flow.ts";
import { type Continuation, childrenOf, type Draft, type Recorder } from "../translate/draft.ts";
import type { Recording } from "../translate/recording.ts";

/** Where Kazoo reaches twivot again. */
export type Finishing = {
  /** The URL at which a continuation comes back, of which the flow has so many ends. */
  readonly url: (continuation: Continuation, ends: number, outcome?: string) => string;
  /** A continuation as a variable of the channel. */
  readonly variable: (continuation: Continuation) => string;
  /** The URL at which a recording is put. */
  readonly upload: (recording: Recording, by: Recorder["data"]["by"]) => string;
  readonly recordingFormat: "mp3" | "wav";
  /** A name that no other flow of any call has, where its nodes are not to be paid from the call's bucket. */
  readonly buckets?: string;
};

/** The variable of the channel that brings a caller back from a bridge. */
export const RETURN_VARIABLE = "twivot_return";

/** So many nodes are paid from one bucket, which holds enough for twice as many. */
const NODES_PER_BUCKET = 10;

/**
 * The flow that Kazoo gets: each `continue` is a pivot node to a sealed URL, and recordings have the URLs at which Kazoo
 * puts them. With `buckets`, nodes name buckets of their own to be paid from (cf_util:token_check/2 takes the node's
 * `_id` for that).
 */
export function finish(draft: Draft, finishing: Finishing): Flow {
  const ends = new Map<Continuation, number>();
  countEnds(draft, ends);
  return finishNode(draft, finishing, ends, 0);
}

function countEnds(draft: Draft, ends: Map<Continuation, number>): void {
  if (draft.module === "continue") ends.set(draft.data, (ends.get(draft.data) ?? 0) + 1);
  for (const child of Object.values(childrenOf(draft))) countEnds(child, ends);
}

function finishNode(
  draft: Draft,
  finishing: Finishing,
  ends: ReadonlyMap<Continuation, number>,
  depth: number,
): Flow {
  const finishChild = (child: Draft, below = 1): Flow => finishNode(child, finishing, ends, depth + below);
  switch (draft.module) {
    case "continue": {
      const url = finishing.url(draft.data, ends.get(draft.data) ?? 1, draft.outcome);
      return named(pivotTo(url), finishing, depth);
    }
    case "come-back": {
      const { continuation, extension } = draft.data;
      const variables = { [RETURN_VARIABLE]: finishing.variable(continuation) };
      const goBack = node(
        "after_bridge",
        { action: "transfer", data: extension },
        finishChild(draft.children._, 2),
      );
      const bridge = named(goBack, finishing, depth + 1);
      return named(
        node("set_variables", { custom_application_vars: variables, export: false }, bridge),
        finishing,
        depth,
      );
    }
    case "recorder":
      return named(withChildren(recorderNode(draft, finishing), draft, finishChild), finishing, depth);
    default:
      return named(
        withChildren({ module: draft.module, data: draft.data } as Flow, draft, finishChild),
        finishing,
        depth,
      );
  }
}

function withChildren(flow: Flow, draft: Draft, finishChild: (child: Draft) => Flow): Flow {
  const children = Object.entries(childrenOf(draft)).map(([key, child]) => [key, finishChild(child)]);
  return children.length === 0 ? flow : ({ ...flow, children: Object.fromEntries(children) } as Flow);
}

function recorderNode({ data }: Recorder, { upload, recordingFormat: format }: Finishing): Flow {
  const { by, recording, timeLimit, onAnswer, followsTransfer } = data;
  const file = { url: upload(recording, by), method: "put", format, time_limit: timeLimit } as const;
  if (by === "record_caller") return { module: by, data: file };
  const when = {
    ...(recording.onBridge === undefined ? {} : { record_on_bridge: recording.onBridge }),
    ...(onAnswer === undefined ? {} : { record_on_answer: onAnswer }),
    ...(followsTransfer === undefined ? {} : { should_follow_transfer: followsTransfer }),
  };
  return { module: by, data: { action: "start", label: "twivot", ...file, ...when } };
}

function named(flow: Flow, { buckets }: Finishing, depth: number): Flow {
  return buckets === undefined
    ? flow
    : { ...flow, _id: `${buckets}-${Math.floor(depth / NODES_PER_BUCKET)}` };
}
