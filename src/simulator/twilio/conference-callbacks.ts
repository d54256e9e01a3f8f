import { type Element, ownText } from "../../twiml/element.ts";
import { resolveUrl } from "../../twiml/resolve-url.ts";
import { httpMethod, yesOrNo } from "./attributes.ts";
import type { TwilioCall } from "./call.ts";

/** What is told as what, of a conference that never starts since nobody else comes. */
const events = { join: "participant-join", leave: "participant-leave", end: "conference-end" } as const;

/** What may be asked for: https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event. */
const known = /^(?:start|end|join|leave|mute|hold|modify|speaker|announcement)$/;

/** Tells of a caller who has been in a conference alone; the events are counted from 1. */
export function tellConference(conference: Element, fromMs: number, call: TwilioCall): void {
  const url = conference.attributes["statusCallback"]?.trim() ?? "";
  const asked = askedFor(conference);
  if (url === "" || asked.length === 0) return;
  const toMs = call.line.nowMs;
  const participant = participantOf(conference);
  const label = conference.attributes["participantLabel"] ?? "";
  const all = [
    { event: "join", atMs: fromMs, parameters: participant },
    {
      event: "leave",
      atMs: toMs,
      parameters: {
        ...participant,
        ParticipantCallStatus: "completed",
        ReasonParticipantLeft: "participant_hung_up",
      },
    },
    {
      event: "end",
      atMs: toMs,
      parameters: {
        CallSidEndingConference: "",
        ...(label === "" ? {} : { ParticipantLabelEndingConference: label }),
        ReasonConferenceEnded: "last-participant-left",
      },
    },
  ] as const;
  const told = all.filter(({ event }) => asked.includes(event));
  for (const [index, { event, atMs, parameters }] of told.entries()) {
    call.callbacks.add({
      atMs,
      url: resolveUrl(call.documentUrl, url),
      method: httpMethod(conference, "statusCallbackMethod"),
      isOfConference: true,
      parameters: {
        ConferenceSid: `CF${"0".repeat(32)}`,
        FriendlyName: ownText(conference).trim(),
        SequenceNumber: String(index + 1),
        StatusCallbackEvent: events[event],
        ...parameters,
      },
    });
  }
}

function participantOf(conference: Element): Readonly<Record<string, string>> {
  const label = conference.attributes["participantLabel"] ?? "";
  return {
    CallSid: "",
    Muted: String(yesOrNo(conference, "muted", false)),
    Hold: "false",
    Coaching: "false",
    EndConferenceOnExit: String(yesOrNo(conference, "endConferenceOnExit", false)),
    StartConferenceOnEnter: String(yesOrNo(conference, "startConferenceOnEnter", true)),
    ...(label === "" ? {} : { ParticipantLabel: label }),
  };
}

function askedFor(conference: Element): readonly string[] {
  const words = (conference.attributes["statusCallbackEvent"] ?? "").toLowerCase().split(/[\s,]+/);
  const named = words.filter((word) => word !== "");
  return named.every((word) => known.test(word)) ? named : [];
}
