import { expect, test } from "vitest";
import { childrenOf, type Draft, newState, type State } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import type { Arrival } from "./define.ts";
import type { DialPending } from "./dial/outcome.ts";
import { dial } from "./dial.ts";
import { plainSetting } from "./plain-setting.ts";
import type { Platform } from "./platform.ts";

type Given = { readonly platform?: Partial<Platform>; readonly state?: Partial<State> };

function translated(twiml: string, { platform = {}, state = {} }: Given = {}) {
  const setting = plainSetting("4.3", "https://app.test/start");
  const elements = childElements(parseTwiml(`<Response>${twiml}</Response>`));
  return translate(
    elements,
    { ...newState, answered: true, ...state },
    { ...setting, platform: { ...setting.platform, ...platform } },
  );
}

/** The nodes of a draft from its root on, each the first child of the one before. */
function path(draft: Draft): readonly Draft[] {
  const [first] = Object.values(childrenOf<Draft>(draft));
  return [draft, ...(first === undefined ? [] : path(first))];
}

function modules(draft: Draft): readonly string[] {
  return path(draft).map(({ module }) => module);
}

function codes({ notes }: ReturnType<typeof translated>): readonly string[] {
  return notes.map(({ code }) => code);
}

const withReturn = { platform: { returnExtension: "9001" } };

test("all ends of a call share one continuation, so that it is sealed once", () => {
  const { draft } = translated('<Dial action="/d">+14155552671</Dial>', withReturn);
  const bridge = path(draft)[1] as Draft;
  const ends = Object.values(childrenOf<Draft>(bridge)).map((end) => end.data);
  expect(ends.length).toBeGreaterThan(80);
  expect(new Set([...ends, draft.module === "come-back" ? draft.data.continuation : undefined]).size).toBe(1);
});

test.each([
  ["a conference", "<Conference>a</Conference>"],
  ["a mailbox", "<Voicemail>0123456789abcdef0123456789abcdef</Voicemail>"],
])("%s, which calls nobody, begins a flow where webhooks tell of hang-ups", (_, noun) => {
  const twiml = `<Say>Wait</Say><Dial action="/d">${noun}</Dial>`;
  const { draft, notes } = translated(twiml, { platform: { webhooks: true } });
  expect(modules(draft)).toEqual(["tts", "continue"]);
  expect(notes).toEqual([]);
  expect(modules(translated(twiml).draft)).not.toEqual(["tts", "continue"]);
});

test("that a Dial begins a flow is known when the caller hangs up", () => {
  const end = (before: string) =>
    path(translated(`${before}<Dial action="/d">+14155552671</Dial>`).draft).at(-1);
  expect(end("")).toHaveProperty("data.pending.hangUp.isFirst");
  expect(end("<Say>Wait</Say>")).not.toHaveProperty("data.pending.hangUp.isFirst");
});

test("each end tells its outcome", () => {
  const { draft } = translated('<Dial action="/d">+14155552671</Dial>');
  for (const [key, end] of Object.entries(childrenOf<Draft>(draft))) {
    expect(end).toMatchObject({ module: "continue", outcome: key });
  }
});

test("a call is not brought back where nothing follows it", () => {
  expect(modules(translated("<Dial>+14155552671</Dial>", withReturn).draft)[0]).toBe("resources");
});

test("a later call is always brought back, since an earlier one may have left its way back on the channel", () => {
  const given = { ...withReturn, state: { dials: 1 } };
  expect(modules(translated("<Dial>+14155552671</Dial>", given).draft)[0]).toBe("come-back");
});

test.each([
  [0, true, "hangup"],
  [1, true, "continue"],
  [1, false, "hangup"],
])("behind %i dials, with webhooks: %s, a call that nothing follows ends in %s", (dials, webhooks, last) => {
  const given = { platform: { webhooks }, state: { dials } };
  expect(modules(translated("<Dial>+14155552671</Dial>", given).draft).at(-1)).toBe(last);
});

test("the file of a recording is waited for after a talk, not after a failure", () => {
  const { draft } = translated('<Dial record="true" action="/d">+14155552671</Dial>', withReturn);
  const [recorder, comeBack, bridge, stop, end] = path(draft);
  expect(modules(draft)).toEqual(["recorder", "come-back", "resources", "record_call", "continue"]);
  expect(recorder?.data).toMatchObject({ recording: { onBridge: true }, followsTransfer: false });
  expect(comeBack?.data).toMatchObject({ continuation: { pending: { recording: 1 } } });
  expect(bridge?.module).toBe("resources");
  expect(stop?.data).toMatchObject({ action: "stop" });
  expect(end?.data).not.toHaveProperty("pending.recording");
});

test.each([
  ["record-from-answer", true, []],
  ["record-from-answer", false, [["recording-in-progress", "with its file"]]],
  ["record-from-ringing", true, [["recording-in-progress", "when Kazoo gets its flow"]]],
])("that a recording by %s has begun, with webhooks: %s, is told %j", (record, webhooks, told) => {
  const events = 'recordingStatusCallback="/s" recordingStatusCallbackEvent="in-progress"';
  const { notes } = translated(`<Dial record="${record}-dual" ${events}>+14155552671</Dial>`, {
    platform: { webhooks },
  });
  expect(notes.map(({ code, details }) => [code, details["when"]])).toEqual(told);
});

test("a recording whose beginning is to be told has its Dial remembered", () => {
  const events = 'recordingStatusCallback="/s" recordingStatusCallbackEvent="in-progress"';
  const { draft } = translated(`<Dial record="true" ${events}>+14155552671</Dial>`);
  expect(path(draft).at(-1)).toMatchObject({
    data: { pending: { hangUp: { recording: { number: 1, onBridge: true } } } },
  });
});

test("only the recording of the Dial is told of when the caller leaves a conference", () => {
  const recordingAfter = (dial: string, conference: string) => {
    const twiml = `<Dial action="/d" ${dial}><Conference ${conference}>a</Conference></Dial>`;
    return path(translated(twiml).draft).at(-1);
  };
  const told = "data.pending.hangUp.recording.source";
  expect(recordingAfter('record="true"', "")).toHaveProperty(told, "DialVerb");
  expect(recordingAfter("", 'record="record-from-start"')).not.toHaveProperty(told);
});

test("a recording from the ringing on begins at once", () => {
  const { draft } = translated('<Dial record="record-from-ringing-dual">+14155552671</Dial>');
  expect(draft.data).not.toHaveProperty("recording.onBridge");
  expect(draft.data).toMatchObject({ recording: { channels: 2, source: "DialVerb" } });
});

test("headers get lost where phones ring together, and that is noted", () => {
  const twiml = "<Dial><Client>a<Parameter name='k' value='v'/></Client><User>u1</User></Dial>";
  const endpoints = { clients: { a: { kind: "user", id: "a1" } }, sip: {}, numbers: {}, queues: {} } as const;
  const platform = { endpoints: { ...endpoints, default: undefined } };
  expect(codes(translated(twiml, { platform }))).toContain("dial-headers");
});

test("more than ten nouns are noted, and the first ten are called", () => {
  const users = Array.from({ length: 11 }, (_, index) => `<User>u${index}</User>`).join("");
  const result = translated(`<Dial>${users}</Dial>`);
  expect(codes(result)).toEqual(["dial-too-many"]);
  expect(result.draft.data).toHaveProperty("endpoints.length", 10);
});

test("a client may be a number, a queue or a callflow by configuration", () => {
  const go = (to: Platform["endpoints"]["default"]) => {
    const endpoints = { clients: {}, sip: {}, numbers: {}, queues: {}, default: to };
    const { draft } = translated("<Dial><Client>a</Client></Dial>", { platform: { endpoints } });
    return [draft.module, draft.data, Object.keys(childrenOf<Draft>(draft)).length] as const;
  };
  expect(go({ kind: "number", number: "+14155552671" })).toMatchObject([
    "resources",
    { to_did: "+14155552671" },
    87,
  ]);
  expect(go({ kind: "queue", id: "q1" })).toEqual(["acdc_member", { id: "q1" }, 1]);
  expect(go({ kind: "callflow", id: "c1" })).toEqual(["callflow", { id: "c1" }, 1]);
  expect(go({ kind: "ringGroup", id: "g1" })).toMatchObject(["ring_group", {}, 88]);
});

test("a room's name keeps rooms apart whatever is in it", () => {
  const name = (room: string) => {
    const { draft } = translated(`<Dial><Conference>${room}</Conference></Dial>`);
    return draft.module === "conference" ? draft.data.config.name : undefined;
  };
  const account = plainSetting("4.3", "").parties.accountId;
  expect(name("a b")).toBe(`${account}_a.20.b`);
  expect(name("a.20.b")).toBe(`${account}_a.2e.20.2e.b`);
  expect(name("room@default+1234")).toMatch(/^[\w.-]+$/);
  expect(name("x".repeat(200))).toHaveLength(128);
});

test("a conference is recorded from the moment of joining", () => {
  const { draft } = translated('<Dial><Conference record="record-from-start">r</Conference></Dial>');
  expect(modules(draft)).toEqual(["recorder", "conference"]);
  expect(draft.data).toMatchObject({ recording: { source: "Conference" } });
});

test("when it is told that the recording of a conference has begun is noted, where somebody wants to know", () => {
  const recorded = (events: string) =>
    codes(
      translated(
        `<Dial><Conference record="record-from-start" recordingStatusCallback="/r" recordingStatusCallbackEvent="${events}">r</Conference></Dial>`,
      ),
    );
  expect(recorded("in-progress completed")).toContain("recording-in-progress");
  expect(recorded("completed")).not.toContain("recording-in-progress");
});

test("who is called, as whom and by whom is known for a hang-up and for callbacks", () => {
  const twiml =
    "<Dial callerId='(415) 555-0100'><User>u1</User>" +
    "<Client statusCallback='/s' statusCallbackEvent='initiated, answered'>alice</Client></Dial>";
  const endpoints = {
    clients: {},
    sip: {},
    numbers: {},
    queues: {},
    default: { kind: "device", id: "d1" },
  } as const;
  const { draft } = translated(twiml, { platform: { endpoints } });
  const end = path(draft).at(-1);
  expect(end?.module === "continue" && end.data.pending?.hangUp).toEqual({
    verb: "Dial",
    isFirst: true,
    legs: [
      { name: "dial 1", from: "+14155550100", to: "u1", ids: ["u1", "u1"] },
      {
        name: "dial 1.2",
        from: "+14155550100",
        to: "client:alice",
        ids: ["d1", "alice"],
        callback: { url: "https://app.test/s", method: "POST", events: ["initiated", "answered"] },
      },
    ],
  });
});

test("the action of a conference is known for the hang-up that ends it", () => {
  const { draft } = translated('<Dial action="/d"><Conference>r</Conference></Dial>');
  expect(path(draft).at(-1)?.data).toMatchObject({
    pending: {
      hangUp: { verb: "Dial", action: { url: "https://app.test/d" }, isConference: true, legs: [] },
    },
  });
});

test("what webhooks tell of the length of a talk is told", () => {
  const next = resumed({ dial: 1, action }, { outcome: "bridged", dialSeconds: 7 });
  expect(next).toHaveProperty("parameters.DialCallDuration", "7");
});

const action = { url: "https://app.test/d", method: "POST" } as const;

function resumed(pending: DialPending, arrival: Partial<Arrival>) {
  const sid = (prefix: string, name: string) => `${prefix}:${name}`;
  return dial.resume(pending, {
    tookMs: 12_400,
    sid,
    outcome: undefined,
    recording: undefined,
    ...arrival,
  } as Arrival);
}

test("the action is told how a call has failed", () => {
  expect(resumed({ dial: 2, action }, { outcome: "USER_BUSY" })).toEqual({
    go: "request",
    ...action,
    parameters: { DialCallStatus: "busy", DialCallSid: "CA:dial 2", DialBridged: "false" },
    change: { promptsHeard: 0, isNoted: false },
  });
});

test("the action is told of a talk and its recording; the call is a new one to Kazoo then", () => {
  const recording = { sid: "RE1", url: "https://twivot.test/RE1", duration: 9 };
  expect(resumed({ dial: 1, action }, { outcome: "bridged", recording })).toEqual({
    go: "request",
    ...action,
    parameters: {
      DialCallStatus: "completed",
      DialCallSid: "CA:dial 1",
      DialBridged: "true",
      DialCallDuration: "12",
      RecordingUrl: "https://twivot.test/RE1",
      RecordingSid: "RE1",
      RecordingDuration: "9",
    },
    change: { promptsHeard: 0, isNoted: false, answered: true, callerId: "" },
  });
});

test("the length of a recording is not told before it is known", () => {
  const recording = { sid: "RE1", url: "https://twivot.test/RE1", duration: undefined };
  const next = resumed({ dial: 1, action }, { outcome: "bridged", recording });
  expect(next).not.toHaveProperty("parameters.RecordingDuration");
  expect(next).toHaveProperty("parameters.RecordingSid", "RE1");
});

test("without an action the verbs behind it follow", () => {
  expect(resumed({ dial: 1 }, { outcome: "NO_ANSWER" })).toMatchObject({ go: "rest", skip: 0 });
});

test("a failed attempt leads to the next one, an answered one ends the Dial", () => {
  const pending = { dial: 1, next: 1, isInRest: true };
  expect(resumed(pending, { outcome: "NO_ANSWER" })).toEqual({
    go: "rest",
    change: { promptsHeard: 1, isNoted: true },
    skip: 0,
  });
  expect(resumed(pending, { outcome: "bridged" })).toMatchObject({
    go: "rest",
    skip: 1,
    change: { promptsHeard: 0 },
  });
});

test("a mailbox that was left has been a completed call, a queue that was left not", () => {
  const told = (otherwise: "completed" | "no-answer") =>
    resumed({ dial: 1, action, otherwise }, { outcome: "_" });
  expect(told("completed")).toHaveProperty("parameters.DialCallStatus", "completed");
  expect(told("no-answer")).toHaveProperty("parameters.DialCallStatus", "no-answer");
});

test("where nobody could be called the action is told that it failed", () => {
  expect(resumed({ dial: 1, action, isHopeless: true }, {})).toHaveProperty(
    "parameters.DialCallStatus",
    "failed",
  );
});

test("where Kazoo's webhooks lead to twivot nothing is noted that only they tell", () => {
  const twiml = '<Dial action="/d"><Number statusCallback="/s">+14155552671</Number></Dial>';
  expect(codes(translated(twiml, withReturn))).toEqual([
    "action-after-hang-up",
    "dial-duration",
    "dial-status-callback",
  ]);
  expect(codes(translated(twiml, { platform: { returnExtension: "9001", webhooks: true } }))).toEqual([]);
});

test("of a conference that nothing comes back from only that is noted", () => {
  expect(codes(translated('<Dial action="/d"><Conference>Room</Conference></Dial>'))).toEqual([
    "conference-no-return",
  ]);
});
