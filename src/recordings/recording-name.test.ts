import fc from "fast-check";
import { expect, test } from "vitest";
import { readRecordingPath, recordingPath, recordingUrl } from "./recording-name.ts";

const accountSid = `AC${"0123456789abcdef".repeat(2)}`;
const sid = `RE${"fedcba9876543210".repeat(2)}`;

test("a name is the path of its file, and back", () => {
  const name = { accountSid, sid, format: "mp3" } as const;
  expect(recordingPath(name)).toBe(`${accountSid}/${sid}.mp3`);
  expect(readRecordingPath(recordingPath(name))).toEqual(name);
});

test("nothing that a peer writes leads out of the directory", () => {
  const part = fc.oneof(fc.constantFrom("..", "/", "\0", "%2e", accountSid, sid, ".mp3", "\n"), fc.string());
  const path = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(path, (text) => {
      const name = readRecordingPath(text);
      expect(name === undefined || text === `${accountSid}/${sid}.mp3`).toBe(true);
    }),
  );
  expect(() => recordingPath({ accountSid: "..", sid, format: "wav" })).toThrow(RangeError);
  expect(() => recordingPath({ accountSid, sid: `${sid}/../x`, format: "wav" })).toThrow(RangeError);
});

test("the URL has Twilio's path and no extension", () => {
  expect(recordingUrl("https://twivot.example", { accountSid, sid })).toBe(
    `https://twivot.example/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`,
  );
});
