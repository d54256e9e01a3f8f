import { expect, test } from "vitest";
import { node } from "../callflow/build.ts";
import { Notes } from "../fidelity/note.ts";
import { newState, type State } from "../translate/draft.ts";
import { element } from "../twiml/element.ts";
import type { Context } from "./define.ts";
import { plainSetting } from "./plain-setting.ts";
import { startRecording, stopRecording } from "./recording-noun.ts";

const hangup = node("hangup", {});
const then = () => hangup;

function contextOf(state: Partial<State>): Context {
  return {
    ...plainSetting("4.3", "https://app.test/ivr/start"),
    isFirst: true,
    state: { ...newState, ...state },
    rest: [],
    notes: new Notes(),
    room: 1000,
    then,
  };
}

const recordingOf = (attributes: Readonly<Record<string, string>>) => ({
  ...element("Recording"),
  attributes,
});

test("a recording begins at once in a call that is answered, and is counted", () => {
  const { change, before } = startRecording(recordingOf({}), contextOf({ answered: true, recordings: 1 }));
  expect(change).toEqual({ recordings: 2 });
  expect(before(hangup)).toEqual({
    module: "recorder",
    data: {
      by: "record_call",
      recording: { number: 2, source: "StartCallRecordingTwiML", channels: 2, track: "both" },
      timeLimit: 10_800,
    },
    children: { _: hangup },
  });
});

test("a recording waits for the answer of a call that rings", () => {
  const { before } = startRecording(recordingOf({}), contextOf({}));
  expect(before(hangup)).toMatchObject({ data: { onAnswer: true } });
});

test("a recording has its callback, relative to the document", () => {
  const attributes = { recordingStatusCallback: "done", recordingStatusCallbackMethod: "get" };
  const { before } = startRecording(recordingOf(attributes), contextOf({}));
  const callback = { url: "https://app.test/ivr/done", method: "GET", events: ["completed"] };
  expect(before(hangup)).toMatchObject({ data: { recording: { callback } } });
});

test("a recording that is to have one channel, one track, no silence leaves notes", () => {
  const context = contextOf({});
  startRecording(
    recordingOf({
      channels: "mono",
      track: "inbound",
      trim: "trim-silence",
      recordingConfigurationId: "x",
    }),
    context,
  );
  expect(context.notes.all.map(({ code }) => code)).toEqual([
    "recording-channels",
    "recording-track",
    "recording-trim",
    "recording-configuration",
  ]);
});

test("who wants to know that a recording has begun is told when its flow leaves, which is noted", () => {
  const context = contextOf({});
  const told = { recordingStatusCallback: "/s", recordingStatusCallbackEvent: "in-progress absent" };
  startRecording(recordingOf(told), context);
  startRecording(recordingOf({ recordingStatusCallbackEvent: "in-progress" }), context);
  expect(context.notes.all).toMatchObject([
    { code: "recording-in-progress", details: { when: "when Kazoo gets its flow" } },
  ]);
});

test("stops the recording that was begun last", () => {
  const context = contextOf({ recordings: 1 });
  expect(stopRecording(recordingOf({}), context).before(hangup)).toMatchObject({
    module: "record_call",
    data: { action: "stop" },
    children: { _: hangup },
  });
  expect(context.notes.all).toEqual([]);
});

test("tells that it is the last one where there were more", () => {
  const context = contextOf({ recordings: 2 });
  stopRecording(recordingOf({}), context);
  expect(context.notes.all.map(({ code }) => code)).toEqual(["recording-stop-last"]);
});

test("stops nothing where nothing was recorded", () => {
  expect(stopRecording(recordingOf({}), contextOf({})).before(hangup)).toBe(hangup);
});
