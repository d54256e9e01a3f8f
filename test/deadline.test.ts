import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Reply, type Routes, startApplication } from "./support/application.ts";
import { askPivot, modulesOf, type PivotAnswer, wayBack } from "./support/ask-pivot.ts";
import { playCall } from "./support/kazoo.ts";
import { startTwivot, type TwivotOptions } from "./support/twivot.ts";

/**
 * Applications that are slower than Kazoo can be kept waiting, over real sockets. Most times are a fifteenth of the real
 * ones: a deadline of 300 ms for 4.5 s, and an application that may take one second for Twilio's 15.
 */
const deadlineMs = 300;
const appTimeoutMs = 1_000;
/** What the machine may take beside. */
const marginMs = 250;

const hello = "<Response><Say>Hello</Say><Hangup/></Response>";
const menu = '<Response><Gather numDigits="1" action="/menu"><Say>Press 1</Say></Gather></Response>';
const late = (ms: number, reply: Reply) => () => sleep(ms, reply);

async function start(routes: Routes, options: Pick<TwivotOptions, "config"> & { fallback?: string } = {}) {
  const application = await startApplication(routes);
  const twivot = await startTwivot({
    app: {
      voiceUrl: `${application.url}/voice`,
      appTimeoutMs,
      ...(options.fallback === undefined ? {} : { fallbackUrl: application.url + options.fallback }),
    },
    config: { deadlineMs, ...options.config },
  });
  return {
    application,
    twivot,
    [Symbol.asyncDispose]: async () => {
      await twivot[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

/** The paths that Kazoo asked for, without their tokens. */
function paths({ exchanges }: Awaited<ReturnType<typeof playCall>>): string[] {
  return exchanges.map(({ request }) => new URL(request.url).pathname.replace(/^(\/pivot\/\w)\/.*/, "$1"));
}

async function timed(asking: Promise<PivotAnswer>): Promise<{ answer: PivotAnswer; tookMs: number }> {
  const begun = performance.now();
  return { answer: await asking, tookMs: performance.now() - begun };
}

test.each([
  ["6", 400, 1],
  ["12", 800, 3],
])("an application that needs %s seconds is heard", async (_seconds, ms, mostWaits) => {
  await using house = await start({ "/voice": late(ms, hello) });
  const played = await playCall(house.twivot);
  expect(played.heard).toEqual(["Hello", "ended by platform"]);
  expect(house.application.requests()).toEqual(["POST /voice"]);
  const [first, ...later] = paths(played);
  expect([first, [...new Set(later)]]).toEqual(["/pivot", ["/pivot/w"]]);
  expect(later.length).toBeLessThanOrEqual(mostWaits);
});

test("one that needs 20 seconds has had its time: the fallback is asked, with Twilio's code", async () => {
  const routes = { "/voice": late(1_400, hello), "/fallback": late(400, hello) };
  await using house = await start(routes, { fallback: "/fallback" });
  const played = await playCall(house.twivot);
  expect(played.heard).toEqual(["Hello", "ended by platform"]);
  expect(house.application.requests()).toEqual(["POST /voice", "POST /fallback"]);
  expect(house.application.received[1]?.parameters).toMatchObject({
    ErrorCode: "11203",
    ErrorUrl: `${house.application.url}/voice`,
  });
});

test("one that needs 20 seconds, without a fallback, is an apology: Kazoo has left the operator's node", async () => {
  await using house = await start({ "/voice": late(1_400, hello) });
  const played = await playCall(house.twivot);
  expect(played.heard).toEqual([
    "We're sorry, an application error has occurred. Goodbye.",
    "ended by platform",
  ]);
  expect(played.exchanges.map(({ answer }) => "status" in answer && answer.status)).not.toContain(502);
  expect(house.twivot.logged).toContainEqual(
    expect.objectContaining({ level: "warn", content: expect.objectContaining({ code: "app-timeout" }) }),
  );
});

test.each(["4.3", "5.0"] as const)(
  "on Kazoo %s digits come once to an action that is slow",
  async (version) => {
    const action = late(500, "<Response><Say>One</Say><Hangup/></Response>");
    await using house = await start(
      { "/voice": menu, "/menu": action },
      { config: { kazooVersion: version } },
    );
    const played = await playCall(house.twivot, { version, caller: 'hears "Press 1" press 1' });
    expect(played.heard).toEqual(["Press 1 (cut)", "One", "ended by platform"]);
    expect(house.application.received.map(({ parameters }) => parameters["Digits"])).toEqual([
      undefined,
      "1",
    ]);
  },
);

test("the call does not count as answered by the wait", async () => {
  const next = "<Response><Redirect>/next</Redirect></Response>";
  await using house = await start({
    "/voice": late(400, next),
    "/next": '<Response><Reject reason="busy"/></Response>',
  });
  const played = await playCall(house.twivot);
  expect(house.application.received.map(({ parameters }) => parameters["CallStatus"])).toEqual([
    "ringing",
    "ringing",
  ]);
  expect(played.heard).toEqual(["rejected 486", "ended by platform"]);
});

test("Kazoo is never kept waiting longer than the deadline, nor shorter than it takes", async () => {
  await using house = await start({ "/voice": late(450, hello) });
  const first = await timed(askPivot(house.twivot));
  expect(modulesOf(first.answer)).toEqual(["sleep", "pivot"]);
  expect(first.tookMs).toBeGreaterThan(deadlineMs - 20);
  expect(first.tookMs).toBeLessThan(deadlineMs + marginMs);
  const second = await timed(askPivot(house.twivot, { at: wayBack(first.answer) }));
  expect(modulesOf(second.answer)).toEqual(["tts", "hangup"]);
  expect(second.tookMs).toBeLessThan(150 + marginMs);
});

test("with the real times Kazoo is answered within its five seconds", { timeout: 10_000 }, async () => {
  await using slow = await startApplication({ "/voice": late(5_000, hello) });
  await using twivot = await startTwivot({ app: { voiceUrl: `${slow.url}/voice` } });
  const first = await timed(askPivot(twivot));
  const second = await timed(askPivot(twivot, { at: wayBack(first.answer) }));
  expect(first.tookMs).toBeGreaterThan(4_400);
  expect(first.tookMs).toBeLessThan(4_900);
  expect(modulesOf(second.answer)).toEqual(["tts", "hangup"]);
});

test("the answers of calls that wait at the same time are not mixed up", async () => {
  const routes: Routes = {
    "/voice": ({ parameters }) => sleep(400, `<Response><Say>${parameters["CallerName"]}</Say></Response>`),
  };
  await using house = await start(routes);
  const callers = ["Ada", "Ben", "Cid", "Dora"];
  const played = await Promise.all(
    callers.map((callerIdName) =>
      playCall(house.twivot, { facts: { callId: `call-of-${callerIdName}`, callerIdName } }),
    ),
  );
  expect(played.map(({ heard }) => heard[0])).toEqual(callers);
});

const asItIs = (url: string) => url;

test.each([
  ["of another call", "call-2", asItIs, "token-other-call"],
  ["without the key", undefined, (url: string) => url.replace(/\?.*/, ""), "pivot-key"],
  ["that was changed", undefined, (url: string) => url.replace(/.\?/, "?"), "token-foreign"],
])("a waiting URL %s is refused", async (_name, callId, change, code) => {
  await using house = await start({ "/voice": late(400, hello) }, { config: { pivotKey: "secret" } });
  const at = wayBack(await askPivot(house.twivot, { at: "/pivot?key=secret" }));
  expect(at).toMatch(/\?key=secret$/);
  const parameters = callId === undefined ? {} : { "Call-ID": callId };
  const answer = await askPivot(house.twivot, { at: change(at), parameters });
  expect(answer.status).toBe(403);
  expect(answer.json).toMatchObject({ error: { code } });
  await askPivot(house.twivot, { at });
});

test("a continuation is no waiting URL, and the other way round", async () => {
  await using house = await start({ "/voice": menu, "/menu": late(400, hello) });
  const continuation = wayBack(await askPivot(house.twivot));
  const waiting = wayBack(
    await askPivot(house.twivot, { at: continuation, parameters: { "Digits[g1]": "1" } }),
  );
  for (const at of [continuation.replace("/c/", "/w/"), waiting.replace("/w/", "/c/")]) {
    expect((await askPivot(house.twivot, { at })).json).toMatchObject({ error: { code: "token-foreign" } });
  }
  await askPivot(house.twivot, { at: waiting });
});

test("a twivot that is told to stop first answers what is late", async () => {
  await using application = await startApplication({ "/voice": late(600, hello) });
  const twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice` }, config: { deadlineMs } });
  const first = await askPivot(twivot);
  const closed = twivot[Symbol.asyncDispose]();
  await sleep(50);
  let answer = first;
  while (modulesOf(answer)[0] === "sleep") answer = await askPivot(twivot, { at: wayBack(answer) });
  expect(modulesOf(answer)).toEqual(["tts", "hangup"]);
  await closed;
  await expect(askPivot(twivot)).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up|timeout/i);
});
