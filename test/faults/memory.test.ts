import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type Reply, startApplication } from "../support/application.ts";
import { askPivot } from "../support/ask-pivot.ts";
import { startTwivot, type Twivot } from "../support/twivot.ts";
import { answerOf, hello, startBroken } from "./broken-application.ts";
import { expectNothingLeft, expectNothingLeftAtEnd, resources } from "./leaks.ts";

/** What faults leave behind when they come again and again. */
expectNothingLeftAtEnd();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** How much 200 repetitions may add: each leaves a few kB in the log and the list of requests that the test keeps. */
const MAX_GROWTH_BYTES = 3_000_000;

async function usedAfter(requests: number, ask: (index: number) => Promise<unknown>): Promise<number> {
  for (let done = 0; done < requests; done += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => ask(done + index)));
  }
  // Buffers go only after what holds them.
  collectGarbage();
  await sleep(50);
  collectGarbage();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}

async function expectFlat(twivot: Twivot): Promise<void> {
  const ask = (index: number) => askPivot(twivot, { parameters: { "Call-ID": `call-${index}` } });
  const before = await usedAfter(100, ask);
  const after = await usedAfter(200, ask);
  expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
}

test.each<[string, Reply]>([
  ["fails", { status: 500 }],
  ["sends 300 kB", { headers: { "content-type": "text/xml" }, body: " ".repeat(300_000) }],
  ["sends what is malformed", "<Response><Say>"],
])("an application that %s 300 times leaves no memory behind", async (_name, reply) => {
  await using application = await startApplication({ "/voice": reply });
  await using twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice` } });
  await expectFlat(twivot);
});

test("an application that resets 300 connections leaves no memory and no handles behind", async () => {
  await using application = await startBroken((socket) => {
    socket.write(answerOf(hello).subarray(0, 60), () => socket.resetAndDestroy());
  });
  const before = resources();
  const twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice` } });
  await expectFlat(twivot);
  await twivot[Symbol.asyncDispose]();
  await expectNothingLeft(before);
});

test("an application that is late 300 times leaves no memory and no timers behind", async () => {
  const before = resources();
  const application = await startBroken(() => undefined);
  const twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice`, appTimeoutMs: 100 },
    config: { deadlineMs: 50 },
  });
  await expectFlat(twivot);
  await twivot[Symbol.asyncDispose]();
  await application[Symbol.asyncDispose]();
  await expectNothingLeft(before);
});
