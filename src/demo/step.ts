import type { Flow, KazooVersion } from "../callflow/flow.ts";
import type { Note } from "../fidelity/note.ts";
import type { Call } from "../pivot/call.ts";
import type { CallEvent } from "../simulator/transcript.ts";

/** Who talks to whom in the demonstration. */
export type Setting = {
  readonly kazoo: KazooVersion;
  /** The sample application's base URL. */
  readonly application: string;
  /** Where twivot really listens, and what Kazoo calls it. */
  readonly twivot: string;
  readonly publicUrl: string;
  readonly from: string;
  readonly to: string;
};

/** What the demonstration came to. */
export type Summary = {
  readonly kazoo: KazooVersion;
  readonly pivotRequests: number;
  readonly webhooks: number;
  readonly notes: number;
  /** Callflows that Kazoo refused, and errors that twivot logged: bugs of twivot, each as a sentence. */
  readonly bugs: readonly string[];
};

/**
 * One step of the demonstration, at its time of the call in milliseconds: what the caller lives through, or what
 * passes between Kazoo, twivot and the application meanwhile.
 */
export type Step = { readonly atMs: number } & (
  | ({ readonly kind: "setting" } & Setting)
  /** Kazoo asks twivot; the URL is below the public one. */
  | { readonly kind: "pivot"; readonly method: string; readonly path: string; readonly call: Call }
  /** Twivot asks the application. */
  | {
      readonly kind: "webhook";
      readonly method: string;
      readonly url: string;
      readonly isSigned: boolean;
      readonly parameters: Readonly<Record<string, string>>;
    }
  /** The application answers. */
  | { readonly kind: "document"; readonly status: number; readonly body: string }
  | { readonly kind: "note"; readonly note: Note; readonly sentence: string }
  /** Twivot answers Kazoo. */
  | { readonly kind: "callflow"; readonly flow: Flow }
  /** Twivot gives Kazoo no callflow: a status with its body, or what failed. */
  | { readonly kind: "refused"; readonly why: string }
  | CallerStep
  | ({ readonly kind: "summary" } & Summary)
);

type CallerStep = Exclude<CallEvent, { kind: "requested" }>;
