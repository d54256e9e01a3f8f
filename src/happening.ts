/** Something that is counted. Times are in seconds; codes are those of docs/errors.md and of the notes. */
export type Happening =
  /** A request of Kazoo's about a call was answered. */
  | {
      readonly kind: "served";
      readonly request: "start" | "continue" | "return" | "wait";
      /** `flow` as it should be; `later` when Kazoo comes back for it; `apology` and `failed` when something went wrong. */
      readonly outcome: "flow" | "later" | "apology" | "failed";
      readonly seconds: number;
    }
  /** A step of that took so long. */
  | { readonly kind: "step"; readonly step: Step; readonly seconds: number }
  /** The application answered, or did not: `document`, or the code of the failure. */
  | { readonly kind: "answered"; readonly app: string; readonly outcome: string }
  | { readonly kind: "note"; readonly code: string; readonly severity: string }
  /** A request was refused: by a token, a key, its size or what is in it. */
  | { readonly kind: "refused"; readonly code: string }
  /** An application that took longer than Kazoo waits was waited for all the same. */
  | { readonly kind: "late"; readonly outcome: "saved" | "given-up" | "taken-over" }
  | { readonly kind: "upload"; readonly outcome: string; readonly bytes: number }
  | { readonly kind: "callback"; readonly outcome: "sent" | "retried" | "failed" | "dropped" }
  | { readonly kind: "webhook"; readonly event: string };

/** `application`: until a document is there; `translate`: until it is a flow; `finish`: until the flow is an answer. */
export type Step = "application" | "translate" | "finish";

/** Is told what happens, for whoever counts. It does not throw. */
export type Tell = (happening: Happening) => void;
