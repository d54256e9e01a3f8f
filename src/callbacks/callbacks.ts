import type { App } from "../config.ts";

/** Something that an application is told, and whose answer nobody reads. */
export type Callback = {
  /** Its token signs the request. */
  readonly app: App;
  /** Absolute; with userinfo and fragment as written. */
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly parameters: Readonly<Record<string, string>>;
  /** The last action of a call, not a status callback: once answered, whatever by, it is not asked again, as at Twilio. */
  readonly isAction?: true;
};

/** Tells applications things, beside the calls: nothing waits for it, and nothing that fails there fails a call. */
export type Callbacks = {
  readonly send: (callback: Callback) => void;
  /** Waits a while for what is still to be sent, then gives up. */
  readonly close: () => Promise<void>;
};
