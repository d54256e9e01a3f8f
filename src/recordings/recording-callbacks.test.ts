import { expect, test } from "vitest";
import { testConfig, testSecrets } from "../../test/support/twivot.ts";
import type { Callback } from "../callbacks/callbacks.ts";
import type { App } from "../config.ts";
import type { RecordingEvent } from "../translate/recording.ts";
import { recordingSid } from "../twilio/sids.ts";
import { plainPlatform } from "../verbs/platform.ts";
import { hangUpAction, tellInProgress, tellOutcome } from "./recording-callbacks.ts";
import type { Upload } from "./upload.ts";

const AccountSid = `AC${"1".repeat(32)}`;
const CallSid = `CA${"2".repeat(32)}`;
const RecordingSid = recordingSid(CallSid, 2, testSecrets);
const RecordingUrl = `http://twivot.test:8080/2010-04-01/Accounts/${AccountSid}/Recordings/${RecordingSid}`;
const leftAtMs = Date.UTC(2026, 0, 4, 9, 30, 0);

function makeUpload(events: readonly RecordingEvent[], changes: Partial<Upload> = {}): Upload {
  return {
    app: "default",
    recording: {
      number: 2,
      source: "RecordVerb",
      channels: 1,
      track: "inbound",
      callback: { url: "http://app.example/status", method: "GET", events },
      action: { url: "http://app.example/recorded", method: "POST" },
    },
    parameters: { CallSid, AccountSid, From: "+15005550006" },
    leftAtMs,
    x: 0,
    ...changes,
  };
}

function makeConfig(app: Partial<App> = {}) {
  return testConfig({ app: { voiceUrl: "http://app.example/voice", ...app } });
}

function sentBy(tell: (world: Parameters<typeof tellInProgress>[1]) => void): Callback[] {
  const sent: Callback[] = [];
  tell({ config: () => makeConfig(), callbacks: { send: (callback) => void sent.push(callback) } });
  return sent;
}

const common = {
  AccountSid,
  CallSid,
  RecordingSid,
  RecordingUrl,
  RecordingChannels: "1",
  RecordingSource: "RecordVerb",
  RecordingTrack: "inbound",
  ErrorCode: "0",
};

test("a recording that is there is told with its length, and begins as long before it came", () => {
  const outcome = { seconds: 7, arrivedAtMs: leftAtMs + 20_000 };
  const [callback, ...more] = sentBy((world) => tellOutcome(makeUpload(["completed"]), outcome, world));
  expect(more).toEqual([]);
  expect(callback).toMatchObject({ url: "http://app.example/status", method: "GET" });
  expect(callback?.parameters).toEqual({
    ...common,
    RecordingStatus: "completed",
    RecordingDuration: "7",
    RecordingStartTime: "Sun, 04 Jan 2026 09:30:13 +0000",
  });
});

test("a recording does not begin before its flow left", () => {
  const outcome = { seconds: 7, arrivedAtMs: leftAtMs + 1_000 };
  const [callback] = sentBy((world) => tellOutcome(makeUpload(["completed"]), outcome, world));
  expect(callback?.parameters["RecordingStartTime"]).toBe("Sun, 04 Jan 2026 09:30:00 +0000");
});

test("a recording of nothing is told as absent, to who wants to know", () => {
  const outcome = { seconds: 0, arrivedAtMs: leftAtMs + 1_000 };
  const [callback] = sentBy((world) => tellOutcome(makeUpload(["absent", "completed"]), outcome, world));
  expect(callback?.parameters).toMatchObject({ RecordingStatus: "absent", RecordingDuration: "0" });
  expect(sentBy((world) => tellOutcome(makeUpload(["completed"]), outcome, world))).toEqual([]);
});

test("the beginning is told without a length, to who wants to know", () => {
  const [callback] = sentBy((world) => tellInProgress(makeUpload(["in-progress"]), world));
  expect(callback?.parameters).toEqual({
    ...common,
    RecordingStatus: "in-progress",
    RecordingStartTime: "Sun, 04 Jan 2026 09:30:00 +0000",
  });
  expect(sentBy((world) => tellInProgress(makeUpload(["completed"]), world))).toEqual([]);
});

test("nobody is told of a recording without a callback, or of an application that is gone", () => {
  const outcome = { seconds: 7, arrivedAtMs: leftAtMs };
  const { callback: _, ...recording } = makeUpload([]).recording;
  expect(sentBy((world) => tellOutcome(makeUpload([], { recording }), outcome, world))).toEqual([]);
  const gone = makeUpload(["completed"], { app: "gone" });
  expect(sentBy((world) => tellOutcome(gone, outcome, world))).toEqual([]);
  expect(hangUpAction(gone, 7, makeConfig())).toBeUndefined();
});

test("the action after a hang-up gets variables, which hide nothing that Twilio sends", () => {
  const { recording } = makeUpload([]);
  const variables = { tenant: "7", CallStatus: "mine" };
  const own = { url: "https://app.test/r", method: "POST", variables } as const;
  const action = hangUpAction(makeUpload([], { recording: { ...recording, action: own } }), 7, makeConfig());
  expect(action).not.toHaveProperty("variables");
  expect(action?.parameters).toMatchObject({ tenant: "7", CallStatus: "completed" });
});

test("the action after a hang-up gets the parameters of a completed call", () => {
  const action = hangUpAction(makeUpload([]), 7, makeConfig());
  expect(action).toMatchObject({ url: "http://app.example/recorded", method: "POST" });
  expect(action?.parameters).toEqual({
    CallSid,
    AccountSid,
    From: "+15005550006",
    CallStatus: "completed",
    RecordingSid,
    RecordingUrl,
    RecordingDuration: "7",
    Digits: "hangup",
  });
});

test("the action is requested after a recording of nothing only where that is configured", () => {
  const platform = { ...plainPlatform("4.3"), recordEmpty: "action" } as const;
  expect(hangUpAction(makeUpload([]), 0, makeConfig())).toBeUndefined();
  expect(hangUpAction(makeUpload([]), 0, makeConfig({ platform }))?.parameters["RecordingDuration"]).toBe(
    "0",
  );
});
