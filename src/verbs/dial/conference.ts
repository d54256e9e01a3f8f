import type { ModuleData } from "../../callflow/modules.ts";
import { type ConferenceCallback, conferenceEvents, type Participation } from "../../translate/hang-up.ts";
import { readAttributes, type Values } from "../../twiml/attributes.ts";
import { type Element, ownText } from "../../twiml/element.ts";
import { resolveUrl } from "../../twiml/resolve-url.ts";
import type { Context } from "../define.ts";
import { recorder } from "../recorder.ts";
import { noteBeginning, readRecordingCallback } from "../recording-attributes.ts";
import { conferenceAttributes } from "./conference-attributes.ts";
import { noteNoEffect } from "./noun.ts";
import type { Recorded } from "./record.ts";

/** The longest name of a conference, in characters (conferences.json). */
const MAX_NAME = 128;

/** Kazoo records for three hours at most (callflows.record_call.json). */
const LONGEST_SECONDS = 10_800;

/** A conference to be joined, the recording that it asks for, and who is told what of it. */
export type Joining = {
  readonly room: ModuleData["conference"];
  readonly recorded: Recorded | undefined;
  /** Where Kazoo's webhooks tell when the caller leaves. */
  readonly participation: Participation | undefined;
};

type ConferenceValues = Values<typeof conferenceAttributes>;

/** The conference of the account that a noun names. */
export function joinConference(element: Element, context: Context): Joining {
  const values = readAttributes(element, conferenceAttributes, context.notes);
  leaveNotes(values, element, context);
  const friendlyName = ownText(element);
  const name = conferenceName(friendlyName, context.parties.accountId);
  const room = conferenceData(values, name, context.parties.accountId);
  const participation = context.platform.webhooks
    ? participationOf(values, { room: name, friendlyName }, context)
    : undefined;
  return { room, recorded: recordingOf(values, context), participation };
}

/** Those without a callback take part too: the conference is told of by the callback of whoever begins it. */
function participationOf(
  values: ConferenceValues,
  names: Pick<Participation, "room" | "friendlyName">,
  context: Context,
): Participation {
  const { muted, startConferenceOnEnter, endConferenceOnExit, participantLabel } = values;
  const callback = callbackOf(values, context);
  return {
    ...names,
    ...(participantLabel ? { label: participantLabel } : {}),
    muted,
    startsOnEnter: startConferenceOnEnter,
    endsOnExit: endConferenceOnExit,
    ...(callback === undefined ? {} : { callback }),
  };
}

function callbackOf(
  { statusCallback, statusCallbackMethod: method, statusCallbackEvent: asked = [] }: ConferenceValues,
  { documentUrl }: Context,
): ConferenceCallback | undefined {
  const events = conferenceEvents.filter((event) => asked.includes(event));
  if (!statusCallback || events.length === 0) return undefined;
  return { url: resolveUrl(documentUrl, statusCallback), method, events };
}

function conferenceData(
  { muted, beep, startConferenceOnEnter, maxParticipants, waitUrl }: ConferenceValues,
  name: string,
  accountId: string,
): ModuleData["conference"] {
  const tones = {
    play_entry_tone: beep === "true" || beep === "onEnter",
    play_exit_tone: beep === "true" || beep === "onExit",
  };
  const joining = { join_muted: muted, join_deaf: false };
  // A profile is kept under its name, which must not be that of other conferences (conf_config_req:cache_profile/1).
  const sounds =
    waitUrl === ""
      ? { profile_name: `${name}_${accountId}`, profile: { "moh-sound": "silence_stream://-1" } }
      : { profile_name: "default" };
  return {
    config: {
      name,
      member: { ...joining, play_entry_prompt: false },
      moderator: joining,
      ...tones,
      play_name: false,
      play_welcome: false,
      max_participants: maxParticipants,
      // Who does not start it waits for somebody who does.
      require_moderator: true,
      wait_for_moderator: true,
      ...sounds,
    },
    moderator: startConferenceOnEnter,
    ...tones,
    welcome_prompt: { play: false },
  };
}

/**
 * Kazoo's conferences are found by their name in all accounts, FreeSWITCH takes `@` and `+` in it for something else:
 * each character beyond letters, digits, `-` and `_` is `.hex.`. Of a room's longer name the beginning counts.
 */
function conferenceName(room: string, accountId: string): string {
  const plain = [...room].map((character) =>
    /[\w-]/.test(character) ? character : `.${character.codePointAt(0)?.toString(16)}.`,
  );
  return `${accountId}_${plain.join("")}`.slice(0, MAX_NAME);
}

function recordingOf(values: ConferenceValues, { state, documentUrl }: Context): Recorded | undefined {
  if (!isRecorded(values)) return undefined;
  const callback = readRecordingCallback(values, documentUrl);
  const recording = {
    number: state.recordings + 1,
    source: "Conference",
    channels: 1,
    track: "both",
    ...(callback === undefined ? {} : { callback }),
  } as const;
  const data = { by: "record_call", recording, timeLimit: LONGEST_SECONDS } as const;
  return { recording, before: (next) => recorder(data, next) };
}

function isRecorded({ record }: ConferenceValues): boolean {
  return record === "record-from-start" || record === "true";
}

function leaveNotes(values: ConferenceValues, element: Element, context: Context): void {
  const { notes, parties } = context;
  const { waitUrl, coach, recordingConfigurationId } = values;
  const name = conferenceName(ownText(element), "");
  if (name.length + parties.accountId.length > MAX_NAME) notes.add("conference-name", element);
  if (!values.startConferenceOnEnter) notes.add("conference-start", element);
  if (values.endConferenceOnExit) notes.add("conference-end-on-exit", element);
  if (waitUrl !== undefined && waitUrl !== "") notes.add("conference-wait", element);
  noteCallbacks(values, element, context);
  if (coach !== undefined) notes.add("conference-coach", element);
  if (isRecorded(values)) {
    notes.add("conference-record", element);
    noteBeginning(values, element, notes);
    if (values.trim === "trim-silence") notes.add("recording-trim", element);
    if (recordingConfigurationId !== undefined) notes.add("recording-configuration", element);
  }
  noteNoEffect(["jitterBufferSize", "region"], element, notes);
}

/** A label of a participant is for callbacks. */
function noteCallbacks(
  { statusCallback, statusCallbackEvent = [], eventCallbackUrl }: ConferenceValues,
  element: Element,
  { notes, platform }: Context,
): void {
  if (!platform.webhooks) {
    if (statusCallback) notes.add("conference-status-callback", element);
    noteNoEffect(["participantLabel"], element, notes);
  }
  const isTold = platform.webhooks && statusCallback;
  const asked = isTold ? statusCallbackEvent : [];
  const untold = asked.filter((event) => !conferenceEvents.some((known) => known === event));
  // Deprecated: it is told of a recording (https://www.twilio.com/docs/voice/twiml/conference).
  const all = eventCallbackUrl ? [...untold, "conference-record-end"] : untold;
  if (all.length > 0) notes.add("conference-events", element, { events: all.join(", ") });
}
