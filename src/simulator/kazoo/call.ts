import type { KazooVersion } from "../../callflow/flow.ts";
import type { Callees } from "../callee.ts";
import type { CallerStep } from "../caller.ts";
import { type Durations, usualDurations } from "../durations.ts";
import { Line } from "../line.ts";
import type { CallEvent } from "../transcript.ts";
import type { Data } from "./data.ts";
import { DtmfCollections } from "./dtmf-collections.ts";
import type { CallFacts } from "./pivot-params.ts";
import { TokenBucket } from "./token-bucket.ts";
import { Recordings } from "./upload.ts";
import { Webhooks, type WebhookTarget } from "./webhooks.ts";

/** An HTTP request of Kazoo. The URL has neither userinfo nor fragment. */
export type KazooRequest = {
  readonly url: string;
  /** Lower-case names; what the connection itself adds is left out. */
  readonly headers: Readonly<Record<string, string>>;
} & (
  | { readonly method: "GET" | "POST"; readonly body: string }
  /** The file of a recording. */
  | { readonly method: "PUT"; readonly body: Uint8Array }
);

/** A request of Pivot. */
export type PivotQuestion = Exclude<KazooRequest, { readonly method: "PUT" }>;

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
  /** Whom calls reach: numbers as they are dialled, and `device:ID`, `user:ID`, `group:ID`. Without it nobody. */
  readonly callees?: Callees;
  /** Callflows of the account by their id, and by the extension that leads to them. */
  readonly callflows?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Whether the account has carriers of its own, for numbers that are called by them. */
  readonly hasOwnCarriers?: boolean;
  /** Sends a request, at a time of the virtual clock. */
  readonly request: (request: KazooRequest, atMs: number) => Promise<KazooAnswer>;
  /** Says whether an answer may come only after the file of a recording. Without it, none does. */
  readonly awaitsFile?: (answer: Promise<KazooAnswer>) => Promise<boolean>;
  readonly check: CheckFlow;
  /** Where the account's webhooks lead; without it there are none. */
  readonly webhooks?: WebhookTarget;
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
  /** As Pivot requests tell them. */
  facts: CallFacts;
  readonly line: Line;
  readonly durations: Durations;
  digits = new DtmfCollections();
  readonly recordings: Recordings;
  readonly webhooks: Webhooks;
  readonly callees: Callees;
  readonly callflows: Readonly<Record<string, unknown>>;
  readonly hasOwnCarriers: boolean;
  /** The number that later bridges show; empty where it is the caller's own (`rewrite_cid_number`, cf_set_cid). */
  callerId = "";
  /** Variables of the channel that this callflow does not see (cf_set_variables [4.3]). */
  channelVariables: Readonly<Record<string, string>> = {};
  /** What FreeSWITCH does after the next bridge that was answered (cf_after_bridge:handle/2). */
  afterBridge: AfterBridge = {};
  readonly request: KazooOptions["request"];
  readonly awaitsFile: KazooOptions["awaitsFile"];
  readonly check: CheckFlow;
  readonly nodes: { atMs: number; module: string }[] = [];
  readonly faults: { path: string; message: string }[] = [];
  /** As the `language` module wrote it; `en-us` before (kz_media_util:prompt_language/1). */
  language: string;
  readonly #decide: KazooOptions["decide"];
  readonly #tell: KazooOptions["tell"];
  #told = 0;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: KazooOptions) {
    this.version = options.version;
    this.facts = options.facts;
    this.line = new Line(options.caller, options.patienceMs);
    this.durations = options.durations ?? usualDurations;
    this.callees = options.callees ?? {};
    this.callflows = options.callflows ?? {};
    this.hasOwnCarriers = options.hasOwnCarriers ?? false;
    this.request = options.request;
    this.awaitsFile = options.awaitsFile;
    this.recordings = new Recordings(this);
    this.webhooks = new Webhooks(this, options.webhooks);
    this.check = options.check;
    this.language = options.facts.language ?? "en-us";
    this.#decide = options.decide;
    this.#tell = options.tell;
  }

  /** A bucket of tokens that nodes name; all callflows of the account share it (cf_util:token_check/2). */
  bucket(name: string): TokenBucket {
    const bucket = this.#buckets.get(name) ?? new TokenBucket(this.line.nowMs);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** What a callflow kept of the call is gone with it; variables of the channel are there for the next one. */
  forget(request: string): void {
    const customApplicationVars = { ...this.facts.customApplicationVars, ...this.channelVariables };
    this.facts = { ...this.facts, request, customApplicationVars };
    this.channelVariables = {};
    this.digits = new DtmfCollections();
    this.callerId = "";
    this.language = this.facts.language ?? "en-us";
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

/** The variables `Park-`, `Transfer-` and `Hangup-After-Pickup` of a channel, as the module `after_bridge` sets them. */
export type AfterBridge = {
  readonly park?: string;
  readonly transfer?: string;
  readonly hangup?: string;
};

/** Where a call goes after a module. */
export type Next =
  /** To the child `_`; the call ends where there is none (cf_exe:continue/1). */
  | { readonly to: "child" }
  /** The call ends, whatever is stacked (cf_exe:hard_stop/1). */
  | { readonly to: "end"; readonly cause: string }
  /** To the flow that was stacked last; where none is the call ends (cf_exe:stop/2). */
  | { readonly to: "stop"; readonly cause: string }
  /** To another callflow, in place of this one (cf_exe:continue_with_flow/2). */
  | { readonly to: "flow"; readonly flow: unknown }
  /** The same, and what is under `_` is stacked (cf_exe:branch/2). */
  | { readonly to: "branch"; readonly flow: unknown }
  | Failed
  /** To the callflow of an extension, which runs as that of a new call does. */
  | { readonly to: "extension"; readonly extension: string }
  /** Nowhere: the caller hears nothing until hanging up. */
  | { readonly to: "dead-air" };

/** To the child of a cause or of a SIP status such as `sip:486`, if there is one (cf_exe:attempt/2). */
export type Failed = {
  readonly to: "failure";
  readonly cause: string;
  readonly status: string;
  /** Where it goes without one: `_`, or nowhere. */
  readonly otherwise: "child" | "stop";
  /** What the module tries before that. */
  readonly again?: () => Next;
};

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
