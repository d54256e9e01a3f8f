import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createMemoryStore } from "../src/store/memory-store.ts";
import { createRedisStore } from "../src/store/redis-store.ts";
import type { Store } from "../src/store/store.ts";
import type { Participation } from "../src/translate/hang-up.ts";
import { callSid } from "../src/twilio/sids.ts";
import { plainPlatform } from "../src/verbs/platform.ts";
import { type Application, startApplication } from "./support/application.ts";
import { askPivot, modulesOf, wayBack } from "./support/ask-pivot.ts";
import { reasonToSkipRedis, startRedis } from "./support/redis.ts";
import { keepingLog, startTwivot, type Twivot } from "./support/twivot.ts";
import { accountId, newYear, startWebhooks, type Webhooks } from "./support/webhooks.ts";

/**
 * From flows with conferences and Kazoo's webhooks to what the application is told, over real sockets. The test with Redis
 * is skipped where redis-server is not installed.
 */
const options = { skip: reasonToSkipRedis !== undefined };
const soon = { timeout: 4_000, interval: 5 };
const cleared = { hangup_cause: "NORMAL_CLEARING", hangup_code: "sip:200", billing_seconds: "9" };
const sidOf = (leg: string) => callSid(accountId, leg);

/** What the application was told of conferences, in the order of its numbers. */
function told({ received }: Application) {
  return received
    .filter(({ url }) => url === "/room")
    .map(({ parameters }) => parameters)
    .toSorted((one, other) => Number(one["SequenceNumber"]) - Number(other["SequenceNumber"]));
}

const said = (application: Application) => told(application).map((event) => event["StatusCallbackEvent"]);

/** Replicas of twivot, one for each store, with an application that is told. */
async function start(stores: readonly Store[] = [createMemoryStore(Date.now)], settleMs = 5) {
  const application = await startApplication({ "/room": "" });
  const all = await Promise.all(stores.map((store) => startWebhooks({}, { store, settleMs })));
  const close = () => Promise.all(all.map((one) => one.close()));
  return {
    application,
    all,
    webhooks: all[0] as Webhooks,
    /** Once all that is put off is done and told. */
    close,
    [Symbol.asyncDispose]: async () => {
      await close();
      await application[Symbol.asyncDispose]();
    },
  };
}

const callOf = ({ call }: Webhooks, leg: string) => ({
  ...call,
  callSid: sidOf(leg),
  parameters: { ...call.parameters, CallSid: sidOf(leg) },
});

const quiet = { room: "room", friendlyName: "Room", muted: false, startsOnEnter: true, endsOnExit: false };

/** A flow with the conference is handed out to the call of a leg. */
function enter(
  webhooks: Webhooks,
  { url }: Application,
  leg: string,
  more: Partial<Participation> = {},
): void {
  const events = ["start", "end", "join", "leave"] as const;
  const callback = { url: `${url}/room`, method: "POST", events } as const;
  enterAs({ ...quiet, callback, ...more }, webhooks, leg);
}

function enterAs(participation: Participation, webhooks: Webhooks, leg: string): void {
  const hangUp = { verb: "Dial", isFirst: true, isConference: true, participation, legs: [] } as const;
  webhooks.calls.left(callOf(webhooks, leg), hangUp);
}

const leave = ({ hook }: Webhooks, leg: string) =>
  hook("channel_destroy", { ...cleared, call_id: leg, timestamp: String(newYear + 60) });

test("two callers meet: each event is told once, signed and numbered, with the sid of the conference", async () => {
  await using house = await start();
  const { application, webhooks } = house;
  enter(webhooks, application, "a", { label: "agent", muted: true });
  await vi.waitFor(() => expect(said(application)).toHaveLength(1), soon);
  enter(webhooks, application, "b");
  await vi.waitFor(() => expect(said(application)).toHaveLength(3), soon);
  await leave(webhooks, "a");
  await vi.waitFor(() => expect(said(application)).toHaveLength(4), soon);
  await leave(webhooks, "b");
  await vi.waitFor(() => expect(said(application)).toHaveLength(6), soon);
  const events = told(application);
  expect(events).toMatchObject([
    {
      StatusCallbackEvent: "participant-join",
      CallSid: sidOf("a"),
      Muted: "true",
      ParticipantLabel: "agent",
    },
    { StatusCallbackEvent: "participant-join", CallSid: sidOf("b"), Muted: "false" },
    { StatusCallbackEvent: "conference-start", FriendlyName: "Room", AccountSid: `AC${accountId}` },
    { StatusCallbackEvent: "participant-leave", CallSid: sidOf("a") },
    { StatusCallbackEvent: "participant-leave", CallSid: sidOf("b") },
    { StatusCallbackEvent: "conference-end", CallSidEndingConference: sidOf("b") },
  ]);
  expect(events.map(({ SequenceNumber }) => SequenceNumber)).toEqual(["1", "2", "3", "4", "5", "6"]);
  const sids = [...new Set(events.map(({ ConferenceSid }) => ConferenceSid))];
  expect(sids).toEqual([expect.stringMatching(/^CF[0-9a-f]{32}$/)]);
  expect(application.received.every(({ isSigned }) => isSigned)).toBe(true);
});

test("a conference that begins anew is another one", async () => {
  await using house = await start();
  const { application, webhooks } = house;
  for (const leg of ["a", "b"]) {
    enter(webhooks, application, leg);
    await leave(webhooks, leg);
    await vi.waitFor(() => expect(said(application)).toHaveLength(leg === "a" ? 3 : 6), soon);
  }
  expect(new Set(told(application).map((event) => event["ConferenceSid"])).size).toBe(2);
  expect(told(application).map((event) => event["SequenceNumber"])).toEqual(["1", "1", "2", "2", "3", "3"]);
});

test("who comes as soon as the last one has left begins another conference, and meets nobody", async () => {
  await using house = await start([createMemoryStore(Date.now)], 60_000);
  const { application, webhooks } = house;
  enter(webhooks, application, "a");
  await leave(webhooks, "a");
  await vi.waitFor(() => expect(said(application)).toHaveLength(3), soon);
  enter(webhooks, application, "b");
  await vi.waitFor(() => expect(said(application)).toHaveLength(4), soon);
  await house.close();
  expect(said(application)).not.toContain("conference-start");
  expect(new Set(told(application).map((event) => event["ConferenceSid"])).size).toBe(2);
});

test("a caller who is gone when the flow is handed out does not come to the conference", async () => {
  await using house = await start();
  const { application, webhooks } = house;
  await webhooks.hook("channel_create", { call_id: "a" });
  webhooks.calls.began(callOf(webhooks, "a"));
  await leave(webhooks, "a");
  await vi.waitFor(async () => expect(await webhooks.calls.records.hasEnded(sidOf("a"))).toBe(true), soon);
  enter(webhooks, application, "a");
  enter(webhooks, application, "b");
  await vi.waitFor(() => expect(said(application)).toHaveLength(1), soon);
  await house.close();
  expect(told(application)).toMatchObject([{ CallSid: sidOf("b"), SequenceNumber: "1" }]);
});

test("a caller who leaves at another replica while the coming is not written yet leaves nothing behind", async () => {
  const memory = createMemoryStore(Date.now);
  const { promise: isLeft, resolve: goOn } = Promise.withResolvers<void>();
  let asked = 0;
  const store = {
    ...memory,
    get: async (key: string) => {
      if (key === "conference:room") {
        asked += 1;
        if (asked === 1) await isLeft;
      }
      return memory.get(key);
    },
  };
  await using house = await start([store, store]);
  const [one, other] = house.all as [Webhooks, Webhooks];
  enter(one, house.application, "a");
  await vi.waitFor(() => expect(asked).toBe(1), soon);
  await leave(other, "a");
  await vi.waitFor(() => expect(asked).toBe(2), soon);
  goOn();
  await vi.waitFor(() => expect(said(house.application)).toHaveLength(3), soon);
  expect(said(house.application)).toEqual(["participant-join", "participant-leave", "conference-end"]);
});

test("nobody is told where the first who came has no callback", async () => {
  await using house = await start();
  const { application, webhooks } = house;
  enterAs(quiet, webhooks, "a");
  enter(webhooks, application, "b");
  enter(webhooks, application, "c", { room: "other" });
  await vi.waitFor(() => expect(said(application)).toHaveLength(1), soon);
  await house.close();
  expect(told(application)).toMatchObject([{ CallSid: sidOf("c") }]);
});

type Step = { readonly kind: "enter" | "leave"; readonly leg: string; readonly replica: number };

/** What of each conference was told, in order: `+a` came, `-a` left, `start`, `end`. */
function histories(application: Application): readonly (readonly string[])[] {
  const bySid = Map.groupBy(told(application), ({ ConferenceSid }) => ConferenceSid);
  return [...bySid.values()].map((events) => {
    expect(events.map((event) => Number(event["SequenceNumber"]))).toEqual(
      events.map((_, index) => index + 1),
    );
    return events.map(({ StatusCallbackEvent = "", CallSid = "" }) => {
      if (StatusCallbackEvent === "participant-join") return `+${CallSid}`;
      return StatusCallbackEvent === "participant-leave"
        ? `-${CallSid}`
        : StatusCallbackEvent.replace("conference-", "");
    });
  });
}

/** Whether it can have happened so: who leaves has come, it starts with the second, and it ends with the last. */
function expectToBeWhole(history: readonly string[]): void {
  const present = new Set<string>();
  let hasStarted = false;
  for (const [index, event] of history.entries()) {
    if (event.startsWith("+")) present.add(event.slice(1));
    if (event.startsWith("-")) expect(present.delete(event.slice(1))).toBe(true);
    if (event === "start") hasStarted = true;
    expect(history[index + 1] === "start").toBe(present.size === 2 && !hasStarted && event.startsWith("+"));
    expect(event === "end").toBe(index === history.length - 1);
  }
  expect(present.size).toBe(0);
}

test("replicas agree in whatever order and however often flows and webhooks come", async () => {
  const legs = ["a", "b", "c", "d"];
  const steps = legs.flatMap((leg) =>
    (["enter", "enter", "leave", "leave"] as const).map((kind) => ({ kind, leg })),
  );
  const orders = fc
    .tuple(
      fc.shuffledSubarray(steps, { minLength: steps.length }),
      fc.array(fc.nat({ max: 1 }), { minLength: steps.length, maxLength: steps.length }),
      fc.integer({ min: 1, max: steps.length }),
    )
    .map(([order, replicas, atOnce]) => ({
      atOnce,
      order: order.map((step, index): Step => ({ ...step, replica: replicas[index] ?? 0 })),
    }));
  await fc.assert(
    fc.asyncProperty(orders, async ({ order, atOnce }) => {
      const store = createMemoryStore(Date.now);
      await using house = await start([store, store]);
      const { application, all } = house;
      for (const leg of legs) {
        await house.webhooks.hook("channel_create", { call_id: leg });
        house.webhooks.calls.began(callOf(house.webhooks, leg));
      }
      for (let index = 0; index < order.length; index += atOnce) {
        await Promise.all(
          order.slice(index, index + atOnce).map(async ({ kind, leg, replica }) => {
            const webhooks = all[replica] as Webhooks;
            if (kind === "leave") await leave(webhooks, leg);
            else enter(webhooks, application, leg);
          }),
        );
      }
      await house.close();
      const conferences = histories(application);
      for (const history of conferences) expectToBeWhole(history);
      const came = conferences.flat().filter((event) => event.startsWith("+"));
      expect(new Set(came).size).toBe(came.length);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("replicas with a real Redis agree when many come, and then leave, at once", options, async () => {
  await using redis = await startRedis();
  const stores = [0, 1].map(() => createRedisStore(redis.url, keepingLog([])));
  const legs = Array.from({ length: 12 }, (_, index) => `leg-${index}`);
  await using house = await start(stores);
  const { application, all } = house;
  const replicaOf = (index: number) => all[index % 2] as Webhooks;
  for (const [index, leg] of legs.entries()) enter(replicaOf(index), application, leg);
  await vi.waitFor(() => expect(said(application)).toHaveLength(legs.length + 1), soon);
  await Promise.all(legs.map((leg, index) => leave(replicaOf(index + 1), leg)));
  await vi.waitFor(() => expect(said(application)).toHaveLength(2 * legs.length + 2), soon);
  const conferences = histories(application);
  expect(conferences).toHaveLength(1);
  for (const history of conferences) expectToBeWhole(history);
  await Promise.all(stores.map((store) => store.close()));
});

test("a store that fails costs nothing but the callbacks, and is told", async () => {
  const memory = createMemoryStore(Date.now);
  const store = { ...memory, add: () => Promise.reject(new Error("no store")) };
  await using house = await start([store]);
  enter(house.webhooks, house.application, "a");
  await vi.waitFor(() => {
    expect(house.webhooks.logged).toMatchObject([{ content: { code: "call-state-lost" } }]);
  }, soon);
  expect(await leave(house.webhooks, "a")).toBe(200);
  expect(said(house.application)).toEqual([]);
});

/** A whole twivot whose application says hello and dials a conference. */
async function startWhole(webhooks: boolean) {
  const attributes = 'statusCallback="/room" statusCallbackEvent="start end join leave mute"';
  const dial = `<Dial><Conference ${attributes}>Room 1</Conference></Dial>`;
  const application = await startApplication({
    "/voice": `<Response><Say>Hello</Say>${dial}</Response>`,
    "/room": "",
  });
  const platform = { ...plainPlatform("4.3"), webhooks };
  const twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice`, platform } });
  return {
    application,
    twivot,
    [Symbol.asyncDispose]: async () => {
      await twivot[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

async function destroy({ url }: Twivot, leg: string): Promise<void> {
  const body = new URLSearchParams({
    hook_event: "channel_destroy",
    account_id: accountId,
    call_id: leg,
    ...cleared,
  });
  await fetch(`${url}/webhooks/kazoo`, { method: "POST", body });
}

test("a caller comes to the conference when the flow that begins with it is asked for, not in what is before", async () => {
  await using house = await startWhole(true);
  const { application, twivot } = house;
  const create = { hook_event: "channel_create", account_id: accountId, call_id: "a" };
  await fetch(`${twivot.url}/webhooks/kazoo`, { method: "POST", body: new URLSearchParams(create) });
  const greetings = [];
  for (const leg of ["a", "b", "c"]) {
    greetings.push(await askPivot(twivot, { parameters: { "Call-ID": leg } }));
  }
  expect(greetings.map(modulesOf)).toEqual([
    ["tts", "pivot"],
    ["tts", "pivot"],
    ["tts", "pivot"],
  ]);
  await destroy(twivot, "c");
  for (const [index, leg] of ["a", "b"].entries()) {
    const at = wayBack(greetings[index] as NonNullable<(typeof greetings)[number]>);
    const flow = await askPivot(twivot, { at, parameters: { "Call-ID": leg } });
    expect(modulesOf(flow)).toEqual(["conference", "pivot"]);
  }
  await vi.waitFor(() => expect(said(application)).toHaveLength(3), soon);
  await destroy(twivot, "a");
  await destroy(twivot, "b");
  await twivot[Symbol.asyncDispose]();
  expect(histories(application)).toMatchObject([
    [`+${sidOf("a")}`, `+${sidOf("b")}`, "start", expect.any(String), expect.any(String), "end"],
  ]);
  expect(told(application)[0]).toMatchObject({ FriendlyName: "Room 1", CallSid: sidOf("a") });
});

test("where Kazoo's webhooks do not lead to twivot nobody is told", async () => {
  await using house = await startWhole(false);
  const { application, twivot } = house;
  const flow = await askPivot(twivot, { parameters: { "Call-ID": "a" } });
  expect(modulesOf(flow)).toEqual(["tts", "conference"]);
  await destroy(twivot, "a");
  await sleep(50);
  expect(said(application)).toEqual([]);
});
