import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Config } from "../../src/config.ts";
import { createTokenBox } from "../../src/continuation/token.ts";
import { type Upload, uploadUrl } from "../../src/recordings/upload.ts";
import { openStore } from "../../src/store/open-store.ts";
import { startApplication } from "../support/application.ts";
import { wavBytes } from "../support/audio-bytes.ts";
import { playCall } from "../support/kazoo.ts";
import { newUpload } from "../support/recordings-server.ts";
import { type RedisServer, reasonToSkipRedis, startRedis } from "../support/redis.ts";
import { keepingLog, type LogLine, startTwivot } from "../support/twivot.ts";
import { startTwivotProcess } from "../support/twivot-process.ts";
import { hello, menu } from "./broken-application.ts";
import { expectNothingLeft, expectNothingLeftAtEnd, resources } from "./leaks.ts";

/** Disks, buckets and Redis that fail while calls go on. The wait for a recording is 300 ms here for 10 s. */
expectNothingLeftAtEnd();

const record = '<Response><Record action="/recorded" maxLength="5"/></Response>';

/** A caller who speaks for three seconds and presses #. */
const speaker = "at 2s speak for 3s\nafter 4s press #";

async function playRecording(store: Config["recordings"]["store"]) {
  await using application = await startApplication({ "/voice": record, "/recorded": hello });
  await using twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice` },
    config: { recordings: { store, auth: false, keepDays: 30, maxBytes: 1_000_000 } },
    patience: { awaitMs: 300, hangUpMs: 50 },
  });
  const played = await playCall(twivot, { caller: speaker });
  const uploads = played.exchanges.filter(({ request }) => request.method === "PUT");
  return {
    heard: played.heard.filter((each) => each !== "tone"),
    uploads: uploads.map(({ answer }) => ("status" in answer ? answer.status : 0)),
    action: application.received.at(-1)?.parameters,
    codes: twivot.logged.map(({ content }) => (content as { code?: string }).code),
  };
}

test("where a directory cannot be written the caller goes on, and the action gets the time that passed", async () => {
  const before = resources();
  const folder = await mkdtemp(join(tmpdir(), "twivot-disk-"));
  await writeFile(join(folder, "file"), "no directory");
  const outcome = await playRecording({ kind: "directory", directory: join(folder, "file") });
  await rm(folder, { recursive: true });
  expect(outcome.heard).toEqual(["Hello", "ended by platform"]);
  expect(outcome.uploads).toEqual([503]);
  expect(outcome.action).toMatchObject({
    RecordingUrl: expect.stringMatching(/RE[0-9a-f]{32}$/),
    RecordingDuration: expect.stringMatching(/^[1-9]$/),
  });
  expect(outcome.codes).toContain("recording-storage");
  await expectNothingLeft(before);
});

test("where S3 is gone the caller goes on, and the action gets the time that passed", async () => {
  const before = resources();
  const bucket = { bucket: "recordings", region: "us-east-1", endpoint: "http://127.0.0.1:9", prefix: "" };
  process.env["AWS_ACCESS_KEY_ID"] = "test";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test";
  const outcome = await playRecording({ kind: "s3", ...bucket });
  expect(outcome.heard).toEqual(["Hello", "ended by platform"]);
  expect(outcome.uploads).toEqual([503]);
  expect(outcome.codes).toContain("recording-storage");
  await expectNothingLeft(before);
});

const options = { skip: reasonToSkipRedis !== undefined, timeout: 20_000 };

async function startOnRedis(redis: RedisServer, url: string, deadlineMs: number, logged: LogLine[]) {
  const store = await openStore({ redisUrl: redis.url }, { now: Date.now, log: keepingLog(logged) });
  const twivot = await startTwivot({
    app: { voiceUrl: `${url}/voice` },
    config: { deadlineMs },
    outside: { store },
  });
  return {
    ...twivot,
    store,
    [Symbol.asyncDispose]: async () => {
      await twivot[Symbol.asyncDispose]();
      await store.close();
    },
  };
}

test(
  "while Redis is gone calls go on, also those whose application is late, and it is used again when it is back",
  options,
  async () => {
    const before = resources();
    const logged: LogLine[] = [];
    {
      await using redis = await startRedis();
      await using application = await startApplication({
        "/voice": () => sleep(500, menu),
        "/menu": () => sleep(500, hello),
      });
      await using twivot = await startOnRedis(redis, application.url, 200, logged);
      const play = async () => (await playCall(twivot, { caller: 'hears "Press 1" press 1' })).heard;
      const whole = ["Press 1 (cut)", "Hello", "ended by platform"];
      expect(await play()).toEqual(whole);
      await redis.kill();
      expect(await play()).toEqual(whole);
      await redis.startAgain();
      await expect
        .poll(
          () =>
            twivot.store.ping().then(
              () => true,
              () => false,
            ),
          { timeout: 5_000 },
        )
        .toBe(true);
      expect(await play()).toEqual(whole);
    }
    expect(logged.map(({ message }) => message)).toEqual(["Redis cannot be used", "Redis can be used again"]);
    await expectNothingLeft(before);
  },
);

test("a Redis that freezes does not keep callers waiting longer than Kazoo waits", options, async () => {
  await using redis = await startRedis();
  await using application = await startApplication({ "/voice": () => sleep(500, hello) });
  await using twivot = await startOnRedis(redis, application.url, 200, []);
  redis.freeze();
  const played = await playCall(twivot);
  redis.thaw();
  expect(played.heard).toEqual(["Hello", "ended by platform"]);
  expect(Math.max(...played.exchanges.map(({ waitedMs }) => waitedMs))).toBeLessThan(2_000);
});

/** The disk holds 50 kB in one file (`ulimit -f` in blocks of 512 bytes), which fails as a full one does: in the middle. */
const littleRoom = ["sh", "-c", 'ulimit -f 100; exec "$0" "$@"', process.execPath] as const;

test("a disk that has no more room refuses the file, keeps no piece of it, and takes the next that fits", {
  timeout: 20_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), "twivot-full-"));
  const secrets = ["a secret for tests of 32 characters or more"];
  const env = {
    TWIVOT_PUBLIC_URL: "http://twivot.test:8080",
    TWIVOT_SECRET: secrets.join(","),
    TWIVOT_VOICE_URL: "http://app.test/voice",
    TWIVOT_RECORDINGS_DIRECTORY: directory,
  };
  {
    await using twivot = await startTwivotProcess(env, littleRoom);
    const box = createTokenBox<Upload>(secrets, "upload");
    const config = { publicUrl: twivot.url, pivotKey: undefined };
    const put = async (seconds: number) => {
      const url = uploadUrl(newUpload(), "record_caller", { box, config });
      const answer = await fetch(url, {
        method: "PUT",
        body: wavBytes(seconds),
        headers: { "content-type": "audio/wav" },
      });
      return { status: answer.status, content: await answer.json() };
    };
    expect(await put(60)).toMatchObject({ status: 503, content: { error: { code: "recording-storage" } } });
    expect(await readdir(join(directory, "incoming"))).toEqual([]);
    expect(await put(1)).toMatchObject({ status: 200, content: { recording: { seconds: 1 } } });
  }
  await rm(directory, { recursive: true });
});
