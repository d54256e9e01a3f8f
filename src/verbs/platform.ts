import type { KazooVersion } from "../callflow/flow.ts";

/** Where a call to a Twilio name goes on Kazoo: one of its ids, or a number to be dialled. */
export type Endpoint =
  | {
      readonly kind: "user" | "device" | "group" | "ringGroup" | "callflow" | "queue" | "voicemail";
      readonly id: string;
    }
  | { readonly kind: "number"; readonly number: string };

/** Endpoints by the name that TwiML uses: a client's identity, a SIP address without parameters, a number, a queue. */
export type Endpoints = {
  readonly clients: Readonly<Record<string, Endpoint>>;
  readonly sip: Readonly<Record<string, Endpoint>>;
  readonly numbers: Readonly<Record<string, Endpoint>>;
  readonly queues: Readonly<Record<string, Endpoint>>;
  /** For clients and SIP addresses that have no entry. `{name}` in its id is the identity, or the user of the address. */
  readonly default: Endpoint | undefined;
};

/** A voice of a speech engine of Kazoo's. */
export type VoiceChoice = {
  readonly voice: string;
  readonly engine?: "flite" | "google" | "ispeech" | "voicefabric";
  readonly language?: string;
};

/** What an operator says of the Kazoo that runs the flows, as far as a translation depends on it. */
export type Platform = {
  readonly kazoo: KazooVersion;
  /** ISO 3166-1 alpha-2, for numbers without `+`. */
  readonly defaultCountry: string;
  /** An extension of the account whose callflow is a Pivot node to `/pivot/return`; without it no call comes back from a bridge. */
  readonly returnExtension: string | undefined;
  /** Whether numbers are called by carriers of the account itself. */
  readonly localResources: boolean;
  /** What a `<Record>` that nothing was said into does: the verbs behind it run, or its action is asked. */
  readonly recordEmpty: "fallthrough" | "action";
  readonly recordingFormat: "mp3" | "wav";
  /** Whether Kazoo's webhooks lead to twivot, which tell of hang-ups, of other calls and of durations. */
  readonly webhooks: boolean;
  readonly endpoints: Endpoints;
  /** By Twilio's voice name, such as `Polly.Joanna` or `alice`. */
  readonly voices: Readonly<Record<string, VoiceChoice>>;
};

/** The Kazoo of an operator who has configured nothing. */
export function plainPlatform(kazoo: KazooVersion): Platform {
  return {
    kazoo,
    defaultCountry: "US",
    returnExtension: undefined,
    localResources: false,
    recordEmpty: "fallthrough",
    recordingFormat: "mp3",
    webhooks: false,
    endpoints: { clients: {}, sip: {}, numbers: {}, queues: {}, default: undefined },
    voices: {},
  };
}
