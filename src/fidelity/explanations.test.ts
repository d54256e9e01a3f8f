import { expect, test } from "vitest";
import { element } from "../twiml/element.ts";
import { type Difference, explain } from "./align.ts";
import type { NoteCode } from "./catalogue.ts";
import { Notes } from "./note.ts";

function notesOf(...codes: readonly NoteCode[]) {
  const notes = new Notes();
  for (const code of codes) notes.add(code, element("Gather"));
  return notes.all;
}

const silence = (reference: number, kazoo: number): Difference => ({
  what: "silence",
  reference: `${reference} ms`,
  kazoo: `${kazoo} ms`,
  atMs: 0,
});
const finishedOnKey: Difference = {
  what: "finished-on-key",
  reference: "FinishedOnKey=#",
  kazoo: "FinishedOnKey=",
  atMs: 0,
};
const voice: Difference = { what: "voice", reference: "Polly.Amy", kazoo: "female", atMs: 0 };

test("a call without differences is exact, whatever was noted", () => {
  expect(explain([], notesOf("gather-empty-finish-key")).verdict).toBe("exact");
});

test("a difference that a note tells of is approximated", () => {
  expect(explain([finishedOnKey], notesOf("say-voice", "gather-finished-on-key"))).toEqual({
    verdict: "approximated",
    explained: [{ difference: finishedOnKey, code: "gather-finished-on-key" }],
  });
});

test("one that a note of a loss tells of is lost", () => {
  expect(explain([silence(2000, 5000), voice], notesOf("say-voice", "gather-speech")).verdict).toBe("lost");
});

test("one that no note tells of is unexplained, though the others are not", () => {
  const { verdict, explained } = explain([voice, silence(0, 900)], notesOf("say-voice"));
  expect(verdict).toBe("unexplained");
  expect(explained.map(({ code }) => code)).toEqual(["say-voice", undefined]);
});

test("notes about what Twilio does as well explain nothing", () => {
  const notes = notesOf(
    "attribute-invalid",
    "attribute-unknown",
    "nothing-to-play",
    "verb-unknown",
    "say-ssml",
  );
  expect(explain([voice], notes).verdict).toBe("unexplained");
});

test("what differs behind a turn of the call is its consequence, what differs before is not", () => {
  const later: Difference = { what: "end", reference: "by the caller", kazoo: "by the platform", atMs: 9 };
  const turn = silence(0, 5000);
  const notes = notesOf("gather-finish-key-first");
  expect(explain([turn, later], notes).explained[1]?.code).toBe("gather-finish-key-first");
  expect(explain([later, turn], notes).verdict).toBe("unexplained");
});

const difference = (what: Difference["what"], reference?: string, kazoo?: string): Difference => ({
  what,
  atMs: 0,
  ...(reference === undefined ? {} : { reference }),
  ...(kazoo === undefined ? {} : { kazoo }),
});

test.each<[NoteCode, Difference, Difference]>([
  [
    "gather-empty-finish-key",
    difference("digits", "Digits=12#3", "Digits=12"),
    difference("digits", "Digits=123", "Digits=12"),
  ],
  ["gather-empty-finish-key", silence(5000, 200), difference("request", undefined, "POST /m")],
  [
    "gather-finished-on-key",
    finishedOnKey,
    difference("finished-on-key", "FinishedOnKey=", "FinishedOnKey=#"),
  ],
  ["gather-finish-key-first", silence(0, 5000), silence(5000, 0)],
  ["gather-finish-key-first", difference("request", undefined, "POST /m"), difference("request", "POST /m")],
  [
    "gather-prompt-parts",
    difference("digits", "Digits=123", "Digits=13"),
    difference("digits", "Digits=12", "Digits=123"),
  ],
  [
    "gather-prompt-parts",
    difference("digits", "Digits=12", "Digits=23"),
    difference("digits", "Digits=23", "Digits=234"),
  ],
  ["gather-prompt-parts", difference("cut", "cut short", "whole"), difference("cut", "whole", "cut short")],
  ["action-after-hang-up", difference("request", "POST /d"), difference("request", undefined, "POST /d")],
  [
    "dial-duration",
    difference("parameter", "DialCallDuration=10", "DialCallDuration=13"),
    difference("parameter", "DialCallDuration=13", "DialCallDuration=10"),
  ],
  [
    "dial-duration",
    difference("parameter", "DialCallDuration=10", "DialCallDuration=13"),
    difference("talk", "10000 ms, ended by the callee", "13000 ms, ended by the callee"),
  ],
  [
    "dial-endpoint-unknown",
    difference("dial", "client:alice"),
    difference("dial", undefined, "client:alice"),
  ],
  [
    "dial-endpoint-unknown",
    difference("parameter", "DialCallDuration=10", "no DialCallDuration"),
    difference("parameter", "tenant=1", "tenant=2"),
  ],
  [
    "dial-hangup-on-star",
    difference("talk", "5000 ms, ended by the caller", "9000 ms, ended by the callee"),
    difference("talk", "9000 ms, ended by the callee", "5000 ms, ended by the callee"),
  ],
  [
    "dial-hangup-on-star",
    difference("callback", "POST /s of +15005550010: completed CallDuration=5", "… CallDuration=9"),
    difference("callback", "POST /s of +15005550010: completed CallDuration=9", "… CallDuration=5"),
  ],
  ["dial-no-return", difference("request", "POST /d"), difference("request", undefined, "POST /d")],
  ["dial-no-return", difference("speech", "Goodbye"), difference("speech", "Goodbye", "Hello")],
  ["dial-no-return", silence(5000, 0), silence(0, 5000)],
  ["dial-simultaneous", difference("ringing", "3000 ms", "9000 ms"), difference("caller-id", "a", "b")],
  [
    "dial-simultaneous",
    difference("parameter", "DialCallStatus=busy", "DialCallStatus=no-answer"),
    difference("parameter", "DialCallDuration=10", "DialCallDuration=13"),
  ],
  ["dial-simultaneous", difference("dial", undefined, "+15005550011"), difference("speech", "a", "b")],
  [
    "dial-simultaneous",
    difference("callback", "POST /s of +15005550010: completed CallStatus=canceled", "… CallStatus=busy"),
    difference("callback", "POST /s of +15005550010: completed"),
  ],
  [
    "dial-time-limit",
    difference(
      "callback",
      "… Timestamp=Thu, 01 Jan 2026 00:00:10 +0000",
      "… Timestamp=Thu, 01 Jan 2026 00:00:32 +0000",
    ),
    difference("digits", "Digits=1", "Digits="),
  ],
  ["dial-whisper", difference("request", "POST /w"), difference("dial", "+15005550010")],
  ["dial-whisper", difference("talk", undefined, "+15005550010"), difference("talk", "+15005550010")],
  [
    "connect-unavailable",
    difference("parameter", "SessionStatus=ended", "SessionStatus=failed"),
    difference("parameter", "DialCallStatus=busy", "DialCallStatus=failed"),
  ],
  [
    "connect-unavailable",
    difference("error", "no ErrorCode", "ErrorCode=39001"),
    difference("cut", "whole", "cut short"),
  ],
  ["echo-unavailable", silence(1_800_000, 200), silence(0, 5000)],
  ["echo-unavailable", difference("speech", undefined, "Goodbye"), difference("speech", "Goodbye")],
  ["enqueue-result", difference("request", undefined, "POST /q"), difference("request", "POST /q")],
  [
    "enqueue-result",
    difference("parameter", "QueueResult=hangup", "QueueResult=leave"),
    difference("parameter", "no tenant", "tenant=1"),
  ],
  ["enqueue-unmapped", difference("media", "/hold.mp3"), difference("digits", "Digits=1", "Digits=")],
  ["enqueue-wait", difference("media", "/hold.mp3"), difference("media", undefined, "/hold.mp3")],
  ["pay-unavailable", difference("speech", "Your card?", "Goodbye"), difference("cut", "whole", "cut short")],
  ["refer-transfer", difference("request", "POST /r"), difference("request", undefined, "POST /r")],
  [
    "refer-unavailable",
    difference("parameter", "ReferCallStatus=in-progress", "ReferCallStatus=failed"),
    silence(0, 5000),
  ],
  [
    "sms-unsent",
    difference("parameter", "SmsStatus=sending", "SmsStatus=failed"),
    difference("parameter", "no tenant", "tenant=1"),
  ],
  ["loop-capped", difference("speech", "xaaay", "xaay"), difference("speech", "xaay", "xaaay")],
  ["loop-capped", difference("rounds", "20", "3"), difference("rounds", "3", "20")],
  ["loop-endless", difference("rounds", "1000", "1001"), difference("rounds", "1000", "999")],
  ["loop-endless", difference("speech", "aa", "aaa"), difference("speech", "aaa", "aa")],
  ["say-voice", voice, difference("language", "de-de", "en-us")],
])("%s explains what it is about, and no other", (code, explained, other) => {
  expect(explain([explained], notesOf(code)).explained[0]?.code).toBe(code);
  expect(explain([other], notesOf(code)).explained[0]?.code).toBeUndefined();
});

test.each<NoteCode>([
  "dial-endpoint-unknown",
  "dial-hangup-on-star",
  "dial-no-return",
  "dial-simultaneous",
  "dial-time-limit",
  "dial-whisper",
])("%s does not explain all that comes after it", (code) => {
  const first = {
    "dial-endpoint-unknown": difference("dial", "client:alice"),
    "dial-no-return": difference("request", "POST /d"),
    "dial-simultaneous": difference("ringing", "3000 ms", "9000 ms"),
    "dial-whisper": difference("request", "POST /w"),
  };
  const talk = difference("talk", "5000 ms, ended by the caller", "9000 ms, ended by the callee");
  const turn = (first as Partial<Record<NoteCode, Difference>>)[code] ?? talk;
  const later = difference("digits", "Digits=1", "Digits=2");
  expect(explain([turn, later], notesOf(code)).explained.map((one) => one.code)).toEqual([code, undefined]);
});

test.each([
  ["dial-status-callback", "sip:a@b.test: completed", true],
  ["dial-status-callback", "the conference: participant-join", false],
  ["dial-status-callback", "DialVerb: ended", false],
  ["dial-status-callback", "+15005550010: completed CallStatus=busy", false],
  ["conference-status-callback", "the conference: participant-join", true],
  ["conference-status-callback", "+15005550010: ringing", false],
] as const)("%s tells why nothing is told of %s: %s", (code, about, isTold) => {
  const untold: Difference = { what: "callback", reference: `POST /s of ${about}`, atMs: 0 };
  expect(explain([untold], notesOf(code)).explained[0]?.code).toBe(isTold ? code : undefined);
});
