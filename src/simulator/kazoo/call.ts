import type { KazooVersion } from "../../callflow/flow.ts";
import type { CallerStep } from "../caller.ts";
import { type Durations, usualDurations } from "../durations.ts";
import { Line } from "../line.ts";
import type { CallEvent } from "../transcript.ts";
import type { Data } from "./data.ts";
import { DtmfCollections } from "./dtmf-collections.ts";
import type { CallFacts } from "./pivot-params.ts";

/** An HTTP request of Kazoo. The URL has neither userinfo nor fragment. */
export type KazooRequest = {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Lower-case names; what the connection itself adds is left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The answer to it, and how long it took on the virtual clock; or that there was none. */
export type KazooAnswer = {
  readonly tookMs: number;
} & (
  | {
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: string;
    }
  /** What failed: refused, reset and the like. */
  | { readonly failed: string }
);

/** What is wrong with a callflow; none where Kazoo's schemas accept it. */
export type CheckFlow = (flow: unknown) => readonly { readonly path: string; readonly message: string }[];

export type KazooOptions = {
  readonly version: KazooVersion;
  /** The stored callflow, or the answer of which the first node is run. */
  readonly flow: unknown;
  readonly facts: CallFacts;
  readonly caller: readonly CallerStep[];
  /** Sends a request, at a time of the virtual clock. */
  readonly request: (request: KazooRequest, atMs: number) => Promise<KazooAnswer>;
  readonly check: CheckFlow;
  readonly durations?: Durations;
  /** When the caller gives up whatever the script says, in milliseconds. */
  readonly patienceMs?: number;
  /** Says what a caller does who has nothing left to do when keys are waited for. Without it, nothing. */
  readonly decide?: Decide;
  /** Is told each event once it will not change any more, in order; those of a node when the node is done. */
  readonly tell?: (event: CallEvent) => void;
};

/** The steps that a caller decides on when keys are waited for; none to let the time pass. Times are virtual. */
export type Decide = (wait: {
  readonly atMs: number;
  /** How long the first key is waited for. */
  readonly waitMs: number;
}) => Promise<readonly CallerStep[]>;

/** What came of a call. */
export type KazooResult = {
  readonly events: readonly CallEvent[];
  /** The modules that were entered. */
  readonly nodes: readonly { readonly atMs: number; readonly module: string }[];
  /** Why Kazoo refused an answer, which is why the caller then heard nothing. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
};

/** A call inside Kazoo: what its modules share and change. */
export class KazooCall {
  readonly version: KazooVersion;
  readonly facts: CallFacts;
  readonly line: Line;
  readonly durations: Durations;
  readonly digits = new DtmfCollections();
  readonly request: KazooOptions["request"];
  readonly check: CheckFlow;
  readonly nodes: { atMs: number; module: string }[] = [];
  readonly faults: { path: string; message: string }[] = [];
  /** As the `language` module wrote it; `en-us` before (kz_media_util:prompt_language/1). */
  language: string;
  readonly #decide: KazooOptions["decide"];
  readonly #tell: KazooOptions["tell"];
  #told = 0;

  constructor(options: KazooOptions) {
    this.version = options.version;
    this.facts = options.facts;
    this.line = new Line(options.caller, options.patienceMs);
    this.durations = options.durations ?? usualDurations;
    this.request = options.request;
    this.check = options.check;
    this.language = options.facts.language ?? "en-us";
    this.#decide = options.decide;
    this.#tell = options.tell;
  }

  /** Tells the events that will not change any more and have not been told. */
  tellEvents(): void {
    const settled = this.line.events.slice(this.#told, this.line.settledEvents);
    this.#told += settled.length;
    for (const event of settled) this.#tell?.(event);
  }

  /** Lets the caller decide what to do while keys are waited for. */
  async letDecide(waitMs: number): Promise<void> {
    if (this.#decide === undefined || this.line.isEnded || !this.line.isCallerIdle) return;
    this.tellEvents();
    this.line.addSteps(await this.#decide({ atMs: this.line.nowMs, waitMs }));
  }
}

/** Where a call goes after a module. */
export type Next =
  /** To the child `_`; the call ends where there is none (cf_exe:continue/1). */
  | { readonly to: "child" }
  | { readonly to: "end"; readonly cause: string }
  /** To another callflow, in place of this one (cf_exe:continue_with_flow/2). */
  | { readonly to: "flow"; readonly flow: unknown }
  /** Nowhere: the caller hears nothing until hanging up. */
  | { readonly to: "dead-air" };

/** The usual way on. */
export const toChild: Next = { to: "child" };

/** One callflow module. */
export type KazooModule = {
  readonly name: string;
  readonly versions: readonly KazooVersion[];
  /** What Kazoo's schema fills in before the module runs (callflows.<module>.json). */
  readonly defaults: (version: KazooVersion) => Data;
  /** Runs the module with its data, defaults filled in. */
  readonly run: (data: Data, call: KazooCall) => Next | Promise<Next>;
};
