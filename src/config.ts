import type { KazooVersion } from "./callflow/flow.ts";

/** One TwiML application, as Twilio's console would know it. */
export type App = {
  readonly name: string;
  readonly voiceUrl: string;
  readonly voiceMethod: "GET" | "POST";
  readonly fallbackUrl: string | undefined;
  readonly fallbackMethod: "GET" | "POST";
  readonly statusCallback: string | undefined;
  readonly statusCallbackMethod: "GET" | "POST";
  /** Shown to the application; without it, `AC` and the Kazoo account id. */
  readonly accountSid: string | undefined;
  /** Signs the requests; without it they go unsigned. */
  readonly authToken: string | undefined;
};

/** The effective configuration: complete and valid. */
export type Config = {
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  readonly adminPort: number;
  readonly logLevel: string;
  /** Base URL under which Kazoo reaches the public listener, without a trailing slash. */
  readonly publicUrl: string;
  /** Key material of continuation tokens: the first seals, all open. */
  readonly secrets: readonly string[];
  /** What every Kazoo request must carry as `?key=`. */
  readonly pivotKey: string | undefined;
  readonly kazooVersion: KazooVersion;
  /** ISO 3166-1 alpha-2, for numbers without `+`. */
  readonly defaultCountry: string;
  readonly appTimeoutMs: number;
  readonly deadlineMs: number;
  /** What Kazoo gets when the first document of a call fails: a 502 (`fail`) or a spoken apology. */
  readonly onAppError: "fail" | "apology";
  /** How a caller with a Kazoo user, or whose From is no phone number, is shown to the application. */
  readonly onNetCallers: "sip" | "client" | "number";
  /** How a withheld number is shown: `+266696687` or the word `anonymous`. */
  readonly anonymousCallers: "number" | "word";
  /** Calls are written there as fixtures; without it none is. */
  readonly captureDir: string | undefined;
  readonly captureNumbers: "redact" | "keep";
  /** By name; `default` is the one that `/pivot` reaches. */
  readonly apps: Readonly<Record<string, App>>;
};
