import type { ModuleData, ModuleName } from "./modules.ts";

/**
 * A callflow as Kazoo runs it: a node, and below it the node that follows for each way it can end.
 *
 * ```
 * tts → children._ → collect_dtmf → children._ → pivot
 * ```
 */
export type Flow = {
  readonly [M in ModuleName]: {
    readonly module: M;
    readonly data: ModuleData[M];
    readonly children?: Readonly<Record<string, Flow>>;
    /** Names the token bucket that the node is paid from (cf_util:token_check/2). */
    readonly _id?: string;
  };
}[ModuleName];

export type KazooVersion = "4.3" | "5.0";
