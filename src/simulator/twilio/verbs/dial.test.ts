import { expect, test } from "vitest";
import type { Callees } from "../../callee.ts";
import { SimulatorError } from "../../simulator-error.ts";
import type { CallEvent } from "../../transcript.ts";
import { askedOf, callExample, heardBy, respond } from "../example-application.ts";

const busy = { kind: "fails", sip: 486, afterMs: 500 } as const;
const talks = { kind: "answers", afterMs: 1000, hangsUpAfterMs: 2000 } as const;
const number = "+15005550010";
const other = "+15005550011";

function run(verbs: string, callees: Callees = {}, script = ""): Promise<readonly CallEvent[]> {
  const pages = { "/start": respond(verbs), "/d": respond("<Say>Done</Say>") };
  return callExample(pages, script, { callees, from: "+15005550006" });
}

/** The action's own parameters, without the sid. */
function told(events: readonly CallEvent[]): string | undefined {
  return askedOf(events)[1]?.replace(/ DialCallSid=CA[0-9a-f]{32}/, "");
}

const dial = (content: string, attributes = "") =>
  `<Dial action="/d" ${attributes}>${content}</Dial><Say>No</Say>`;

test.each([
  [busy, "busy"],
  [{ kind: "fails", sip: 603, afterMs: 0 }, "busy"],
  [{ kind: "rings" }, "no-answer"],
  [{ kind: "fails", sip: 480, afterMs: 0 }, "no-answer"],
  [{ kind: "fails", sip: 404, afterMs: 0 }, "failed"],
  [{ kind: "fails", sip: 503, afterMs: 0 }, "failed"],
] as const)("50 %j is told to the action as %s, whose answer takes over", async (callee, status) => {
  const events = await run(dial(`<Number>${number}</Number>`), { [number]: callee });
  expect(told(events)).toBe(`POST /d CallStatus=in-progress DialCallStatus=${status} DialBridged=false`);
  expect(heardBy(events)).toEqual(["Done", "ended by the platform"]);
});

test("49 without an action the next verb runs, whatever came of it", async () => {
  for (const callee of [busy, talks, { kind: "rings" } as const]) {
    const events = await run(`<Dial timeout="10">${number}</Dial><Say>Goodbye</Say>`, { [number]: callee });
    expect(heardBy(events)).toEqual(["Goodbye", "ended by the platform"]);
    expect(askedOf(events)).toHaveLength(1);
  }
});

test("an answered call is told with the seconds that were talked", async () => {
  const events = await run(dial(number), { [number]: talks });
  expect(told(events)).toBe(
    "POST /d CallStatus=in-progress DialCallStatus=completed DialBridged=true DialCallDuration=2",
  );
});

test("the caller is answered before it rings, or with answerOnBridge by the callee", async () => {
  const answeredAt = async (attributes: string) => {
    const events = await run(dial(number, attributes), { [number]: talks });
    return events.find(({ kind }) => kind === "answered")?.atMs;
  };
  expect([await answeredAt(""), await answeredAt('answerOnBridge="true"')]).toEqual([20, 1020]);
});

test.each([
  ["ringing", "no-answer DialBridged=false"],
  ["Hello?", "completed DialBridged=true DialCallDuration=1"],
])(
  "a caller who leaves after %j is told to the action as %s, and its answer does not run",
  async (words, end) => {
    const events = await run(dial(number), { [number]: talks }, `hears "${words}" wait 600ms hang up`);
    expect(told(events)).toBe(`POST /d CallStatus=completed DialCallStatus=${end}`);
    expect(heardBy(events)).toEqual(["ended by the caller"]);
  },
);

test("without an action nothing is asked of a caller who leaves", async () => {
  const events = await run(
    `<Dial>${number}</Dial><Say>No</Say>`,
    { [number]: talks },
    'hears "Hello?" hang up',
  );
  expect(askedOf(events)).toHaveLength(1);
});

test("a caller's star ends the talk only where it is asked for", async () => {
  const talkedMs = async (attributes: string) => {
    const events = await run(
      dial(number, attributes),
      { [number]: talks },
      'hears "Hello?" wait 500ms press *',
    );
    return events.flatMap((event) => (event.kind === "bridged" ? [event.forMs] : []));
  };
  expect([await talkedMs(""), await talkedMs('hangupOnStar="true"')]).toEqual([[2000], [500]]);
});

test("a time limit ends the talk, and the call goes on", async () => {
  const events = await run(dial(number, 'timeLimit="1"'), { [number]: talks });
  expect(events.find(({ kind }) => kind === "bridged")).toMatchObject({ forMs: 1000, endedBy: "platform" });
  expect(heardBy(events)).toEqual(["Done", "ended by the platform"]);
});

const two = `<Number>${number}</Number><Number>${other}</Number>`;
const dialled = (events: readonly CallEvent[]) =>
  events.flatMap((event) => (event.kind === "dialled" ? [event.targets.join(" ")] : []));

test("53 several ring at once, and in sequence one after the other", async () => {
  const callees = { [number]: busy, [other]: talks };
  expect(dialled(await run(dial(two), callees))).toEqual([`${number} ${other}`]);
  const inTurn = await run(dial(two, 'sequential="true"'), callees);
  expect(dialled(inTurn)).toEqual([number, other]);
  expect(askedOf(inTurn)[1]).toContain(`DialCallSid=CA${"2".padStart(32, "0")}`);
});

test.each([
  ["<Client>alice</Client>", "client:alice"],
  ["<Client><Identity>alice</Identity><Parameter name='a' value='b'/></Client>", "client:alice"],
  ["<Sip>sip:bob@example.com;transport=tls?x-a=b</Sip>", "sip:bob@example.com"],
  ["<User>0123</User>", "user:0123"],
  ["(500) 555-0010", number],
  ["1-500-555-0010", number],
  ["<Sip>bob@example.com</Sip>", "sip:bob@example.com"],
])("%s is %s", async (content, target) => {
  expect(dialled(await run(dial(content), { [target]: busy }))).toEqual([target]);
});

test("a number that is none fails at once", async () => {
  const events = await run(dial("12345"));
  expect(dialled(events)).toEqual([]);
  expect(told(events)).toContain("DialCallStatus=failed");
});

test.each(["", 'sequential="true"'])(
  "a Dial of nobody fails at once, with %j as well",
  async (attributes) => {
    const events = await run(dial("", attributes));
    expect(told(events)).toBe("POST /d CallStatus=in-progress DialCallStatus=failed DialBridged=false");
  },
);

test("callees see the caller, or who the Dial says", async () => {
  const seen = async (attributes: string) => {
    const events = await run(dial(number, attributes), { [number]: busy });
    return events.flatMap((event) => (event.kind === "dialled" ? [event.callerId] : []));
  };
  expect(await seen("")).toEqual(["+15005550006"]);
  expect(await seen('callerId="+15005550012"')).toEqual(["+15005550012"]);
  expect(await seen('callerId="(500) 555-0012"')).toEqual(["+15005550012"]);
});

test("58 a conference lasts until the caller leaves, and has no child call", async () => {
  const events = await run(dial("<Conference>Room 1</Conference>"), {}, "after 5s hang up");
  expect(events.find(({ kind }) => kind === "bridged")).toMatchObject({ target: "conference:Room 1" });
  expect(askedOf(events)[1]).toBe("POST /d CallStatus=completed DialCallStatus=answered");
});

test.each(["<Queue>a</Queue>", "<Conference/>", `<Number sendDigits="1">${number}</Number>`])(
  "%s is not simulated, and says so",
  async (content) => {
    await expect(run(dial(content))).rejects.toThrow(SimulatorError);
  },
);
