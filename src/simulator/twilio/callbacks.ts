import type { CallEvent } from "../transcript.ts";
import type { ChildIdentity, TwilioOptions, Webhook } from "./call.ts";
import { shownUrl } from "./shown-url.ts";

/** Something that the application is told of a call, and when. */
export type Telling = Webhook & {
  readonly atMs: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly child?: ChildIdentity;
  /** Of a recording: see TwilioRequest. */
  readonly recordedFromMs?: number;
  /** See TwilioRequest. */
  readonly isOfConference?: true;
};

/** How a call has ended: https://www.twilio.com/docs/voice/api/call-resource#call-status-values. */
export type Ended = {
  readonly status: "completed" | "busy" | "no-answer" | "failed" | "canceled";
  /** Since the answer; 0 without one. */
  readonly talkedMs: number;
  /** A final SIP status. */
  readonly sip: number;
};

/** What an application is told beside a call: asynchronously, on connections of their own. */
export class Callbacks {
  readonly #tell: TwilioOptions["tell"];
  #waiting: Telling[] = [];
  readonly #events: CallEvent[] = [];

  constructor(tell: TwilioOptions["tell"]) {
    this.#tell = tell;
  }

  /** What was told so far, in order. */
  get events(): readonly CallEvent[] {
    return this.#events;
  }

  add(telling: Telling): void {
    if (this.#tell !== undefined) this.#waiting.push(telling);
  }

  /** Sends what was added, in the order in which it happened. */
  async send(): Promise<void> {
    const due = this.#waiting.sort((a, b) => a.atMs - b.atMs);
    this.#waiting = [];
    for (const { atMs, ...request } of due) {
      const { method, url, parameters } = request;
      this.#events.push({ kind: "told", atMs, method, url: shownUrl(url), parameters });
      await this.#tell?.(request, atMs);
    }
  }
}

/**
 * The parameters of a callback but its Timestamp, which only whoever sends it knows
 * (https://www.twilio.com/docs/voice/api/call-resource#statuscallback).
 */
export function progress(status: string, sequenceNumber: number): Readonly<Record<string, string>> {
  return {
    CallStatus: status,
    CallbackSource: "call-progress-events",
    SequenceNumber: String(sequenceNumber),
  };
}

/** The same at the end of a call: seconds, and minutes that have begun. */
export function ending(
  { status, talkedMs, sip }: Ended,
  sequenceNumber: number,
): Readonly<Record<string, string>> {
  const seconds = Math.round(talkedMs / 1000);
  return {
    ...progress(status, sequenceNumber),
    CallDuration: String(seconds),
    Duration: String(Math.ceil(seconds / 60)),
    SipResponseCode: String(sip),
  };
}

/** How the caller's own call has ended. Who gives up while it rings counts as one whom nobody has answered. */
export function endOfCall(events: readonly CallEvent[]): Ended & { readonly atMs: number } {
  const answered = events.find(({ kind }) => kind === "answered");
  const rejected = events.find((event) => event.kind === "rejected");
  const { atMs } = events.findLast(({ kind }) => kind === "ended") ?? { atMs: 0 };
  if (answered !== undefined) return { atMs, status: "completed", talkedMs: atMs - answered.atMs, sip: 200 };
  const sip = rejected?.code ?? 487;
  return { atMs, status: sip === 486 ? "busy" : "no-answer", talkedMs: 0, sip };
}
