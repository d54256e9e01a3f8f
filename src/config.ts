import type { KazooVersion } from "./callflow/flow.ts";
import type { Platform } from "./verbs/platform.ts";

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
  readonly appTimeoutMs: number;
  /** The Kazoo that its calls come from. */
  readonly platform: Platform;
};

/** Which application a call to `/pivot` goes to: the first route of which all that is given matches. */
export type Route = {
  /** The number or name that was called, in E.164 where it is a number. */
  readonly to?: string;
  /** Kazoo's account id. */
  readonly account?: string;
  /** The realm that was called. */
  readonly realm?: string;
  readonly app: string;
};

/** Where recordings are kept, and who may have them. */
export type RecordingsConfig = {
  readonly store:
    | { readonly kind: "directory"; readonly directory: string }
    | {
        readonly kind: "s3";
        readonly bucket: string;
        readonly region: string;
        /** Of a server that is not Amazon's. */
        readonly endpoint: string | undefined;
        readonly prefix: string;
      };
  /** Whether the application must show its account sid and token to get one (HTTP Basic). */
  readonly auth: boolean;
  readonly keepDays: number;
  /** Of one file. */
  readonly maxBytes: number;
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
  /** What every webhook of Kazoo must carry as `?secret=`, or as `secret` in its custom_data; without it the pivot key. */
  readonly webhookSecret: string | undefined;
  /** Of applications that do not name one. */
  readonly kazooVersion: KazooVersion;
  /** ISO 3166-1 alpha-2, for numbers without `+`. */
  readonly defaultCountry: string;
  readonly deadlineMs: number;
  /** So many requests of Kazoo are worked on at once before new calls are refused. */
  readonly maxRequests: number;
  /** What Kazoo gets when the first document of a call fails: a 502 (`fail`) or a spoken apology. */
  readonly onAppError: "fail" | "apology";
  /** How a caller with a Kazoo user, or whose From is no phone number, is shown to the application. */
  readonly onNetCallers: "sip" | "client" | "number";
  /** How a withheld number is shown: `+266696687` or the word `anonymous`. */
  readonly anonymousCallers: "number" | "word";
  /** Shared by replicas; without it each has a store of its own. */
  readonly redisUrl: string | undefined;
  readonly recordings: RecordingsConfig;
  readonly routes: readonly Route[];
  /** Hosts that may be asked, `*.example.com` for all below it; without it all. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Networks that Kazoo's requests come from; without it all. */
  readonly allowedSenders: readonly string[] | undefined;
  /** Networks of proxies that are believed about who sends. */
  readonly trustedProxies: readonly string[] | undefined;
  /** Calls are written there as fixtures; without it none is. */
  readonly captureDir: string | undefined;
  readonly captureNumbers: "redact" | "keep";
  /** By name; `default` is the one that `/pivot` reaches. */
  readonly apps: Readonly<Record<string, App>>;
};
