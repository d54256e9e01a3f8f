import { expect, test } from "vitest";
import type { CallEvent } from "../simulator/transcript.ts";
import { compareTranscripts } from "./align.ts";

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

test("callbacks of recordings do not count", () => {
  expect(compareTranscripts([], [tells({ RecordingStatus: "completed" })])).toEqual([]);
});

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
