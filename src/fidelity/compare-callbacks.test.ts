import { expect, test } from "vitest";
import type { CallEvent } from "../simulator/transcript.ts";
import { compareTranscripts, explain } from "./align.ts";
import type { NoteCode } from "./catalogue.ts";

function tells(parameters: Readonly<Record<string, string>>, url = "/s", atMs = 0): CallEvent {
  return { kind: "told", atMs, method: "POST", url, parameters };
}

const ringing = { To: "+15005550010", CallStatus: "ringing" };
const busy = { To: "+15005550010", CallStatus: "busy" };

test("callbacks are the same in any order, whenever they come", () => {
  const twilio = [tells(ringing, "/s", 0), tells(busy, "/s", 3000)];
  const kazoo = [tells(busy, "/s", 9000), tells(ringing, "/s", 9000)];
  expect(compareTranscripts(twilio, kazoo)).toEqual([]);
});

test("one that only one side tells differs", () => {
  expect(compareTranscripts([tells(ringing, "/s", 5)], [])).toEqual([
    { what: "callback", reference: "POST /s of +15005550010: ringing", atMs: 5 },
  ]);
  expect(compareTranscripts([], [tells(ringing, "/s", 5)])).toEqual([
    { what: "callback", kazoo: "POST /s of +15005550010: ringing", atMs: 5 },
  ]);
  expect(compareTranscripts([tells(ringing)], [tells(ringing), tells(ringing)])).toHaveLength(1);
});

test("an address may be told with its parameters or without", () => {
  const [plain, whole] = ["sip:a@b.test", "sip:a@b.test;transport=tls"].map((To) => tells({ ...busy, To }));
  expect(compareTranscripts([plain] as CallEvent[], [whole] as CallEvent[])).toEqual([]);
});

test("one that is told elsewhere differs", () => {
  expect(compareTranscripts([tells(ringing)], [tells(ringing, "/other")])).toHaveLength(2);
});

test("an end of another kind is the same callback, and differs by its status", () => {
  expect(compareTranscripts([tells(busy)], [tells({ ...busy, CallStatus: "failed" })])).toEqual([
    {
      what: "callback",
      reference: "POST /s of +15005550010: completed CallStatus=busy",
      kazoo: "POST /s of +15005550010: completed CallStatus=failed",
      atMs: 0,
    },
  ]);
});

test.each([
  ["Timestamp", "Thu, 01 Jan 2026 00:00:10 +0000", "Thu, 01 Jan 2026 00:00:12 +0000", 0],
  ["Timestamp", "Thu, 01 Jan 2026 00:00:10 +0000", "Thu, 01 Jan 2026 00:00:13 +0000", 1],
  ["CallDuration", "10", "12", 0],
  ["CallDuration", "10", "13", 1],
  ["SequenceNumber", "1", "2", 1],
  ["ParentCallSid", `CA${"0".repeat(32)}`, `CA${"1".repeat(32)}`, 1],
  ["From", "+15005550006", "+15005550007", 1],
  ["CallSid", `CA${"0".repeat(32)}`, `CA${"1".repeat(32)}`, 0],
])("%s %s and %s differ so often: %#", (name, a, b, times) => {
  const [twilio, kazoo] = [a, b].map((value) => tells({ ...busy, [name]: value }));
  expect(compareTranscripts([twilio, kazoo].slice(0, 1) as CallEvent[], [kazoo] as CallEvent[])).toHaveLength(
    times,
  );
});

const ended = {
  CallSid: `CA${"0".repeat(32)}`,
  RecordingSource: "RecordVerb",
  RecordingStatus: "completed",
  RecordingSid: `RE${"0".repeat(32)}`,
  RecordingDuration: "4",
  RecordingStartTime: "Thu, 01 Jan 2026 00:00:10 +0000",
};
const began = { ...ended, RecordingStatus: "in-progress" };

test("callbacks of a recording are the same in any order, with sids of their own and begun a little later", () => {
  const later = {
    RecordingSid: `RE${"1".repeat(32)}`,
    RecordingStartTime: "Thu, 01 Jan 2026 00:00:12 +0000",
  };
  const twilio = [tells(began), tells(ended)];
  expect(compareTranscripts(twilio, [tells({ ...ended, ...later }), tells(began)])).toEqual([]);
});

test.each([
  [{ RecordingDuration: "9" }, "recording-duration", "RecordingDuration=9"],
  [{ RecordingStatus: "absent" }, "callback", "POST /s of RecordVerb: ended RecordingStatus=absent"],
  [
    { CallSid: `CA${"1".repeat(32)}` },
    "callback",
    `POST /s of RecordVerb: ended CallSid=CA${"1".repeat(32)}`,
  ],
  [
    { RecordingStartTime: "Thu, 01 Jan 2026 00:00:13 +0000" },
    "callback",
    "POST /s of RecordVerb: ended RecordingStartTime=Thu, 01 Jan 2026 00:00:13 +0000",
  ],
])("a recording with %j differs", (other, what, kazoo) => {
  expect(compareTranscripts([tells(ended)], [tells({ ...ended, ...other })])).toMatchObject([
    { what, kazoo },
  ]);
});

test("that a recording has begun is a callback of its own", () => {
  expect(compareTranscripts([tells(ended)], [tells(began), tells(ended)])).toEqual([
    { what: "callback", kazoo: "POST /s of RecordVerb: in-progress", atMs: 0 },
  ]);
});

const [startedLater, absent] = [
  { RecordingStartTime: "Thu, 01 Jan 2026 00:00:20 +0000" },
  { RecordingStatus: "absent" },
];

test.each([
  ["recording-in-progress", [], [tells(began)], "approximated"],
  ["recording-in-progress", [tells(began)], [tells({ ...began, ...startedLater })], "approximated"],
  ["recording-in-progress", [tells(began)], [], "unexplained"],
  ["recording-in-progress", [], [tells(ended)], "unexplained"],
  ["recording-in-progress", [tells(ended)], [tells({ ...ended, ...startedLater })], "unexplained"],
  ["record-empty", [tells({ ...ended, ...absent })], [tells(ended)], "approximated"],
  ["record-empty", [], [tells(ended)], "approximated"],
  ["record-empty", [tells(ended)], [tells({ ...ended, ...absent })], "unexplained"],
  ["record-empty", [], [tells(began)], "unexplained"],
] as const)("by a note %s the callbacks %# are %4$s", (code: NoteCode, twilio, kazoo, verdict) => {
  const note = { code, severity: "approximated", verb: "Record", line: 1, column: 1, details: {} } as const;
  expect(explain(compareTranscripts(twilio, kazoo), [note]).verdict).toBe(verdict);
});

test.each(["Conference", "StartCallRecordingTwiML"])("recordings of %s are not compared", (source) => {
  expect(compareTranscripts([], [tells({ ...ended, RecordingSource: source })])).toEqual([]);
});

const left = {
  AccountSid: `AC${"0".repeat(32)}`,
  CallSid: `CA${"0".repeat(32)}`,
  ConferenceSid: `CF${"0".repeat(32)}`,
  StatusCallbackEvent: "participant-leave",
  Timestamp: "Thu, 01 Jan 2026 00:00:10 +0000",
};

test("callbacks of a conference are the same with sids of their own", () => {
  const other = {
    ...left,
    ConferenceSid: `CF${"1".repeat(32)}`,
    Timestamp: "Thu, 01 Jan 2026 00:00:12 +0000",
  };
  expect(compareTranscripts([tells(left)], [tells(other)])).toEqual([]);
});

test.each([{ CallSid: `CA${"1".repeat(32)}` }, { AccountSid: `AC${"1".repeat(32)}` }, { Muted: "true" }])(
  "a conference with %j differs",
  (other) => {
    expect(compareTranscripts([tells(left)], [tells({ ...left, ...other })])).toHaveLength(1);
  },
);

test("silence behind the end of a call does not count", () => {
  const ended: CallEvent = { kind: "ended", atMs: 1000, by: "caller", cause: "NORMAL_CLEARING" };
  const asks = (atMs: number): CallEvent => ({
    kind: "asked",
    atMs,
    method: "POST",
    url: "/d",
    parameters: {},
  });
  expect(compareTranscripts([ended, asks(1000)], [ended, asks(2000)])).toEqual([]);
});
