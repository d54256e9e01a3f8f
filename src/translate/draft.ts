import type { ModuleData, ModuleName } from "../callflow/modules.ts";
import type { Element } from "../twiml/element.ts";

/**
 * A callflow that is not sealed yet: where the flow comes back to twivot it has a `continue` node, which
 * says what is awaited and what follows. `respond/finish.ts` makes it the pivot node that Kazoo gets.
 */
export type Draft = Continue | KazooNode;

type KazooNode = {
  readonly [M in ModuleName]: {
    readonly module: M;
    readonly data: ModuleData[M];
    readonly children?: Readonly<Record<string, Draft>>;
  };
}[ModuleName];

/** The end of a flow that goes on in twivot. At the root of a draft it goes on at once, without Kazoo. */
export type Continue = { readonly module: "continue"; readonly data: Continuation };

/** What has to be known to go on after a flow. */
export type Continuation = {
  /** The verb whose outcome is awaited; none where the document just goes on. */
  readonly pending?: Pending;
  /** The verbs that follow, of the same document. */
  readonly rest: readonly Element[];
  readonly state: State;
};

/** An awaited outcome: the verb that reads it, and what it needs for that (JSON). */
export type Pending = { readonly verb: string; readonly state: unknown };

/** What the translation knows of the call at a place in the document. */
export type State = {
  /** Whether Kazoo has answered the call. */
  readonly answered: boolean;
  /** Whether the collection `default` may hold digits that were typed outside of a Gather. */
  readonly typedAhead: boolean;
  /** How many collections have been named in this call. */
  readonly gathers: number;
  /** How many parts of the first verb, of a Gather's prompt for instance, have been heard. */
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
  promptsHeard: 0,
  isNoted: false,
  variables: {},
};

/** A `continue` node. */
export function continueWith(data: Continuation): Continue {
  return { module: "continue", data };
}
