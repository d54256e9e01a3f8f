import type { Recording } from "./recording.ts";

/**
 * What has to be known when the caller hangs up while a verb waits for its outcome: Kazoo does not come back then. It
 * stays with twivot, as JSON, and is used where Kazoo's webhooks tell of the hang-up.
 */
export type HangUp = DialHangUp | EnqueueHangUp;

type HangUpAction = { readonly url: string; readonly method: "GET" | "POST" };

/** Of a Dial; the durations of its calls are known by it too, so that every Dial leaves one. */
export type DialHangUp = {
  readonly verb: "Dial";
  /** Its flow begins with it; else the caller has come to it when a leg is known. */
  readonly isFirst?: true;
  /** Absolute; without it nobody is asked. */
  readonly action?: HangUpAction;
  /** Its file is there soon after the end, if somebody has talked. */
  readonly recording?: Recording;
  /** A conference has no other parties: its members are told by no sid and no duration. */
  readonly isConference?: true;
  /** Of a conference, where Kazoo's webhooks tell when its members leave. */
  readonly participation?: Participation;
  /** The parties that this flow calls; none in a conference. */
  readonly legs: readonly DialLeg[];
};

/** One party that is called, and who is told about it. */
export type DialLeg = {
  /** Its CallSid is the sid `CA` of this name in the call; no other party of the call has it. */
  readonly name: string;
  /** As the application knows them. */
  readonly from: string;
  readonly to: string;
  /** What Kazoo may call it by: a number, a SIP user, the id of a device or a user. Of one party alone it is not needed. */
  readonly ids: readonly string[];
  readonly callback?: DialCallbacks;
};

/** Whom to tell of some events. */
type EventCallback<E extends string> = {
  /** Absolute. */
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly events: readonly E[];
};

/** https://www.twilio.com/docs/voice/twiml/number#attributes-status-callback-event */
export type DialCallbacks = EventCallback<DialEvent>;

export const dialEvents = ["initiated", "ringing", "answered", "completed"] as const;

export type DialEvent = (typeof dialEvents)[number];

/** How a caller takes part in a conference. */
export type Participation = {
  /** The conference, as Kazoo names it and no other of any account. */
  readonly room: string;
  /** As the application names it. */
  readonly friendlyName: string;
  /** The caller, as the application names it there. */
  readonly label?: string;
  readonly muted: boolean;
  readonly startsOnEnter: boolean;
  readonly endsOnExit: boolean;
  readonly callback?: ConferenceCallback;
};

/** How a caller takes part in the conference that is waited for, if it is one. */
export function participationIn(hangUp: HangUp): Participation | undefined {
  return hangUp.verb === "Dial" ? hangUp.participation : undefined;
}

/** https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event */
export type ConferenceCallback = EventCallback<ConferenceEvent>;

/** Those that are known of a conference on Kazoo. */
export const conferenceEvents = ["start", "end", "join", "leave"] as const;

export type ConferenceEvent = (typeof conferenceEvents)[number];

/** Of an Enqueue. */
export type EnqueueHangUp = {
  readonly verb: "Enqueue";
  readonly action?: HangUpAction;
  /** Its QueueSid is the sid `QU` of this name in the call. */
  readonly queue: string;
};
