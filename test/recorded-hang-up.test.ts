import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { Flow } from "../src/callflow/flow.ts";
import type { Patience } from "../src/recordings/recordings.ts";
import { createMemoryStore } from "../src/store/memory-store.ts";
import { callSid, recordingSid } from "../src/twilio/sids.ts";
import { plainPlatform } from "../src/verbs/platform.ts";
import { startApplication } from "./support/application.ts";
import { askPivot } from "./support/ask-pivot.ts";
import { mp3Bytes } from "./support/audio-bytes.ts";
import { startTwivot, type Twivot, testSecrets } from "./support/twivot.ts";
import { accountId, calleeId, callerId } from "./support/webhooks.ts";

/** A Dial that is recorded, whose caller hangs up: Kazoo's webhooks and its file, in any order, over real sockets. */
const soon = { timeout: 4_000, interval: 5 };

const secret = "a secret of webhooks";
const sid = callSid(accountId, callerId);
const file = {
  RecordingSid: recordingSid(sid, 1, testSecrets),
  RecordingUrl: `http://twivot.test:8080/2010-04-01/Accounts/AC${accountId}/Recordings/${recordingSid(sid, 1, testSecrets)}`,
};

const recorded = 'record="record-from-answer" recordingStatusCallback="/r"';
const dial = (attributes: string) =>
  `<Response><Dial action="/d" ${attributes}>+15005550011</Dial></Response>`;

/** A twivot with a call that has got its flow. */
type Scene = AsyncDisposable & {
  /** Sends a webhook to the first twivot. */
  readonly hook: (event: string, fields: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Puts the file at the last twivot. */
  readonly put: (seconds: number) => Promise<Response>;
  /** What the application was told at a path. */
  readonly told: (path: string) => readonly Readonly<Record<string, string>>[];
};

async function start(document: string, patience: Partial<Patience> = {}, replicas = 1): Promise<Scene> {
  const application = await startApplication({ "/voice": document, "/d": "", "/r": "", "/status": "" });
  const directory = await mkdtemp(join(tmpdir(), "twivot-recordings-"));
  const outside = { store: createMemoryStore(Date.now) };
  const platform = { ...plainPlatform("4.3"), webhooks: true };
  const twivots: Twivot[] = [];
  for (let index = 0; index < replicas; index += 1) {
    twivots.push(
      await startTwivot({
        app: { voiceUrl: `${application.url}/voice`, statusCallback: `${application.url}/status`, platform },
        config: {
          webhookSecret: secret,
          recordings: {
            store: { kind: "directory", directory },
            auth: false,
            keepDays: 30,
            maxBytes: 1_000_000,
          },
        },
        outside,
        patience: { awaitMs: 2_000, pollMs: 20, ...patience },
        webhooks: { settleMs: 30 },
      }),
    );
  }
  const [first, last = first] = [twivots[0], twivots.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no twivot");
  const { json } = await askPivot(first);
  const upload = uploadUrl(json as Flow)?.replace(first.publicUrl, last.url);
  return {
    hook: (event, fields) =>
      fetch(`${first.url}/webhooks/kazoo?secret=${encodeURIComponent(secret)}`, {
        method: "POST",
        body: new URLSearchParams({ hook_event: event, account_id: accountId, ...fields }),
      }),
    put: (seconds) =>
      fetch(`${upload}call.mp3`, {
        method: "PUT",
        body: mp3Bytes(seconds),
        headers: { "content-type": "audio/mpeg" },
      }),
    told: (path) =>
      application.received.filter(({ url }) => url === path).map(({ parameters }) => parameters),
    [Symbol.asyncDispose]: async () => {
      for (const twivot of twivots) await twivot[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}

function uploadUrl(flow: Flow): string | undefined {
  for (let node: Flow | undefined = flow; node !== undefined; node = node.children?.["_"]) {
    if (node.module === "record_call" && node.data.action === "start") return String(node.data.url);
  }
  return undefined;
}

const callee = { call_id: calleeId, other_leg_call_id: callerId, to: "15005550011@carrier.test" };
const cleared = { hangup_cause: "NORMAL_CLEARING", hangup_code: "sip:200" };

async function answer({ hook }: Scene): Promise<void> {
  await hook("channel_create", callee);
  await hook("channel_answer", callee);
  await hook("channel_bridge", { call_id: callerId, other_leg_call_id: calleeId });
}

async function hangUp({ hook }: Scene): Promise<void> {
  await hook("channel_destroy", { ...callee, ...cleared, billing_seconds: "4" });
  await hook("channel_destroy", { call_id: callerId, ...cleared, billing_seconds: "9" });
}

const talked = {
  CallStatus: "completed",
  DialCallStatus: "completed",
  DialBridged: "true",
  DialCallDuration: "4",
};

test("the action is told of the file that comes after the hang-up", async () => {
  await using scene = await start(dial(recorded));
  await answer(scene);
  await hangUp(scene);
  await vi.waitFor(() => expect(scene.told("/status")).toHaveLength(1), soon);
  expect(scene.told("/d")).toEqual([]);
  await scene.put(4);
  await vi.waitFor(() => expect(scene.told("/d")).toHaveLength(1), soon);
  expect(scene.told("/d")[0]).toMatchObject({ ...talked, ...file, RecordingDuration: "4" });
});

test("the action is told of the file that came before the hang-up", async () => {
  await using scene = await start(dial(recorded));
  await answer(scene);
  await scene.put(4);
  await hangUp(scene);
  await vi.waitFor(() => expect(scene.told("/d")).toHaveLength(1), soon);
  expect(scene.told("/d")[0]).toMatchObject({ ...talked, ...file, RecordingDuration: "4" });
});

test("the action is told of the file that came to another replica, once", async () => {
  await using scene = await start(dial(recorded), {}, 2);
  await answer(scene);
  await hangUp(scene);
  await Promise.all([scene.put(4), scene.put(4)]);
  await vi.waitFor(() => expect(scene.told("/d")).toHaveLength(1), soon);
  expect(scene.told("/d")[0]).toMatchObject({ ...file, RecordingDuration: "4" });
  await sleep(100);
  expect(scene.told("/d")).toHaveLength(1);
});

test("a file that does not come in time leaves the action without its duration", async () => {
  await using scene = await start(dial(recorded), { awaitMs: 80 });
  await answer(scene);
  await hangUp(scene);
  await vi.waitFor(() => expect(scene.told("/d")).toHaveLength(1), soon);
  expect(scene.told("/d")[0]).toMatchObject({ ...talked, ...file });
  expect(scene.told("/d")[0]).not.toHaveProperty("RecordingDuration");
});

test("where nobody has answered there is no recording, and none is waited for", async () => {
  await using scene = await start(dial(recorded), { awaitMs: 60_000 });
  await scene.hook("channel_create", callee);
  const left = { hangup_cause: "ORIGINATOR_CANCEL", hangup_code: "sip:487" };
  await scene.hook("channel_destroy", { ...callee, ...left });
  await scene.hook("channel_destroy", { call_id: callerId, ...left });
  await vi.waitFor(() => expect(scene.told("/d")).toHaveLength(1), soon);
  expect(scene.told("/d")[0]).toMatchObject({ DialCallStatus: "no-answer" });
  expect(Object.keys(scene.told("/d")[0] ?? {}).filter((name) => name.startsWith("Recording"))).toEqual([]);
  expect(scene.told("/r")).toEqual([]);
});

test("a Dial without a recording is told without one", async () => {
  await using scene = await start(dial(""));
  await answer(scene);
  await hangUp(scene);
  await vi.waitFor(() => expect(scene.told("/d")).toHaveLength(1), soon);
  expect(scene.told("/d")[0]).not.toHaveProperty("RecordingUrl");
});

test("a twivot that closes waits for no file", async () => {
  const scene = await start(dial(recorded), { awaitMs: 60_000 });
  await answer(scene);
  await hangUp(scene);
  await vi.waitFor(() => expect(scene.told("/status")).toHaveLength(1), soon);
  const startedMs = performance.now();
  await scene[Symbol.asyncDispose]();
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  expect(scene.told("/d")).toMatchObject([{ ...talked, ...file }]);
});

const all = `${recorded} recordingStatusCallbackEvent="in-progress completed absent"`;

test("that the recording has begun is told when somebody answers, once, and then its end", async () => {
  await using scene = await start(dial(all));
  expect(scene.told("/r")).toEqual([]);
  await answer(scene);
  await vi.waitFor(() => expect(scene.told("/r")).toHaveLength(1), soon);
  await hangUp(scene);
  await scene.put(4);
  await vi.waitFor(() => expect(scene.told("/r")).toHaveLength(2), soon);
  expect(scene.told("/r")).toMatchObject([
    { ...file, CallSid: sid, RecordingStatus: "in-progress", RecordingSource: "DialVerb" },
    { ...file, CallSid: sid, RecordingStatus: "completed", RecordingDuration: "4" },
  ]);
});

test("without a webhook of the answer the file tells that the recording had begun", async () => {
  await using scene = await start(dial(all));
  await scene.put(4);
  await vi.waitFor(() => expect(scene.told("/r")).toHaveLength(2), soon);
  await answer(scene);
  await sleep(50);
  const statuses = scene.told("/r").map((event) => event["RecordingStatus"]);
  expect(statuses.toSorted()).toEqual(["completed", "in-progress"]);
});
