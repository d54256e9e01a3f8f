import { expect, test } from "vitest";
import type { ConferenceEvent, Participation } from "../translate/hang-up.ts";
import { type Conference, type ConferenceChange, joined, left, type Member } from "./conference.ts";

const startMs = Date.UTC(2025, 0, 1);
const all: readonly ConferenceEvent[] = ["start", "end", "join", "leave"];
const names = { friendlyName: "Room 1", accountSid: "AC1", app: "default" };

function begunBy(callSid: string, events: readonly ConferenceEvent[] = all) {
  const callback = { url: "http://app.test/c", method: "POST", events } as const;
  return { ...names, sid: `CF-${callSid}`, callback };
}

function member(callSid: string, more: Partial<Participation> & { atMs?: number } = {}): Member {
  const { atMs = startMs, startsOnEnter = true, label } = more;
  const attributes = { muted: false, startsOnEnter, endsOnExit: false };
  return { callSid, sinceMs: atMs, ...attributes, ...(label === undefined ? {} : { label }) };
}

/** `1 participant-join a`: number, event and who. */
function said({ events }: ConferenceChange): readonly string[] {
  return events.map(({ SequenceNumber, StatusCallbackEvent, CallSid = "" }) =>
    `${SequenceNumber} ${StatusCallbackEvent} ${CallSid}`.trim(),
  );
}

/** All that is told while callers come (`+a`) and leave (`-a`), and what is left. */
function play(steps: readonly string[], events: readonly ConferenceEvent[] = all) {
  let conference: Conference | undefined;
  const heard: string[] = [];
  for (const step of steps) {
    const sid = step.slice(1);
    const change = step.startsWith("+")
      ? joined(conference, member(sid), begunBy(sid, events))
      : left(conference, sid, startMs);
    if (change === undefined) continue;
    conference = change.after;
    heard.push(...said(change));
  }
  return { conference, heard };
}

test("a conference begins with the first who comes, starts with the second, and ends with the last who leaves", () => {
  expect(play(["+a", "+b", "+c", "-b", "-a", "-c"])).toEqual({
    conference: undefined,
    heard: [
      "1 participant-join a",
      "2 participant-join b",
      "3 conference-start",
      "4 participant-join c",
      "5 participant-leave b",
      "6 participant-leave a",
      "7 participant-leave c",
      "8 conference-end",
    ],
  });
});

test("who comes twice or leaves twice changes nothing", () => {
  expect(play(["+a", "+a", "-b", "+b", "-a", "-a"]).heard).toEqual(play(["+a", "+b", "-a"]).heard);
});

test("events that nobody is told of are not counted", () => {
  expect(play(["+a", "+b", "-a", "-b"], ["end", "leave"]).heard).toEqual([
    "1 participant-leave a",
    "2 participant-leave b",
    "3 conference-end",
  ]);
});

test("it does not start before somebody comes who starts it", () => {
  const waiting = (sid: string) => member(sid, { startsOnEnter: false });
  const one = joined(undefined, waiting("a"), begunBy("a"));
  const two = joined(one?.after, waiting("b"), begunBy("b"));
  const three = joined(two?.after, member("c"), begunBy("c"));
  expect([one, two, three].map((change) => change && said(change))).toEqual([
    ["1 participant-join a"],
    ["2 participant-join b"],
    ["3 participant-join c", "4 conference-start"],
  ]);
});

test("it starts once, though it has had one left between", () => {
  expect(play(["+a", "+b", "-b", "+c"]).heard.filter((event) => event.includes("start"))).toHaveLength(1);
});

test("the first who comes sets the callback, and names the conference", () => {
  const quiet = joined(undefined, member("a"), { ...names, sid: "CF-a" });
  const heard = joined(undefined, member("a"), begunBy("a", ["join"]));
  const [toQuiet, toHeard] = [quiet, heard].map((one) => joined(one?.after, member("b"), begunBy("b")));
  expect(toQuiet?.events).toEqual([]);
  expect(toHeard?.events).toMatchObject([{ StatusCallbackEvent: "participant-join", ConferenceSid: "CF-a" }]);
});

test("what begins anew is another conference", () => {
  const { conference } = play(["+a", "-a", "+b"]);
  expect(conference).toMatchObject({ sid: "CF-b", told: 1, isStarted: false });
});

test("who has come a day ago has left, and a conference of such is over", () => {
  const { conference } = play(["+a", "+b"]);
  const day = 24 * 60 * 60 * 1000;
  const change = joined(conference, member("c", { atMs: startMs + day }), begunBy("c"));
  expect(change?.after).toMatchObject({ sid: "CF-c", members: [{ callSid: "c" }] });
  const before = joined(conference, member("c", { atMs: startMs + day - 1 }), begunBy("c"));
  expect(before?.after?.members).toHaveLength(3);
});

test("nobody is in it behind 250 who came later", () => {
  const many = Array.from({ length: 251 }, (_, index) => `+${index}`);
  expect(play(many).conference?.members).toHaveLength(250);
  expect(play([...many, "-0"]).heard).toEqual(play(many).heard);
});

test("each event has its own parameters", () => {
  const common = { FriendlyName: "Room 1", AccountSid: "AC1", ConferenceSid: "CF-a" };
  const participant = {
    CallSid: "a",
    Muted: "false",
    Hold: "false",
    Coaching: "false",
    EndConferenceOnExit: "false",
    StartConferenceOnEnter: "true",
    ParticipantLabel: "agent",
  };
  const came = joined(undefined, member("a", { label: "agent" }), begunBy("a"));
  const gone = left(came?.after, "a", startMs + 61_000);
  expect([...(came?.events ?? []), ...(gone?.events ?? [])]).toEqual([
    {
      ...common,
      ...participant,
      SequenceNumber: "1",
      Timestamp: "Wed, 01 Jan 2025 00:00:00 +0000",
      StatusCallbackEvent: "participant-join",
    },
    {
      ...common,
      ...participant,
      SequenceNumber: "2",
      Timestamp: "Wed, 01 Jan 2025 00:01:01 +0000",
      StatusCallbackEvent: "participant-leave",
      ParticipantCallStatus: "completed",
      ReasonParticipantLeft: "participant_hung_up",
    },
    {
      ...common,
      SequenceNumber: "3",
      Timestamp: "Wed, 01 Jan 2025 00:01:01 +0000",
      StatusCallbackEvent: "conference-end",
      CallSidEndingConference: "a",
      ParticipantLabelEndingConference: "agent",
      ReasonConferenceEnded: "last-participant-left",
    },
  ]);
});

test("nobody leaves before they have come, though Kazoo counts in whole seconds", () => {
  const came = joined(undefined, member("a", { atMs: startMs + 900 }), begunBy("a"));
  const [leave] = left(came?.after, "a", startMs - 1000)?.events ?? [];
  expect(leave?.["Timestamp"]).toBe("Wed, 01 Jan 2025 00:00:00 +0000");
});
