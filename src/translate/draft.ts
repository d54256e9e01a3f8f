import type { Flow } from "../callflow/flow.ts";
import type { ModuleData, ModuleName } from "../callflow/modules.ts";
import type { Element } from "../twiml/element.ts";
import type { HangUp } from "./hang-up.ts";
import type { Recording } from "./recording.ts";

/**
 * A callflow that is not sealed yet: where Kazoo is to reach twivot again it has nodes that say what for.
 * `respond/finish.ts` gives them the URLs, which makes it the flow that Kazoo gets.
 */
export type Draft = Continue | Recorder | ComeBack | KazooNode;

type KazooNode = {
  readonly [M in ModuleName]: {
    readonly module: M;
    readonly data: ModuleData[M];
    readonly children?: Readonly<Record<string, Draft>>;
  };
}[ModuleName];

/**
 * The end of a flow that goes on in twivot: a pivot node. At the root of a draft it goes on at once, without Kazoo.
 * Several ends of one flow may share a continuation, each with the outcome that it stands for.
 */
export type Continue = {
  readonly module: "continue";
  readonly data: Continuation;
  /** Which way out of a node Kazoo took: the child's key, such as `USER_BUSY` or `sip:486`. */
  readonly outcome?: string;
};

/** Begins a recording, the file of which Kazoo puts at twivot: `record_caller`, or `record_call` which goes on at once. */
export type Recorder = {
  readonly module: "recorder";
  readonly data: {
    readonly by: "record_caller" | "record_call";
    readonly recording: Recording;
    /** Seconds, 5 to 10,800. */
    readonly timeLimit: number;
    /** `record_call` only: it begins when the call is answered. */
    readonly onAnswer?: boolean;
    /** `record_call` only: whether it goes on when a caller comes back from a bridge, which Kazoo does by a transfer. */
    readonly followsTransfer?: boolean;
  };
  readonly children?: Readonly<Record<string, Draft>>;
};

/** Sees to it that the caller comes back to twivot after the next call that is answered: `set_variables`, `after_bridge`. */
export type ComeBack = {
  readonly module: "come-back";
  readonly data: { readonly continuation: Continuation; readonly extension: string };
  readonly children: { readonly _: Draft };
};

/** What has to be known to go on after a flow. */
export type Continuation = {
  /** The verb whose outcome is awaited; none where the document just goes on. */
  readonly pending?: Pending;
  /** The verbs that follow, of the same document. */
  readonly rest: readonly Element[];
  readonly state: State;
};

/** An awaited outcome: the verb that reads it, and what it needs for that (JSON). */
export type Pending = {
  readonly verb: string;
  readonly state: unknown;
  /** The number of a recording in the call whose file is waited for, a while, before the verb reads the outcome. */
  readonly recording?: number;
  /** What to do if the caller hangs up before there is an outcome. It stays here: the token does not carry it. */
  readonly hangUp?: HangUp;
};

/** What the translation knows of the call at a place in the document. */
export type State = {
  /** Whether Kazoo has answered the call. */
  readonly answered: boolean;
  /** Whether the collection `default` may hold digits that were typed outside of a Gather. */
  readonly typedAhead: boolean;
  /** How many collections have been named in this call. */
  readonly gathers: number;
  /** How many recordings have been begun in this call. */
  readonly recordings: number;
  /** How many other parties have been called in this call. */
  readonly dials: number;
  /** The caller id that Kazoo was given for calls to other parties; empty where it has its own (cf_set_cid). */
  readonly callerId: string;
  /** How many parts of the first verb, of a Gather's prompt or a sequential Dial for instance, are done with. */
  readonly promptsHeard: number;
  /** Whether the notes of the first verb have been left already, in an earlier flow. */
  readonly isNoted: boolean;
  /** Parameters that `<Set><Variable>` adds to every later request. */
  readonly variables: Readonly<Record<string, string>>;
};

/** The state in which a call comes in. */
export const newState: State = {
  answered: false,
  typedAhead: false,
  gathers: 0,
  recordings: 0,
  dials: 0,
  callerId: "",
  promptsHeard: 0,
  isNoted: false,
  variables: {},
};

/** A `continue` node. */
export function continueWith(data: Continuation, outcome?: string): Continue {
  return outcome === undefined ? { module: "continue", data } : { module: "continue", data, outcome };
}

/** The drafts that may follow a node, of a flow as it is finished too. */
export function childrenOf<T extends Draft | Flow>(draft: T): Readonly<Record<string, T>> {
  return (
    ("children" in draft ? (draft.children as Readonly<Record<string, T>> | undefined) : undefined) ?? {}
  );
}
