import { expect, test } from "vitest";
import { startApplication } from "../support/application.ts";
import { askPivot, modulesOf, wayBack } from "../support/ask-pivot.ts";
import { operatorsApology, playCall } from "../support/kazoo.ts";
import { startTwivot } from "../support/twivot.ts";
import { hello, menu } from "./broken-application.ts";
import { expectNothingLeft, expectNothingLeftAtEnd, resources } from "./leaks.ts";

/** More requests than are worked on at once, over real sockets. The limit is 20 for the usual 2,000. */
const maxRequests = 20;

expectNothingLeftAtEnd();

/** An application that answers nobody but callers named "quick" before it is let go. */
async function start() {
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  const application = await startApplication({
    "/voice": async ({ parameters }) => {
      if (parameters["CallerName"] !== "quick") await gate;
      return menu;
    },
    "/menu": async () => {
      await gate;
      return hello;
    },
  });
  const twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice` },
    // On a slow machine none is late, which would make room for another.
    config: { maxRequests, deadlineMs: 60_000 },
  });
  const call = (index: number, name = "slow") => ({ "Call-ID": `call-${index}`, "Caller-ID-Name": name });
  return {
    twivot,
    letGo,
    /** Resolves when the application has so many requests. */
    asked: (times: number) => expect.poll(() => application.received.length, { timeout: 4_000 }).toBe(times),
    begin: (index: number, name?: string) => askPivot(twivot, { parameters: call(index, name) }),
    press: (index: number, at: string) =>
      askPivot(twivot, { at, parameters: { ...call(index, "quick"), "Digits[g1]": "1" } }),
    [Symbol.asyncDispose]: async () => {
      letGo();
      await twivot[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index);

test("of 300 calls at once as many are taken as can be, all others are refused before they wait", async () => {
  const before = resources();
  const house = await start();
  let refused = 0;
  const calls = numbers(300).map(async (index) => {
    const { status } = await house.begin(index);
    if (status === 503) refused += 1;
    return status;
  });
  // Those who are taken still wait for the application.
  await expect.poll(() => refused, { timeout: 4_000 }).toBe(300 - maxRequests);
  house.letGo();
  const statuses = await Promise.all(calls);
  expect(statuses.filter((status) => status === 200)).toHaveLength(maxRequests);
  await house.asked(maxRequests);
  // And then it is as if nothing had been.
  expect(modulesOf(await house.begin(300))).toContain("collect_dtmf");
  await house[Symbol.asyncDispose]();
  await expectNothingLeft(before);
});

test("a caller who comes in under overload hears the operator's own child at once", async () => {
  await using house = await start();
  const others = numbers(maxRequests).map((index) => house.begin(index));
  await house.asked(maxRequests);
  const played = await playCall(house.twivot, { facts: { callId: "one more" } });
  expect(played.heard).toEqual([operatorsApology, "ended by platform"]);
  expect(played.exchanges.map(({ waitedMs }) => waitedMs < 2_000)).toEqual([true]);
  house.letGo();
  await Promise.all(others);
});

test("calls that are there go on under overload, and those beyond twice the limit after a wait", async () => {
  await using house = await start();
  const menus = await Promise.all(numbers(maxRequests).map((index) => house.begin(index, "quick")));
  const links = menus.map(wayBack);
  // New calls take up the limit; calls that go on take up as much again, of which four too many come.
  const fresh = numbers(maxRequests).map((index) => house.begin(100 + index));
  await house.asked(2 * maxRequests);
  const presses = [...links.entries(), ...[...links.entries()].slice(0, 4)];
  let waiting = 0;
  const going = presses.map(async ([index, at]) => {
    const answer = await house.press(index, at);
    if (modulesOf(answer).join(" ") === "sleep pivot") waiting += 1;
    return answer;
  });
  await house.asked(3 * maxRequests);
  // Those that are late would find room when the others are let go.
  await expect.poll(() => waiting, { timeout: 4_000 }).toBe(4);
  house.letGo();
  const answers = await Promise.all(going);
  const heard = answers.map((answer) => modulesOf(answer).join(" "));
  expect(heard.filter((modules) => modules === "tts hangup")).toHaveLength(maxRequests);
  expect(heard.filter((modules) => modules === "sleep pivot")).toHaveLength(4);
  await Promise.all(fresh);
  // When there is room again what waited goes on where it was.
  for (const [place, answer] of answers.entries()) {
    if (heard[place] !== "sleep pivot") continue;
    const again = await house.press(presses[place]?.[0] ?? -1, wayBack(answer));
    expect(modulesOf(again)).toEqual(["tts", "hangup"]);
  }
});
