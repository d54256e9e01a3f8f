import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createMemoryStore } from "../src/store/memory-store.ts";
import type { DialHangUp, HangUp } from "../src/translate/hang-up.ts";
import { sidInCall } from "../src/twilio/sids.ts";
import { type Application, startApplication } from "./support/application.ts";
import { accountId, calleeId, callerId, newYear, startWebhooks, type Webhooks } from "./support/webhooks.ts";

/** From Kazoo's webhooks to what the application is told, over real sockets. */
const soon = { timeout: 4_000, interval: 5 };

async function start(options: Parameters<typeof startWebhooks>[1] = {}) {
  const application = await startApplication({ "/status": { status: 204 }, "/leg": "", "/action": "" });
  const statusCallback = `${application.url}/status`;
  const webhooks = await startWebhooks({ statusCallback }, options);
  return {
    application,
    webhooks,
    dial: (more: Partial<DialHangUp> = {}) => dialTo(application, more),
    [Symbol.asyncDispose]: async () => {
      await webhooks.close();
      await application[Symbol.asyncDispose]();
    },
  };
}

function dialTo({ url }: Application, more: Partial<DialHangUp>): DialHangUp {
  const callback = {
    url: `${url}/leg`,
    method: "POST",
    events: ["initiated", "ringing", "answered", "completed"],
  } as const;
  const leg = { name: "dial 1", from: "+15005550006", to: "+15005550011", ids: ["+15005550011"], callback };
  return { verb: "Dial", action: { url: `${url}/action`, method: "POST" }, legs: [leg], ...more };
}

/** What the application was told at a path, in the order of its numbers. */
function told({ received }: Application, path: string) {
  return received
    .filter(({ url }) => url === path)
    .map(({ parameters }) => parameters)
    .toSorted((one, other) => Number(one["SequenceNumber"]) - Number(other["SequenceNumber"]));
}

const caller = { call_id: callerId, timestamp: String(newYear + 20) };
const callee = { call_id: calleeId, other_leg_call_id: callerId, to: "15005550011@carrier.test" };
const cleared = { hangup_cause: "NORMAL_CLEARING", hangup_code: "sip:200" };
const cancelled = { hangup_cause: "ORIGINATOR_CANCEL", hangup_code: "sip:487", billing_seconds: "0" };

/** A call of 61 seconds whose Dial was answered for 12. */
async function talk({ hook }: Webhooks) {
  await hook("channel_create", { ...callee, timestamp: String(newYear) });
  await hook("channel_answer", { ...callee, timestamp: String(newYear + 5) });
  await hook("channel_bridge", { ...caller, other_leg_call_id: calleeId });
  await hook("channel_destroy", {
    ...callee,
    ...cleared,
    timestamp: String(newYear + 17),
    billing_seconds: "12",
  });
}

test("the end of a call is told once, with its duration, signed", async () => {
  await using house = await start();
  const { webhooks, application } = house;
  webhooks.calls.began(webhooks.call);
  const end = { ...caller, ...cleared, billing_seconds: "61" };
  expect([await webhooks.hook("channel_destroy", end), await webhooks.hook("channel_destroy", end)]).toEqual([
    200, 200,
  ]);
  await webhooks.close();
  expect(application.received).toMatchObject([{ method: "POST", url: "/status", isSigned: true }]);
  expect(application.received[0]?.parameters).toEqual({
    ...webhooks.call.parameters,
    CallStatus: "completed",
    CallDuration: "61",
    Duration: "2",
    SipResponseCode: "200",
    Timestamp: "Wed, 01 Jan 2025 00:00:20 +0000",
    CallbackSource: "call-progress-events",
    SequenceNumber: "0",
  });
});

test("an end is told by itself, when the other webhooks of its moment may have come", async () => {
  await using house = await start({ settleMs: 10 });
  const { webhooks, application } = house;
  webhooks.calls.began(webhooks.call);
  await webhooks.hook("channel_destroy", { ...caller, ...cleared });
  await vi.waitFor(() => expect(told(application, "/status")).toHaveLength(1), soon);
});

test.each([
  ["USER_BUSY", "sip:486", "busy", "486"],
  ["ORIGINATOR_CANCEL", "sip:487", "no-answer", "487"],
  ["NORMAL_TEMPORARY_FAILURE", "sip:503", "failed", "503"],
])("a caller who was not answered, by %s, is told as such", async (cause, code, status, sip) => {
  await using house = await start();
  const { webhooks, application } = house;
  webhooks.calls.began(webhooks.call);
  await webhooks.hook("channel_destroy", { ...caller, hangup_cause: cause, hangup_code: code });
  await webhooks.close();
  expect(told(application, "/status")).toMatchObject([
    { CallStatus: status, CallDuration: "0", Duration: "0", SipResponseCode: sip },
  ]);
});

test("a call that was answered and cleared within a second is completed", async () => {
  await using house = await start();
  const { webhooks, application } = house;
  webhooks.calls.began(webhooks.call);
  await webhooks.hook("channel_answer", caller);
  await webhooks.hook("channel_destroy", { ...caller, ...cancelled });
  await webhooks.close();
  expect(told(application, "/status")).toMatchObject([{ CallStatus: "completed", CallDuration: "0" }]);
});

test("calls and events that twivot does not know are answered 200, and leave nothing behind", async () => {
  const store = createMemoryStore(Date.now);
  const written: string[] = [];
  const watched = {
    ...store,
    add: (key: string, value: string, seconds: number) => {
      written.push(key);
      return store.add(key, value, seconds);
    },
    set: (key: string, value: string, seconds: number) => {
      written.push(key);
      return store.set(key, value, seconds);
    },
  };
  await using house = await start({ store: watched });
  const { hook, close } = house.webhooks;
  const stranger = { call_id: "stranger", other_leg_call_id: "another" };
  const statuses = [];
  for (const event of ["channel_create", "channel_answer", "channel_bridge", "channel_destroy", "parking"])
    statuses.push(await hook(event, stranger));
  statuses.push(await hook("channel_destroy"));
  await close();
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
  expect(written).toEqual(["webhooks:heard"]);
  expect(house.application.received).toEqual([]);
});

test("somebody who is called is told of, event by event, as a call of its own", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  await talk(webhooks);
  await webhooks.close();
  const { callSid } = webhooks.call;
  const events = told(application, "/leg");
  expect(events.map((event) => [event["SequenceNumber"], event["CallStatus"]])).toEqual([
    ["0", "initiated"],
    ["1", "ringing"],
    ["2", "in-progress"],
    ["3", "completed"],
  ]);
  expect(events[3]).toEqual({
    CallSid: sidInCall("CA", callSid, "dial 1"),
    ParentCallSid: callSid,
    AccountSid: `AC${accountId}`,
    ApiVersion: "2010-04-01",
    Direction: "outbound-dial",
    From: "+15005550006",
    To: "+15005550011",
    Caller: "+15005550006",
    Called: "+15005550011",
    CallStatus: "completed",
    CallDuration: "12",
    Duration: "1",
    SipResponseCode: "200",
    Timestamp: "Wed, 01 Jan 2025 00:00:17 +0000",
    CallbackSource: "call-progress-events",
    SequenceNumber: "3",
  });
});

test("only events that were asked for are told, and counted", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  const [leg] = dial().legs;
  const callback = {
    url: `${application.url}/leg`,
    method: "GET",
    events: ["answered", "completed"],
  } as const;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial({ legs: leg === undefined ? [] : [{ ...leg, callback }] }));
  await talk(webhooks);
  await webhooks.close();
  const events = application.received.filter(({ url }) => url.startsWith("/leg"));
  expect(events.map(({ method, parameters }) => [method, parameters["SequenceNumber"]])).toEqual([
    ["GET", "0"],
    ["GET", "1"],
  ]);
});

test("a callee who is busy ends with the event completed, one number earlier", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_create", callee);
  webhooks.calls.cameBack(webhooks.call);
  await webhooks.hook("channel_destroy", { ...callee, hangup_cause: "USER_BUSY", hangup_code: "sip:486" });
  await webhooks.close();
  expect(told(application, "/leg").at(-1)).toMatchObject({
    CallStatus: "busy",
    SequenceNumber: "2",
    SipResponseCode: "486",
    CallDuration: "0",
  });
});

test("of two carriers that are tried one after the other the first does not end the call", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  const second = { ...callee, call_id: "call-3@10.0.0.1" };
  await webhooks.hook("channel_create", callee);
  await webhooks.hook("channel_destroy", { ...callee, hangup_cause: "NETWORK_OUT_OF_ORDER" });
  await webhooks.hook("channel_create", second);
  await webhooks.hook("channel_answer", second);
  await webhooks.hook("channel_destroy", { ...second, ...cleared, billing_seconds: "3" });
  await webhooks.close();
  expect(told(application, "/leg").map((event) => event["CallStatus"])).toEqual([
    "initiated",
    "ringing",
    "in-progress",
    "completed",
  ]);
});

test("of several parties each leg is told to its own, by number or id", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  const callback = { url: `${application.url}/leg`, method: "POST", events: ["completed"] } as const;
  const party = (to: string, id: string) => ({ name: to, from: "+15005550006", to, ids: [id], callback });
  webhooks.calls.began(webhooks.call);
  const legs = [party("+15005550011", "+15005550011"), party("client:alice", "device-1")];
  webhooks.calls.left(webhooks.call, dial({ legs }));
  const alice = {
    call_id: "call-3",
    other_leg_call_id: callerId,
    to: "user_x@acme",
    authorizing_id: "device-1",
  };
  await webhooks.hook("channel_create", callee);
  await webhooks.hook("channel_create", alice);
  await webhooks.hook("channel_destroy", { ...alice, hangup_cause: "LOSE_RACE" });
  await webhooks.hook("channel_destroy", { ...callee, ...cleared, billing_seconds: "3" });
  await webhooks.close();
  const ends = told(application, "/leg").map((event) => `${event["To"]} ${event["CallStatus"]}`);
  expect(ends.toSorted()).toEqual(["+15005550011 completed", "client:alice canceled"]);
});

test("a caller who hangs up while talking ends the Dial: its action is asked with the exact duration", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  const ends = talk(webhooks);
  await webhooks.hook("channel_destroy", { ...caller, ...cleared, billing_seconds: "20" });
  await ends;
  await webhooks.close();
  expect(told(application, "/action")).toEqual([
    {
      ...webhooks.call.parameters,
      CallStatus: "completed",
      DialCallStatus: "completed",
      DialCallSid: sidInCall("CA", webhooks.call.callSid, "dial 1"),
      DialCallDuration: "12",
      DialBridged: "true",
    },
  ]);
});

test("a caller who gives up while it rings ends the Dial unanswered", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_create", callee);
  await webhooks.hook("channel_destroy", { ...callee, ...cancelled });
  await webhooks.hook("channel_destroy", { ...caller, ...cancelled });
  await webhooks.close();
  expect(told(application, "/action")).toMatchObject([
    { CallStatus: "completed", DialCallStatus: "no-answer", DialBridged: "false" },
  ]);
  expect(told(application, "/leg").at(-1)).toMatchObject({ CallStatus: "no-answer" });
});

test("a caller who gives up while a telephone rings that another forwards to ends the Dial", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  const loopback = { call_id: "loop-a", other_leg_call_id: callerId, is_internal_leg: "true" };
  await webhooks.hook("channel_create", loopback);
  await webhooks.hook("channel_create", { ...callee, other_leg_call_id: "loop-b" });
  await webhooks.hook("channel_destroy", { ...caller, ...cancelled });
  await webhooks.close();
  expect(told(application, "/action")).toMatchObject([{ DialCallStatus: "no-answer" }]);
  expect(told(application, "/leg")).toEqual([]);
});

test("the end of a leg that only connects others does not begin the next Dial", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  const loopback = { call_id: "loop-a", other_leg_call_id: callerId, is_internal_leg: "true" };
  await webhooks.hook("channel_destroy", { ...loopback, ...cancelled });
  await webhooks.hook("channel_destroy", { ...caller, ...cancelled });
  await webhooks.close();
  expect(told(application, "/action")).toEqual([]);
});

test("each bridge of a call is known, also where only the caller's leg tells of it", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_bridge", { ...caller, other_leg_call_id: calleeId });
  webhooks.calls.cameBack(webhooks.call);
  webhooks.pass(20_000);
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_bridge", { ...caller, other_leg_call_id: "call-3" });
  await webhooks.hook("channel_destroy", { ...caller, ...cleared, timestamp: String(newYear + 60) });
  await webhooks.close();
  expect(told(application, "/action")).toMatchObject([{ DialCallStatus: "completed" }]);
});

test("a caller who leaves before anybody is called does not end the Dial", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_destroy", { ...caller, ...cancelled });
  await webhooks.close();
  expect(told(application, "/action")).toEqual([]);
  expect(told(application, "/status")).toHaveLength(1);
});

test.each([
  [{ isFirst: true, isConference: true, legs: [] }, { DialCallStatus: "answered" }],
  [
    { isFirst: true, legs: [] },
    { DialCallStatus: "no-answer", DialBridged: "false" },
  ],
] as const)("a Dial %j whose caller hangs up is told %j", async (more, expected) => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.left(webhooks.call, dial(more));
  await webhooks.hook("channel_destroy", { ...caller, ...cleared });
  await webhooks.close();
  expect(told(application, "/action")).toEqual([
    { ...webhooks.call.parameters, CallStatus: "completed", ...expected },
  ]);
});

test("a caller who hangs up in a queue leaves it", async () => {
  await using house = await start();
  const { webhooks, application } = house;
  const action = { url: `${application.url}/action`, method: "POST" } as const;
  const hangUp: HangUp = { verb: "Enqueue", action, queue: "support" };
  webhooks.calls.left(webhooks.call, hangUp);
  await webhooks.hook("channel_destroy", { ...caller, ...cleared, timestamp: String(newYear + 39) });
  await webhooks.close();
  expect(told(application, "/action")).toMatchObject([
    {
      CallStatus: "completed",
      QueueResult: "hangup",
      QueueSid: sidInCall("QU", webhooks.call.callSid, "support"),
      QueueTime: "9",
    },
  ]);
});

test("an action that Kazoo has come back for is not asked again when the caller hangs up", async () => {
  await using house = await start();
  const { webhooks, application, dial } = house;
  webhooks.calls.began(webhooks.call);
  webhooks.calls.left(webhooks.call, dial());
  webhooks.calls.cameBack(webhooks.call);
  await webhooks.hook("channel_destroy", { ...caller, ...cleared, billing_seconds: "9" });
  await webhooks.close();
  expect(told(application, "/action")).toEqual([]);
  expect(told(application, "/status")).toHaveLength(1);
});

test("the duration of a dial is known when the caller comes back", async () => {
  await using house = await start();
  const { webhooks, dial } = house;
  webhooks.calls.left(webhooks.call, dial());
  await talk(webhooks);
  await vi.waitFor(
    async () => expect(await webhooks.calls.dialSeconds(webhooks.call.callSid)).toBe(12),
    soon,
  );
});

test("the duration of an earlier dial is not that of a later one", async () => {
  await using house = await start();
  const { webhooks, dial } = house;
  webhooks.calls.left(webhooks.call, dial());
  await talk(webhooks);
  await vi.waitFor(
    async () => expect(await webhooks.calls.dialSeconds(webhooks.call.callSid)).toBe(12),
    soon,
  );
  webhooks.pass(1_000);
  webhooks.calls.left(webhooks.call, dial());
  expect(await webhooks.calls.dialSeconds(webhooks.call.callSid)).toBeUndefined();
});

test("without a webhook of an answer no duration is known", async () => {
  await using house = await start();
  const { webhooks, dial } = house;
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_create", callee);
  expect(await webhooks.calls.dialSeconds(webhooks.call.callSid)).toBeUndefined();
});

test("a caller who is back before the end of the dial is told counts from the answer", async () => {
  await using house = await start();
  const { webhooks, dial } = house;
  webhooks.calls.left(webhooks.call, dial());
  await webhooks.hook("channel_create", callee);
  await webhooks.hook("channel_answer", { ...callee, timestamp: String(newYear + 5) });
  await vi.waitFor(
    async () => expect(await webhooks.calls.dialSeconds(webhooks.call.callSid)).toBe(25),
    soon,
  );
});

const secret = { config: { webhookSecret: "right", pivotKey: "key" } };

test.each(["", "?secret=wrong", "?key=key", "?Secret=right"])(
  "with the query %j the secret is not given",
  async (query) => {
    await using house = await start(secret);
    const answer = await fetch(`${house.webhooks.url}${query}`, {
      method: "POST",
      body: new URLSearchParams(),
    });
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: "webhook-secret" } }]);
    expect(house.webhooks.counted).toEqual([]);
  },
);

test.each([
  ["secret", { webhookSecret: "right", pivotKey: "key" }],
  ["secret", { webhookSecret: undefined, pivotKey: "right" }],
  ["key", { webhookSecret: undefined, pivotKey: "right" }],
])("the secret may be given as %s where %j is set", async (name, config) => {
  await using house = await start({ config });
  const body = new URLSearchParams({ hook_event: "channel_create", account_id: accountId, ...caller });
  const answer = await fetch(`${house.webhooks.url}?${name}=right`, { method: "POST", body });
  expect([answer.status, house.webhooks.counted]).toEqual([200, ["channel_create"]]);
});

test("the secret may be custom data of the webhook", async () => {
  await using house = await start(secret);
  expect(await house.webhooks.hook("channel_create", { ...caller, secret: "right" })).toBe(200);
});

test("a webhook by GET has a second question mark in its URL", async () => {
  await using house = await start(secret);
  const query = new URLSearchParams({ hook_event: "channel_answer", account_id: accountId, ...caller });
  const answer = await fetch(`${house.webhooks.url}?secret=right?${query}`);
  expect([answer.status, house.webhooks.counted]).toEqual([200, ["channel_answer"]]);
});

test.each(["POST", "PUT"])("a webhook may be JSON, by %s", async (method) => {
  await using house = await start();
  const { webhooks, application } = house;
  webhooks.calls.began(webhooks.call);
  const end = { hook_event: "channel_destroy", account_id: accountId, call_id: callerId, billing_seconds: 4 };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(webhooks.url, { method, headers, body: JSON.stringify(end, null, 2) });
  expect(answer.status).toBe(200);
  await webhooks.close();
  expect(told(application, "/status")).toMatchObject([{ CallDuration: "4" }]);
});

test("a body that is no webhook is refused", async () => {
  await using house = await start();
  const headers = { "content-type": "application/json" };
  const answer = await fetch(house.webhooks.url, { method: "POST", headers, body: "{" });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: { code: "webhook-unreadable" } },
  ]);
});

test("a store that fails costs Kazoo nothing and is told", async () => {
  const broken = { ...createMemoryStore(Date.now), get: () => Promise.reject(new Error("no store")) };
  await using house = await start({ store: broken });
  const { webhooks } = house;
  webhooks.calls.began(webhooks.call);
  expect(await webhooks.hook("channel_destroy", caller)).toBe(200);
  expect(await webhooks.calls.dialSeconds(webhooks.call.callSid)).toBeUndefined();
  await webhooks.close();
  const codes = webhooks.logged.map(({ content }) => (content as { code: string }).code);
  expect(new Set(codes)).toEqual(new Set(["call-state-lost", "webhook-lost"]));
});

test("an application without a status callback has nothing kept before a webhook has come", async () => {
  await using webhooks = await startWebhooks({});
  const { calls, call } = webhooks;
  calls.began(call);
  calls.left(call, { verb: "Enqueue", queue: "support" });
  expect(await calls.records.call(call.callSid)).toBeUndefined();
  await webhooks.hook("channel_create", caller);
  calls.began(call);
  expect(await calls.records.call(call.callSid)).toMatchObject({ app: "default" });
});

test("a status callback without webhooks is warned of once, and in the end nothing is kept for it", async () => {
  await using house = await start();
  const { calls, call } = house.webhooks;
  for (let number = 0; number < 1_002; number += 1) calls.began({ ...call, callSid: `CA${number}` });
  expect(house.webhooks.logged).toMatchObject([{ level: "warn", content: { code: "webhooks-missing" } }]);
  expect(await calls.records.call("CA999")).toBeDefined();
  expect(await calls.records.call("CA1001")).toBeUndefined();
});

test("in whatever order and however often the webhooks come, the application is told the same", async () => {
  const events: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["channel_create", callee],
    ["channel_answer", callee],
    ["channel_bridge", { ...caller, other_leg_call_id: calleeId }],
    ["channel_bridge", callee],
    ["channel_destroy", { ...callee, ...cleared, billing_seconds: "12" }],
    ["channel_answer", caller],
    ["channel_destroy", { ...caller, ...cleared, billing_seconds: "20", timestamp: String(newYear + 25) }],
  ];
  const orders = fc.shuffledSubarray([...events, ...events], { minLength: 14 });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      await using house = await start();
      const { webhooks, application, dial } = house;
      webhooks.calls.began(webhooks.call);
      webhooks.calls.left(webhooks.call, dial());
      await Promise.all(order.map(([event, fields]) => webhooks.hook(event, fields)));
      await webhooks.close();
      const said = (path: string, name: string) => told(application, path).map((event) => event[name]);
      expect(said("/leg", "CallStatus")).toEqual(["initiated", "ringing", "in-progress", "completed"]);
      expect(said("/action", "DialCallDuration")).toEqual(["12"]);
      expect(said("/status", "CallDuration")).toEqual(["20"]);
    }),
    { numRuns: 25 },
  );
}, 30_000);

test("what is put off is sent before callbacks end, when the server closes them too", async () => {
  await using application = await startApplication({ "/status": { status: 204 } });
  const webhooks = await startWebhooks({ statusCallback: `${application.url}/status` });
  webhooks.calls.began(webhooks.call);
  await webhooks.hook("channel_destroy", { ...caller, ...cleared });
  await webhooks.close();
  expect(application.requests()).toEqual(["POST /status"]);
});
