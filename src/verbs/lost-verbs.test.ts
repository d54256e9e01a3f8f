import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFlow } from "../callflow/check.ts";
import { finish } from "../respond/finish.ts";
import { resume } from "../respond/next-draft.ts";
import { type Draft, newState, type State } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import type { Arrival, Setting } from "./define.ts";
import { plainSetting } from "./plain-setting.ts";
import type { Endpoints } from "./platform.ts";

const plain = plainSetting("4.3", "https://app.test/ivr/start");

function setting(endpoints: Partial<Endpoints>, from = plain.parties.from): Setting {
  const platform = { ...plain.platform, endpoints: { ...plain.platform.endpoints, ...endpoints } };
  return { ...plain, platform, parties: { ...plain.parties, from } };
}

function run(verbs: string, where: Setting = plain, state: Partial<State> = { answered: true }) {
  const elements = childElements(parseTwiml(`<Response>${verbs}</Response>`));
  return translate(elements, { ...newState, ...state }, where);
}

/** What comes after a flow that ends in a continuation. */
function onward(draft: Draft, arrival: Partial<Arrival> = {}) {
  const end = lastOf(draft);
  if (end.module !== "continue") throw new Error(`the flow ends with ${end.module}`);
  const sid = (prefix: string, name: string) => `${prefix} of ${name}`;
  const empty = { outcome: undefined, tookMs: 0, recording: undefined, sid } as const;
  return resume(end.data, { call: {} as Arrival["call"], ...empty, ...arrival });
}

function lastOf(draft: Draft): Draft {
  const next = "children" in draft ? (draft.children as { readonly _?: Draft } | undefined)?._ : undefined;
  return next === undefined ? draft : lastOf(next);
}

describe("Enqueue in a queue that is configured", () => {
  const queues = { support: { kind: "queue", id: "q1" } } as const;
  const { draft } = run(
    '<Enqueue action="/left" method="GET">support</Enqueue><Say>late</Say>',
    setting({ queues }),
  );

  test.each([
    [200, "queue-full", "0"],
    [999, "queue-full", "0"],
    [1000, "leave", "1"],
    [61_900, "leave", "61"],
  ])("that is over after %i ms tells %s", (tookMs, QueueResult, QueueTime) => {
    expect(onward(draft, { tookMs }).step).toEqual({
      kind: "ask",
      asked: expect.objectContaining({
        url: "https://app.test/left",
        method: "GET",
        parameters: { QueueResult, QueueTime, QueueSid: "QU of support" },
      }),
    });
  });

  test("goes on with the next verb where it has no action", () => {
    const quiet = run("<Enqueue>support</Enqueue><Say>late</Say>", setting({ queues }));
    expect(onward(quiet.draft).step).toMatchObject({ kind: "run", elements: [{ name: "Say" }] });
  });

  test("begins a flow, whose time is its own", () => {
    const first = run("<Say>Wait</Say><Enqueue>support</Enqueue>", setting({ queues }));
    const end = lastOf(first.draft);
    expect(end).toMatchObject({ module: "continue", data: { rest: [{ name: "Enqueue" }] } });
    expect(first.notes).toEqual([]);
  });

  test.each([
    [true, '<Enqueue action="/left">support</Enqueue>', ["enqueue-result"]],
    [false, '<Enqueue action="/left">support</Enqueue>', ["action-after-hang-up", "enqueue-result"]],
    [false, "<Enqueue>support</Enqueue>", ["enqueue-result"]],
  ])("with webhooks (%s) %s notes %j", (webhooks, verbs, codes) => {
    const { platform, ...others } = setting({ queues });
    const { notes } = run(verbs, { ...others, platform: { ...platform, webhooks } });
    expect(notes.map(({ code }) => code)).toEqual(codes);
  });

  test("leaves what has to be told of a hang-up", () => {
    const end = lastOf(draft);
    expect(end.module === "continue" && end.data.pending?.hangUp).toEqual({
      verb: "Enqueue",
      queue: "support",
      action: { url: "https://app.test/left", method: "GET" },
    });
  });
});

test.each(["sales", "constructor", ""])("nobody waits in the queue %j, which is not configured", (name) => {
  const { draft, notes } = run(`<Enqueue action="/left">${name}</Enqueue>`);
  expect(notes.map(({ code, details }) => [code, details])).toEqual([["enqueue-unmapped", { queue: name }]]);
  expect(onward(draft).step).toMatchObject({
    asked: { parameters: { QueueResult: "system-error", QueueTime: "0", QueueSid: `QU of ${name}` } },
  });
});

test("a queue that is mapped to something else is none", () => {
  const queues = { support: { kind: "user", id: "u1" } } as const;
  expect(run("<Enqueue>support</Enqueue>", setting({ queues })).notes[0]?.code).toBe("enqueue-unmapped");
});

describe("Refer of a caller at a SIP endpoint", () => {
  const document =
    '<Refer action="/r"><Sip> sip:bob@example.com;transport=tcp?X-A=1 </Sip></Refer><Say>late</Say>';
  const sipCaller = "sip:alice@example.com";

  test.each(["sip:bob@example.com", "bob@example.com"])("goes to the extension of %s", (address) => {
    const sip = { [address]: { kind: "number", number: "2001" } } as const;
    const { draft, notes } = run(document, setting({ sip }, sipCaller));
    expect(draft).toEqual({
      module: "transfer",
      data: { target: "2001", leg: "self", transfer_type: "blind" },
    });
    expect(notes.map(({ code }) => code)).toEqual(["refer-transfer"]);
  });

  test("goes to a callflow, and is answered before", () => {
    const sip = { "bob@example.com": { kind: "callflow", id: "c1" } } as const;
    const { draft } = run(document, setting({ sip }, sipCaller), {});
    expect(draft).toMatchObject({
      module: "play",
      children: { _: { module: "callflow", data: { id: "c1" } } },
    });
  });

  test("fails where the address is mapped to what can only be called, or not at all", () => {
    for (const sip of [{}, { "bob@example.com": { kind: "device", id: "d1" } as const }]) {
      const { draft, notes } = run(document, setting({ sip }, sipCaller));
      expect(notes.map(({ code, twilioCode }) => [code, twilioCode])).toEqual([
        ["refer-unavailable", undefined],
      ]);
      expect(onward(draft).step).toMatchObject({
        asked: { parameters: { ReferCallStatus: "failed", ReferSipResponseCode: "405" } },
      });
    }
  });

  test("fails for a caller by phone even so, which Twilio warns of", () => {
    const sip = { "bob@example.com": { kind: "number", number: "2001" } } as const;
    const { notes } = run(document, setting({ sip }));
    expect(notes.map(({ code, twilioCode }) => [code, twilioCode])).toEqual([["refer-unavailable", 13801]]);
  });
});

test.each([
  [
    '<Connect action="/a"><ConversationRelay url="wss://a.test"/></Connect>',
    {
      SessionId: "VX of session 1:11",
      SessionStatus: "failed",
      SessionDuration: "0",
      ErrorCode: "39001",
      ErrorMessage: "Network connection to WebSocket server failed.",
    },
  ],
  ['<Connect action="/a"><VirtualAgent/></Connect>', { VirtualAgentStatus: "failed" }],
  ['<Connect action="/a"><Stream url="wss://a.test"/></Connect>', {}],
  ['<Sms action="/a">Hi</Sms>', { SmsSid: "SM of message 1:11", SmsStatus: "invalid" }],
  ['<Message action="/a">Hi</Message>', { SmsSid: "SM of message 1:11", SmsStatus: "invalid" }],
  ['<Pay action="/a"/>', { Result: "internal-error", PaymentError: "No payment connector is available." }],
])("the action of %s is told that it failed", (verb, parameters) => {
  const { step, state } = onward(run(verb).draft);
  expect(step).toMatchObject({ asked: { url: "https://app.test/a", method: "POST" } });
  expect(step.kind === "ask" && step.asked.parameters).toEqual(parameters);
  expect(state.answered).toBe(true);
});

test("an action that is empty is none, except that of Pay", () => {
  for (const verb of ['<Connect action=""/>', '<Sms action="">x</Sms>', '<Refer action=""/>', "<Enqueue/>"]) {
    expect(lastOf(run(verb).draft).module).toBe("hangup");
  }
  expect(lastOf(run('<Pay action=""/>').draft).module).toBe("continue");
});

test("every attribute and noun in any order gives a flow that Kazoo takes", () => {
  const names = ["Connect", "Echo", "Enqueue", "Leave", "Message", "Pay", "Prompt", "Queue", "Refer", "Sms"];
  const nouns = [
    "",
    "<Stream/>",
    "<Recording/>",
    "<Task>{}</Task>",
    "<Sip>sip:a@b.test</Sip>",
    "<Prompt/>",
    "support",
  ];
  const verb = fc
    .record({
      name: fc.constantFrom(...names, "Start", "Stop"),
      action: fc.constantFrom("", ' action="/a"', ' action="?b=1" method="get"', ' waitUrl="/w"'),
      inner: fc.constantFrom(...nouns),
    })
    .map(({ name, action, inner }) => `<${name}${action}>${inner}</${name}>`);
  const endpoints = {
    queues: { support: { kind: "queue", id: "q1" } },
    sip: { "sip:a@b.test": { kind: "number", number: "2001" } },
  } as const;
  const finishing = {
    url: () => "https://twivot.test/pivot/c/x",
    variable: () => "x",
    upload: () => "https://twivot.test/recordings/x",
    recordingFormat: "mp3",
  } as const;
  fc.assert(
    fc.property(
      fc.array(verb, { maxLength: 6 }),
      fc.constantFrom("4.3", "5.0"),
      fc.boolean(),
      (verbs, kazoo, answered) => {
        const where = { ...setting(endpoints, "sip:c@b.test"), kazoo };
        const { draft } = run(verbs.join(""), where, { answered });
        expect(checkFlow(finish(draft, finishing), kazoo)).toEqual([]);
      },
    ),
  );
});
