import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createMemoryStore } from "../../src/store/memory-store.ts";
import { type Reply, startApplication } from "../support/application.ts";
import { playCall } from "../support/kazoo.ts";
import { startTwivot } from "../support/twivot.ts";
import { hello, menu } from "./broken-application.ts";
import { expectNothingLeftAtEnd } from "./leaks.ts";
import { apology, appTimeoutMs, deadlineMs } from "./meet-fault.ts";

/** The clock of the machine jumps in the middle of a call, while the application is asked. */
expectNothingLeftAtEnd();

const HOUR_MS = 60 * 60 * 1000;

/** The clock jumps when the application gets a request at a path. */
async function playWithJump(jumpMs: number, at: string, slowMs = 0, voice: Reply = menu) {
  let offsetMs = 0;
  const jump = async (path: string, reply: Reply) => {
    if (path === at) offsetMs = jumpMs;
    await sleep(slowMs);
    return reply;
  };
  const now = () => Date.now() + offsetMs;
  await using application = await startApplication({
    "/voice": () => jump("/voice", voice),
    "/menu": () => jump("/menu", hello),
    "/recorded": () => hello,
  });
  await using twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice`, appTimeoutMs },
    config: { deadlineMs: slowMs === 0 ? 4_500 : deadlineMs },
    outside: { now, store: createMemoryStore(now) },
    patience: { awaitMs: 300 },
  });
  const begun = performance.now();
  const { heard } = await playCall(twivot, { caller: 'hears "Press 1" press 1' });
  return { heard, tookMs: performance.now() - begun };
}

test.each([
  ["an hour back", -HOUR_MS],
  ["an hour ahead", HOUR_MS],
  ["ten years back", -10 * 365 * 24 * HOUR_MS],
])("a clock that jumps %s in a call changes nothing", async (_name, jumpMs) => {
  const { heard } = await playWithJump(jumpMs, "/voice");
  expect(heard).toEqual(["Press 1 (cut)", "Hello", "ended by platform"]);
});

test.each([
  ["an hour back", -HOUR_MS],
  ["an hour ahead", HOUR_MS],
])("a clock that jumps %s while an application is late loses no answer", async (_name, jumpMs) => {
  const { heard, tookMs } = await playWithJump(jumpMs, "/menu", 400);
  expect(heard).toEqual(["Press 1 (cut)", "Hello", "ended by platform"]);
  expect(tookMs).toBeLessThan(5_000);
});

test("after a clock has jumped back an hour an application still has its time, and no more", async () => {
  const { heard, tookMs } = await playWithJump(-HOUR_MS, "/voice", 10 * appTimeoutMs);
  expect(heard).toEqual([apology, "ended by platform"]);
  expect(tookMs).toBeLessThan(5_000);
});

test("redirects share one time, also where the clock jumps back between them", async () => {
  const redirect = { status: 302, headers: { location: "/slow" } };
  let offsetMs = 0;
  await using application = await startApplication({
    "/voice": () => {
      offsetMs = -HOUR_MS;
      return redirect;
    },
    "/slow": () => sleep(10 * appTimeoutMs, hello, { ref: false }),
  });
  await using twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice`, appTimeoutMs },
    config: { deadlineMs },
    outside: { now: () => Date.now() + offsetMs },
  });
  const begun = performance.now();
  const { heard } = await playCall(twivot);
  expect(heard).toEqual([apology, "ended by platform"]);
  expect(performance.now() - begun).toBeLessThan(4_000);
});

test("a clock that jumps back an hour does not keep a call waiting for a file that never comes", async () => {
  let offsetMs = 0;
  const now = () => Date.now() + offsetMs;
  await using application = await startApplication({
    "/voice": () => {
      // By then Kazoo has come back, and waits for the file.
      setTimeout(() => {
        offsetMs = -HOUR_MS;
      }, 150);
      return '<Response><Record action="/recorded" maxLength="5"/></Response>';
    },
    "/recorded": hello,
  });
  await using twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice` },
    // Where no upload can be kept none is known.
    config: {
      deadlineMs,
      recordings: {
        store: { kind: "directory", directory: "/dev/null" },
        auth: false,
        keepDays: 30,
        maxBytes: 1_000,
      },
    },
    outside: { now },
    patience: { awaitMs: 300, pollMs: 20 },
  });
  const begun = performance.now();
  const { heard } = await playCall(twivot, { caller: "at 2s speak for 3s\nafter 4s press #" });
  expect(heard.filter((each) => each !== "tone")).toEqual(["Hello", "ended by platform"]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
