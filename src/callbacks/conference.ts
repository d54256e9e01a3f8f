import type { ConferenceCallback, ConferenceEvent, Participation } from "../translate/hang-up.ts";
import { rfc2822 } from "./call-outcome.ts";

/** A conference that lasts, as far as its callers tell; JSON. */
export type Conference = ConferenceNames & {
  /** Of whoever has begun it: what others set is ignored. */
  readonly callback?: ConferenceCallback;
  readonly isStarted: boolean;
  /** How many events have been told. */
  readonly told: number;
  /** Those who are in it, in the order in which they came. */
  readonly members: readonly Member[];
};

/** What every event of a conference names. */
export type ConferenceNames = {
  readonly sid: string;
  readonly friendlyName: string;
  readonly accountSid: string;
  /** Name of the application that is told. */
  readonly app: string;
};

/** A caller in a conference. */
export type Member = Pick<Participation, "label" | "muted" | "startsOnEnter" | "endsOnExit"> & {
  readonly callSid: string;
  readonly sinceMs: number;
};

/** What becomes of a conference, and the parameters of each callback about it. */
export type ConferenceChange = {
  /** Undefined where it has ended. */
  readonly after: Conference | undefined;
  readonly events: readonly Readonly<Record<string, string>>[];
};

/** Somebody who came so long ago, or before so many others, has left, even if no webhook has told so. */
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;
const MAX_MEMBERS = 250;

type Names = Readonly<Record<ConferenceEvent, string>>;

const twilioNames: Names = {
  join: "participant-join",
  leave: "participant-leave",
  start: "conference-start",
  end: "conference-end",
};

/**
 * Somebody comes to a conference, which begins with the first. It starts when there are two and one of those who are there
 * starts it. Undefined where the caller is in it already.
 *
 * @param begun the conference, if nobody is in it yet
 * @see https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event
 */
export function joined(
  before: Conference | undefined,
  member: Member,
  begun: ConferenceNames & Pick<Conference, "callback">,
): ConferenceChange | undefined {
  const members = (before?.members ?? []).filter(({ sinceMs }) => member.sinceMs - sinceMs < LONGEST_CALL_MS);
  if (members.some(({ callSid }) => callSid === member.callSid)) return undefined;
  const goesOn = members.length > 0 ? before : undefined;
  const conference = goesOn ?? { ...begun, isStarted: false, told: 0 };
  const present = [...members, member].slice(-MAX_MEMBERS);
  const starts =
    !conference.isStarted && present.length > 1 && present.some(({ startsOnEnter }) => startsOnEnter);
  const isStarted = conference.isStarted || starts;
  return told({ ...conference, isStarted, members: present }, member.sinceMs, [
    { event: "join", parameters: participant(member) },
    ...(starts ? [{ event: "start", parameters: {} } as const] : []),
  ]);
}

/** Somebody leaves a conference, which ends with the last. Undefined where the caller is not in it. */
export function left(
  before: Conference | undefined,
  leaving: string,
  atMs: number,
): ConferenceChange | undefined {
  const member = before?.members.find(({ callSid }) => callSid === leaving);
  if (before === undefined || member === undefined) return undefined;
  const members = before.members.filter((other) => other !== member);
  // Kazoo counts in whole seconds.
  const { after, events } = told({ ...before, members }, Math.max(atMs, member.sinceMs), [
    { event: "leave", parameters: { ...participant(member), ...departure } },
    ...(members.length === 0 ? [{ event: "end", parameters: ending(member) } as const] : []),
  ]);
  return { after: members.length === 0 ? undefined : after, events };
}

/** What Kazoo's webhooks tell of is that the caller's leg is gone. */
const departure = { ParticipantCallStatus: "completed", ReasonParticipantLeft: "participant_hung_up" };

function participant({ callSid, muted, startsOnEnter, endsOnExit, label }: Member): Record<string, string> {
  return {
    CallSid: callSid,
    Muted: String(muted),
    Hold: "false",
    // Nobody has a relation to another in Kazoo's conferences (conferences.json).
    Coaching: "false",
    EndConferenceOnExit: String(endsOnExit),
    StartConferenceOnEnter: String(startsOnEnter),
    ...(label === undefined ? {} : { ParticipantLabel: label }),
  };
}

function ending({ callSid, label }: Member): Record<string, string> {
  return {
    CallSidEndingConference: callSid,
    ...(label === undefined ? {} : { ParticipantLabelEndingConference: label }),
    ReasonConferenceEnded: "last-participant-left",
  };
}

type Happening = {
  readonly event: ConferenceEvent;
  readonly parameters: Readonly<Record<string, string>>;
};

/** Events are counted from 1, those that nobody is told of left out. */
function told(
  conference: Conference,
  atMs: number,
  happenings: readonly Happening[],
): { readonly after: Conference; readonly events: ConferenceChange["events"] } {
  const asked = happenings.filter(({ event }) => conference.callback?.events.includes(event));
  const events = asked.map(({ event, parameters }, index) => ({
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
    AccountSid: conference.accountSid,
    SequenceNumber: String(conference.told + index + 1),
    Timestamp: rfc2822(atMs),
    StatusCallbackEvent: twilioNames[event],
    ...parameters,
  }));
  return { after: { ...conference, told: conference.told + events.length }, events };
}
