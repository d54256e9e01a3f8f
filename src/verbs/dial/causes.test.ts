import { expect, test } from "vitest";
import { failureStatus, failures } from "./causes.ts";

test.each([
  ["USER_BUSY", "busy"],
  ["CALL_REJECTED", "busy"],
  ["sip:486", "busy"],
  ["sip:603", "busy"],
  ["NO_ANSWER", "no-answer"],
  ["ORIGINATOR_CANCEL", "no-answer"],
  ["sip:480", "no-answer"],
  ["UNALLOCATED_NUMBER", "failed"],
  ["NORMAL_TEMPORARY_FAILURE", "failed"],
  ["sip:503", "failed"],
  ["_", "failed"],
  [undefined, "failed"],
])("%s is %s to the action", (outcome, status) => {
  expect(failureStatus(outcome)).toBe(status);
});

test("each way to fail has one child, and none of them is the wildcard", () => {
  expect(new Set(failures).size).toBe(failures.length);
  expect(failures).not.toContain("_");
  expect(failures.filter((failure) => !/^([A-Z_]+|sip:[4-6]\d\d)$/.test(failure))).toEqual([]);
});
