import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allKeys } from "../callflow/fields.ts";
import type { KazooVersion } from "../callflow/flow.ts";
import type { Call } from "../pivot/call.ts";
import { type Continuation, childrenOf, type Draft, newState } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { type Element, element, text } from "../twiml/element.ts";
import type { Arrival, Next } from "./define.ts";
import { plainSetting } from "./plain-setting.ts";
import { record } from "./record.ts";

const recorded = { sid: `RE${"0".repeat(32)}`, url: "http://twivot.example/RE", duration: 4 };

function translated(attributes: Readonly<Record<string, string>>, kazoo: KazooVersion) {
  return translate([recordOf(attributes)], newState, plainSetting(kazoo, "https://app.test/start"));
}

function recordOf(attributes: Readonly<Record<string, string>>): Element {
  return { ...element("Record"), attributes };
}

/** Where the flow of a Record goes on. */
function endOf(draft: Draft): Continuation {
  if (draft.module === "continue") return draft.data;
  const next = childrenOf<Draft>(draft)["_"];
  if (next === undefined) throw new Error("The flow just ends.");
  return endOf(next);
}

function modulesOf(draft: Draft): string[] {
  return [
    draft.module === "recorder" ? draft.data.by : draft.module,
    ...Object.values(childrenOf<Draft>(draft)).flatMap(modulesOf),
  ];
}

/** What comes after the Record, when Kazoo comes back with this. */
function outcome(
  attributes: Readonly<Record<string, string>>,
  arrival: Partial<Arrival> & { readonly typed?: string },
  kazoo: KazooVersion = "5.0",
): Next {
  const { typed, ...others } = arrival;
  const call = { digits: typed === undefined ? {} : { default: typed } } as unknown as Call;
  const usual = { call, outcome: undefined, tookMs: 5000, recording: recorded, sid: () => "" };
  return record.resume(endOf(translated(attributes, kazoo).draft).pending?.state, { ...usual, ...others });
}

function parametersOf(next: Next): Readonly<Record<string, string>> | undefined {
  return next.go === "request" ? next.parameters : undefined;
}

test.each([
  ["in-progress completed", ["tts", "continue"]],
  ["completed absent", ["tts", "play", "record_caller", "continue"]],
])(
  "with a callback for %s the flow of a Record behind others is %j",
  (recordingStatusCallbackEvent, modules) => {
    const say: Element = { ...element("Say"), children: [text("Leave a message")] };
    const told = { recordingStatusCallback: "/s", recordingStatusCallbackEvent };
    const setting = plainSetting("4.3", "https://app.test/start");
    expect(modulesOf(translate([say, recordOf(told)], newState, setting).draft)).toEqual(modules);
  },
);

test("in 5.0 the flow of a Record behind others is its own, as its time tells whether a key ended it", () => {
  const say: Element = { ...element("Say"), children: [text("Leave a message")] };
  const flowOf = (kazoo: KazooVersion) =>
    modulesOf(translate([say, recordOf({})], newState, plainSetting(kazoo, "https://app.test/start")).draft);
  expect(flowOf("5.0")).toEqual(["tts", "continue"]);
  expect(flowOf("4.3")).toEqual(["tts", "play", "record_caller", "continue"]);
});

describe("the action", () => {
  test("is told of the file and its length", () => {
    expect(outcome({ action: "/done", method: "GET" }, {}, "4.3")).toEqual({
      go: "request",
      url: "https://app.test/done",
      method: "GET",
      parameters: {
        RecordingUrl: recorded.url,
        RecordingSid: recorded.sid,
        RecordingDuration: "4",
        Digits: "",
      },
    });
  });

  test("is told of the key that ended the recording, where Kazoo tells it", () => {
    expect(parametersOf(outcome({ finishOnKey: "12#" }, { typed: "0932" }))).toMatchObject({ Digits: "2" });
    expect(parametersOf(outcome({ finishOnKey: "12#" }, { typed: "2" }, "4.3"))).toMatchObject({
      Digits: "",
    });
  });

  test("is told of no key where the time was up", () => {
    const attributes = { maxLength: "10" };
    expect(parametersOf(outcome(attributes, { typed: "1", tookMs: 10_599 }))).toMatchObject({ Digits: "1" });
    expect(parametersOf(outcome(attributes, { typed: "1", tookMs: 10_600 }))).toMatchObject({ Digits: "" });
  });

  test("is told how long Kazoo took, without the beep, where the file has not come", () => {
    const recording = { ...recorded, duration: undefined };
    const told = (tookMs: number, maxLength = "60") =>
      parametersOf(outcome({ maxLength }, { tookMs, recording }))?.["RecordingDuration"];
    expect(told(12_600)).toBe("12");
    expect(told(700)).toBe("1");
    expect(told(30_000, "20")).toBe("20");
  });

  test("is not asked where nothing was recorded: the next verb runs", () => {
    const rest = { go: "rest", change: {}, skip: 0 };
    expect(outcome({}, { recording: { ...recorded, duration: 0 } })).toEqual(rest);
    expect(outcome({}, { recording: undefined })).toEqual(rest);
  });

  test("is asked though nothing was recorded, where the operator wants it", () => {
    const plain = plainSetting("4.3", "https://app.test/start");
    const setting = { ...plain, platform: { ...plain.platform, recordEmpty: "action" as const } };
    const { pending } = endOf(translate([recordOf({})], newState, setting).draft);
    const call = { digits: {} } as unknown as Call;
    const arrival = { call, outcome: undefined, tookMs: 5000, sid: () => "" };
    const next = record.resume(pending?.state, { ...arrival, recording: { ...recorded, duration: 0 } });
    expect(parametersOf(next)).toMatchObject({ RecordingDuration: "0", Digits: "" });
  });
});

test("waits for the file before it goes on", () => {
  expect(endOf(translated({}, "4.3").draft).pending?.recording).toBe(1);
});

test("answers a call that rings, also without a beep", () => {
  expect(modulesOf(translated({ playBeep: "false" }, "5.0").draft).slice(0, 2)).toEqual([
    "answer",
    "record_call",
  ]);
  expect(modulesOf(translated({ playBeep: "false" }, "4.3").draft)[0]).toBe("record_caller");
});

test("records no longer than two minutes where it is to be transcribed", () => {
  const limit = (attributes: Readonly<Record<string, string>>) => {
    const { draft } = translated({ playBeep: "false", ...attributes }, "4.3");
    return draft.module === "recorder" ? draft.data.timeLimit : undefined;
  };
  expect(limit({ transcribe: "true" })).toBe(120);
  expect(limit({ transcribe: "true", maxLength: "300" })).toBe(300);
});

const attributesOfAnyKind = fc.record(
  {
    action: fc.constantFrom("", "/a", "https://b.test/c?d=e"),
    finishOnKey: fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("", "#", "12", allKeys.join(""))),
    maxLength: fc.oneof(fc.string({ maxLength: 3 }), fc.nat(100_000).map(String)),
    timeout: fc.oneof(fc.string({ maxLength: 3 }), fc.nat(90_000).map(String)),
    playBeep: fc.constantFrom("true", "false", "perhaps"),
    trim: fc.constantFrom("trim-silence", "do-not-trim", ""),
    transcribe: fc.constantFrom("true", "false"),
    recordingStatusCallback: fc.constantFrom("", "/s"),
    recordingStatusCallbackEvent: fc.constantFrom("", "completed", "absent in-progress", "x"),
  },
  { requiredKeys: [] },
);

test("whatever its attributes, it records once, for a time that Kazoo takes, and comes back", () => {
  fc.assert(
    fc.property(attributesOfAnyKind, fc.constantFrom("4.3", "5.0"), (attributes, kazoo) => {
      const { draft } = translated(attributes as Readonly<Record<string, string>>, kazoo);
      const recorders = modulesOf(draft).filter((name) => name.startsWith("record_"));
      expect(recorders).toEqual(kazoo === "4.3" ? ["record_caller"] : ["record_call", "record_call"]);
      expect(endOf(draft)).toMatchObject({
        pending: { verb: "Record", recording: 1 },
        state: { answered: true, recordings: 1 },
      });
      const times = JSON.stringify(draft).match(/"timeLimit":(\d+)/)?.[1];
      expect(Number(times)).toBeGreaterThanOrEqual(5);
      expect(Number(times)).toBeLessThanOrEqual(10_800);
    }),
  );
});
