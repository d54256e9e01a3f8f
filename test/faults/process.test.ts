import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startApplication } from "../support/application.ts";
import { askPivot, modulesOf, wayBack } from "../support/ask-pivot.ts";
import { operatorsApology, playCall } from "../support/kazoo.ts";
import { startTwivotProcess } from "../support/twivot-process.ts";
import { hello, menu } from "./broken-application.ts";
import { expectNothingLeftAtEnd } from "./leaks.ts";

/** A twivot that dies, as a process of its own. Two replicas, of which one dies: test/replicas.test.ts. */
expectNothingLeftAtEnd();

const publicUrl = "http://twivot.test:8080";
const options = { timeout: 30_000 };

function start(voiceUrl: string) {
  return startTwivotProcess({
    TWIVOT_PUBLIC_URL: publicUrl,
    TWIVOT_SECRET: "a secret for tests of 32 characters or more",
    TWIVOT_VOICE_URL: voiceUrl,
    LOG_LEVEL: "info",
  });
}

test(
  "a twivot that dies in the first request of a call leaves the caller to the operator's own child",
  options,
  async () => {
    await using application = await startApplication({ "/voice": () => sleep(1_000, menu) });
    await using twivot = await start(`${application.url}/voice`);
    const playing = playCall({ publicUrl, url: twivot.url });
    await expect.poll(() => application.received.length).toBe(1);
    await twivot.kill();
    expect((await playing).heard).toEqual([operatorsApology, "ended by platform"]);
  },
);

test("a twivot that dies later in a call is an apology, which Kazoo has already", options, async () => {
  await using application = await startApplication({ "/voice": menu, "/menu": () => sleep(1_000, hello) });
  await using twivot = await start(`${application.url}/voice`);
  const playing = playCall({ publicUrl, url: twivot.url }, { caller: 'hears "Press 1" press 1' });
  await expect.poll(() => application.received.length).toBe(2);
  await twivot.kill();
  const { heard } = await playing;
  expect(heard).toEqual([
    "Press 1 (cut)",
    "We're sorry, an application error has occurred. Goodbye.",
    "ended by platform",
  ]);
});

test(
  "a twivot that dies between two requests and is started again goes on with the call",
  options,
  async () => {
    await using application = await startApplication({ "/voice": menu, "/menu": hello });
    const voiceUrl = `${application.url}/voice`;
    const first = await start(voiceUrl);
    const at = wayBack(await askPivot({ publicUrl, url: first.url }));
    await first.kill();
    await using second = await start(voiceUrl);
    const answer = await askPivot({ publicUrl, url: second.url }, { at, parameters: { "Digits[g1]": "1" } });
    expect(modulesOf(answer)).toEqual(["tts", "hangup"]);
  },
);
