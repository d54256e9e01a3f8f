import { expect, test } from "vitest";
import { calleeStatus, callerStatus, eventParameters, finalParameters } from "./call-outcome.ts";

test.each([
  ["USER_BUSY", "busy"],
  ["NO_ANSWER", "no-answer"],
  ["ORIGINATOR_CANCEL", "no-answer"],
  ["LOSE_RACE", "canceled"],
  ["UNALLOCATED_NUMBER", "failed"],
  ["NORMAL_TEMPORARY_FAILURE", "failed"],
  ["NORMAL_CLEARING", "no-answer"],
  ["", "failed"],
  ["constructor-like", "failed"],
])("somebody who was called and did not answer, by %s, is %s", (cause, status) => {
  expect(calleeStatus(cause, false)).toBe(status);
});

test("whatever the cause, a call that was answered is completed", () => {
  expect([callerStatus("USER_BUSY", true), calleeStatus("", true)]).toEqual(["completed", "completed"]);
});

test("a caller whom twivot has hung up was answered by Twilio first", () => {
  expect(callerStatus("NORMAL_CLEARING", false)).toBe("completed");
});

test.each([
  ["USER_BUSY", "busy"],
  ["UNALLOCATED_NUMBER", "no-answer"],
])("a rejected caller is told by its reason: %s is %s", (cause, status) => {
  expect(callerStatus(cause, false)).toBe(status);
});

test.each([
  [0, "0"],
  [1, "1"],
  [60, "1"],
  [61, "2"],
])("%i seconds are %s minutes", (seconds, minutes) => {
  const { CallDuration, Duration } = finalParameters("completed", { seconds, code: "sip:200" });
  expect([CallDuration, Duration]).toEqual([String(seconds), minutes]);
});

test("a call that was not answered has no duration", () => {
  expect(finalParameters("busy", { seconds: 7, code: "sip:600" })).toEqual({
    CallStatus: "busy",
    CallDuration: "0",
    Duration: "0",
    SipResponseCode: "600",
  });
});

test.each([
  ["completed", "16", "200"],
  ["completed", "sip:487", "200"],
  ["busy", "17", "486"],
  ["no-answer", undefined, "487"],
  ["failed", "sip:404", "404"],
  ["failed", "41", undefined],
] as const)("the SIP code of %s with %s is %s", (status, code, expected) => {
  expect(finalParameters(status, { seconds: 1, code })["SipResponseCode"]).toBe(expected);
});

test("times are written as in mail", () => {
  expect(eventParameters(Date.UTC(2018, 2, 25, 9, 53, 19), 3)).toEqual({
    Timestamp: "Sun, 25 Mar 2018 09:53:19 +0000",
    CallbackSource: "call-progress-events",
    SequenceNumber: "3",
  });
});
