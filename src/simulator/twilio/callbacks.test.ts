import { expect, test } from "vitest";
import type { Callees } from "../callee.ts";
import { parseCallerScript } from "../caller-script.ts";
import type { CallEvent } from "../transcript.ts";
import type { TwilioOptions, TwilioRequest } from "./call.ts";
import { askedOf, callExample, heardBy, origin, respond } from "./example-application.ts";

const number = "+15005550010";
const other = "+15005550011";
const all = 'statusCallback="/s" statusCallbackEvent="initiated, ringing answered completed"';

type Call = { readonly events: readonly CallEvent[]; readonly requests: readonly TwilioRequest[] };

async function run(
  verbs: string,
  callees: Callees = {},
  options: Partial<TwilioOptions> = {},
): Promise<Call> {
  const requests: TwilioRequest[] = [];
  const pages = {
    "/start": respond(verbs),
    "/d": respond("<Say>Done</Say>"),
    "/ask": respond('<Gather numDigits="1" action="/take"><Say>Press one</Say></Gather><Hangup/>'),
    "/take": respond("<Say>Thanks</Say>"),
    "/read": respond("<Say>Hello</Say>"),
  };
  const tell = async (request: TwilioRequest): Promise<void> => {
    requests.push(request);
  };
  const events = await callExample(pages, "", { callees, from: "+15005550006", tell, ...options });
  return { events, requests };
}

const dial = (...nouns: readonly string[]) => `<Dial action="/d" timeout="10">${nouns.join("")}</Dial>`;
const noun = (name: string, attributes = all) => `<Number ${attributes}>${name}</Number>`;

/** `0 +15005550010 initiated 0`: time, party, status, number. */
function told({ events, requests }: Call): string[] {
  const times = events.flatMap((event) => (event.kind === "told" ? [event.atMs] : []));
  return requests.map(({ parameters, child }, index) =>
    [
      times[index],
      child?.To,
      parameters["CallStatus"],
      parameters["SequenceNumber"],
      parameters["CallDuration"],
    ]
      .filter((part) => part !== undefined)
      .join(" "),
  );
}

test("a party that answers is told from the first ringing to the end", async () => {
  const call = await run(dial(noun(number)), {
    [number]: { kind: "answers", afterMs: 3000, hangsUpAfterMs: 10_000 },
  });
  expect(told(call)).toEqual([
    `20 ${number} initiated 0`,
    `20 ${number} ringing 1`,
    `3020 ${number} in-progress 2`,
    `13020 ${number} completed 3 10`,
  ]);
});

test.each([
  [{ kind: "fails", sip: 486, afterMs: 1000 }, "busy", "486"],
  [{ kind: "fails", sip: 404, afterMs: 0 }, "failed", "404"],
  [{ kind: "rings" }, "no-answer", "487"],
] as const)("a party that %j ends as %s", async (callee, status, sip) => {
  const { requests } = await run(dial(noun(number, 'statusCallback="/s"')), { [number]: callee });
  expect(requests.map(({ parameters }) => parameters)).toEqual([
    {
      CallStatus: status,
      CallbackSource: "call-progress-events",
      SequenceNumber: "0",
      CallDuration: "0",
      Duration: "0",
      SipResponseCode: sip,
    },
  ]);
});

test("53 of two numbers the one that has not answered is canceled", async () => {
  const call = await run(dial(noun(number), noun(other)), {
    [number]: { kind: "rings" },
    [other]: { kind: "answers", afterMs: 3000, hangsUpAfterMs: 10_000 },
  });
  expect(told(call).filter((line) => line.includes(number))).toEqual([
    `20 ${number} initiated 0`,
    `20 ${number} ringing 1`,
    `3020 ${number} canceled 2 0`,
  ]);
  const sids = new Set(call.requests.map(({ child }) => child?.CallSid));
  expect(sids.size).toBe(2);
  const own = call.requests.find(({ child }) => child?.To === other)?.child?.CallSid;
  expect(askedOf(call.events)[1]).toContain(`DialCallSid=${own}`);
});

test.each([
  ["record-from-answer", 3020, "10", "1"],
  ["record-from-ringing-dual", 20, "13", "2"],
])(
  "a talk that is recorded by %s is told of when it begins and when it is over",
  async (mode, fromMs, seconds, channels) => {
    const events = 'recordingStatusCallback="/s" recordingStatusCallbackEvent="in-progress completed"';
    const verbs = `<Dial record="${mode}" ${events}>${number}</Dial>`;
    const call = await run(verbs, { [number]: { kind: "answers", afterMs: 3000, hangsUpAfterMs: 10_000 } });
    const about = { RecordingSource: "DialVerb", RecordingChannels: channels };
    expect(call.requests).toMatchObject([
      { recordedFromMs: fromMs, parameters: { ...about, RecordingStatus: "in-progress" } },
      {
        recordedFromMs: fromMs,
        parameters: { ...about, RecordingStatus: "completed", RecordingDuration: seconds },
      },
    ]);
  },
);

test("nothing is told of the recording of a call that nobody answers", async () => {
  const events = 'recordingStatusCallback="/s" recordingStatusCallbackEvent="in-progress completed absent"';
  const { requests } = await run(`<Dial record="true" ${events} timeout="5">${number}</Dial>`, {
    [number]: { kind: "rings" },
  });
  expect(requests).toEqual([]);
});

test("the number is told how the call has ended, once and last", async () => {
  const statusCallback = { url: `${origin}/status`, method: "POST" } as const;
  const { events, requests } = await run('<Pause length="2"/><Say>A</Say>', {}, { statusCallback });
  expect(events.at(-1)).toMatchObject({ kind: "told", url: `${origin}/status` });
  expect(requests.map(({ parameters }) => parameters["CallStatus"])).toEqual(["completed"]);
});

test.each([
  ['<Reject reason="busy"/>', "busy"],
  ["<Reject/>", "no-answer"],
  ['<Pause length="9"/>', "no-answer"],
])("a call that was not answered has no duration: %s", async (verbs, status) => {
  const statusCallback = { url: `${origin}/status`, method: "POST" } as const;
  const caller = { caller: parseCallerScript("at 3s hang up") };
  const { requests } = await run(verbs, {}, { statusCallback, ...caller });
  expect(requests[0]?.parameters).toMatchObject({ CallStatus: status, CallDuration: "0", Duration: "0" });
});

test("a document is read to the party that has answered, before it is put through", async () => {
  const call = await run(dial(noun(number, 'url="/read"')), {
    [number]: { kind: "answers", afterMs: 1000, hangsUpAfterMs: 2000 },
  });
  expect(askedOf(call.events)[1]).toBe("POST /read CallStatus=in-progress");
  expect(askedOf(call.events)[2]).toContain("DialBridged=true DialCallDuration=2");
  expect(heardBy(call.events)).toEqual(["Done", "ended by the platform"]);
  const talk = call.events.find(({ kind }) => kind === "bridged");
  expect(talk?.atMs).toBeGreaterThan(1020 + 300);
});

test.each([
  ["1", true],
  [undefined, false],
])("a party that is asked for a key and presses %s is put through: %s", async (presses, isTaken) => {
  const answers = { kind: "answers", afterMs: 1000, hangsUpAfterMs: 2000 } as const;
  const callee = presses === undefined ? answers : { ...answers, presses };
  const { events } = await run(dial(noun(number, 'url="/ask"')), { [number]: callee });
  expect(events.some(({ kind }) => kind === "bridged")).toBe(isTaken);
  expect(askedOf(events).at(-1)).toContain(`DialCallStatus=completed`);
  expect(askedOf(events).at(-1)).toContain(`DialBridged=${isTaken}`);
  expect(
    askedOf(events).includes("POST /take CallStatus=in-progress Digits=1 FinishedOnKey= msg=Gather End"),
  ).toBe(isTaken);
});

test("the action is told where a recording of the talk is", async () => {
  const talks = { [number]: { kind: "answers", afterMs: 1000, hangsUpAfterMs: 2000 } } as const;
  const recorded = (mode: string) => run(`<Dial action="/d" record="${mode}">${number}</Dial>`, talks);
  const asked = async (mode: string) => askedOf((await recorded(mode)).events)[1];
  expect(await asked("record-from-answer")).toMatch(
    /RecordingUrl=https:.*RecordingSid=RE\w{32} RecordingDuration=2$/,
  );
  expect(await asked("record-from-ringing-dual")).toContain("RecordingDuration=3");
  expect(await asked("do-not-record")).not.toContain("Recording");
});
