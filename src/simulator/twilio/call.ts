import type { Element } from "../../twiml/element.ts";
import type { Callees } from "../callee.ts";
import type { CallerStep } from "../caller.ts";
import { type Durations, durationMs, usualDurations } from "../durations.ts";
import { type Ending, Line } from "../line.ts";
import type { CallEvent, Sound } from "../transcript.ts";
import { Callbacks } from "./callbacks.ts";

/** What an application is asked. The standard parameters but CallStatus are left to whoever sends the request. */
export type TwilioRequest = {
  readonly method: "GET" | "POST";
  /** Absolute, as configured or resolved, with userinfo and fragment. */
  readonly url: string;
  /** CallStatus, and what the verb or the failure adds. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Standard parameters that are not the caller's: those of a call that a Dial has made. */
  readonly child?: ChildIdentity;
  /**
   * Of a callback about a recording: when it began, on the virtual clock. Of the standard parameters such a callback has
   * CallSid and AccountSid only (https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback).
   */
  readonly recordedFromMs?: number;
  /**
   * Of a callback about a conference, which of the standard parameters has AccountSid only. Where sids of the caller's call
   * belong they are empty (https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-parameters).
   */
  readonly isOfConference?: true;
};

/** Who is called by whom (https://www.twilio.com/docs/voice/twiml/number#status-callback-http-parameters). */
export type ChildIdentity = {
  readonly CallSid: string;
  readonly Direction: "outbound-dial";
  readonly From: string;
  readonly To: string;
  readonly Caller: string;
  readonly Called: string;
};

/** What came back, and how long that took on the virtual clock. */
export type TwilioAnswer = { readonly tookMs: number } & (
  | {
      readonly kind: "document";
      /** Where it came from after HTTP redirects; relative URLs in it count from here. */
      readonly url: string;
      /** TwiML to run, text to read aloud, or audio to play. */
      readonly content: "twiml" | "speech" | "audio";
      /** As received. */
      readonly contentType: string;
      /** The document; empty where it is audio. */
      readonly text: string;
    }
  /** Twilio's number for it, and the URL at fault. */
  | { readonly kind: "failed"; readonly twilioCode: number; readonly url: string }
);

/** A URL of the application, as a number is configured with. */
export type Webhook = { readonly url: string; readonly method: "GET" | "POST" };

export type TwilioOptions = {
  readonly voice: Webhook;
  readonly fallback?: Webhook | undefined;
  /** Told how the call has ended. */
  readonly statusCallback?: Webhook | undefined;
  readonly caller: readonly CallerStep[];
  /** What callees see, unless a Dial says otherwise. */
  readonly from?: string;
  /** Whom a Dial reaches, as TwiML names them: `+1…`, `client:alice`, `sip:bob@example.com`. Without it nobody. */
  readonly callees?: Callees;
  /** Sends a request, at a time of the virtual clock. */
  readonly fetch: (request: TwilioRequest, atMs: number) => Promise<TwilioAnswer>;
  /** Sends what the application is told beside the call. Without it nothing is. */
  readonly tell?: (request: TwilioRequest, atMs: number) => Promise<void>;
  readonly durations?: Durations;
  /** Twilio's pages and those who have copied it do not agree what a silent Record does; `fallthrough` without it. */
  readonly recordEmpty?: "fallthrough" | "action";
  /** When the caller gives up whatever the script says, in milliseconds. */
  readonly patienceMs?: number;
};

/** What came of a call. */
export type TwilioResult = { readonly events: readonly CallEvent[] };

/** A request as a verb makes it: its own parameters only. */
export type Asked = Webhook & { readonly parameters: Readonly<Record<string, string>> };

/** A document that can be run, and its URL. */
export type TwilioPage = { readonly url: string; readonly verbs: readonly Element[] };

/** Where a call goes after a verb. */
export type Next =
  | { readonly to: "next-verb" }
  | {
      readonly to: "document";
      readonly asked: Asked;
      /** Also where the caller has hung up, though nothing of the answer runs then. */
      readonly isAskedAfterHangUp?: boolean;
    }
  | { readonly to: "end"; readonly cause: string };

/** The usual way on. */
export const toNextVerb: Next = { to: "next-verb" };

/** One verb of TwiML. */
export type TwilioVerb = {
  readonly name: string;
  readonly run: (element: Element, call: TwilioCall) => Next | Promise<Next>;
};

/** Something to be played. */
export type Playback = {
  readonly sound: Sound;
  /** How often in a row. */
  readonly rounds: number;
};

/** A call inside Twilio: what its verbs share and change. */
export class TwilioCall {
  readonly line: Line;
  readonly from: string;
  readonly callees: Callees;
  #children = 0;
  #recordings = 0;
  readonly #durations: Durations;
  /** What Set added; sent with every later request. */
  readonly variables = new Map<string, string>();
  /** What a Record does that nothing was said into. */
  readonly recordEmpty: "fallthrough" | "action";
  /** The URL of the document that is run. */
  documentUrl = "";
  readonly callbacks: Callbacks;
  /** Asks for a document that another party is to hear; undefined where there is none. */
  askFor: (asked: Asked, child: ChildIdentity) => Promise<TwilioPage | undefined> = async () => undefined;

  constructor(options: TwilioOptions) {
    this.line = new Line(options.caller, options.patienceMs);
    this.from = options.from ?? "";
    this.callees = options.callees ?? {};
    this.callbacks = new Callbacks(options.tell);
    this.#durations = options.durations ?? usualDurations;
    this.recordEmpty = options.recordEmpty ?? "fallthrough";
  }

  /** The sid of a new child call. */
  newChild(): string {
    this.#children += 1;
    return `CA${this.#children.toString(16).padStart(32, "0")}`;
  }

  /** What is told of a new recording: any account has it, and those of a call go by their number. */
  newRecording(): { readonly RecordingUrl: string; readonly RecordingSid: string } {
    this.#recordings += 1;
    const RecordingSid = `RE${String(this.#recordings).padStart(32, "0")}`;
    const account = `AC${"0".repeat(32)}`;
    const RecordingUrl = `https://api.twilio.com/2010-04-01/Accounts/${account}/Recordings/${RecordingSid}`;
    return { RecordingUrl, RecordingSid };
  }

  /** In milliseconds. */
  lengthOf(sound: Sound): number {
    return durationMs(sound, this.#durations);
  }

  /** Plays all rounds. Every key is handed to `cuts`, which says whether it stops them. */
  play({ sound, rounds }: Playback, cuts: (digit: string) => boolean): Ending {
    const lengthMs = this.lengthOf(sound);
    for (let round = 0; round < rounds; round++) {
      const ending = this.line.play(sound, lengthMs, cuts);
      if (ending !== "whole") return ending;
    }
    return "whole";
  }

  /** Plays what no key stops; keys are lost, since no Gather runs (https://www.twilio.com/docs/voice/twiml/gather). */
  playThrough(playback: Playback): void {
    this.play(playback, () => false);
  }

  /** Lets silent time pass; keys are lost. */
  wait(ms: number): void {
    const endMs = this.line.nowMs + ms;
    while (this.line.wait(endMs - this.line.nowMs).kind === "pressed");
  }
}
