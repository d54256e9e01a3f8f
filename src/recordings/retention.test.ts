import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { keepingLog, type LogLine } from "../../test/support/twivot.ts";
import type { RecordingFiles } from "./recording-files.ts";
import type { RecordingName } from "./recording-name.ts";
import { keepSweeping } from "./retention.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const nowMs = 1_800_000_000_000;

function nameOf(number: number): RecordingName {
  return { accountSid: `AC${"a".repeat(32)}`, sid: `RE${String(number).padStart(32, "0")}`, format: "mp3" };
}

function makeWorld(files: Partial<RecordingFiles>) {
  const logged: LogLine[] = [];
  const recordings = {
    store: { kind: "directory", directory: "recordings" },
    auth: false,
    keepDays: 30,
    maxBytes: 1_000,
  } as const;
  const world = {
    config: () => ({ recordings }),
    outside: { now: () => nowMs, log: keepingLog(logged) },
    files: {
      discardPieces: async () => {},
      olderThan: async () => [],
      delete: async () => true,
      ...files,
    } as RecordingFiles,
  };
  return { world, logged };
}

test("what is older than keepDays is deleted at the start", async () => {
  const deleted: RecordingName[] = [];
  const olderThan = vi.fn(async () => [nameOf(1), nameOf(2)]);
  const { world, logged } = makeWorld({ olderThan, delete: async (name) => deleted.push(name) > 0 });
  const stop = keepSweeping(world);
  await stop();
  expect(olderThan).toHaveBeenCalledExactlyOnceWith(nowMs - 30 * DAY_MS);
  expect(deleted).toEqual([nameOf(1), nameOf(2)]);
  expect(logged).toMatchObject([{ level: "info", content: { deleted: 2 } }]);
});

test("what cannot be deleted is logged, and keeps nothing else from being deleted", async () => {
  const deleted: RecordingName[] = [];
  const { world, logged } = makeWorld({
    olderThan: async () => [nameOf(1), nameOf(2)],
    delete: async (name) => {
      if (name.sid === nameOf(1).sid) throw new Error("EACCES");
      return deleted.push(name) > 0;
    },
  });
  await keepSweeping(world)();
  expect(deleted).toEqual([nameOf(2)]);
  expect(logged).toMatchObject([
    { level: "error", content: { code: "recording-storage" } },
    { level: "info" },
  ]);
});

test("a listing that fails is logged", async () => {
  const { world, logged } = makeWorld({ olderThan: () => Promise.reject(new Error("S3 is gone")) });
  await keepSweeping(world)();
  expect(logged).toMatchObject([{ level: "error", content: { code: "recording-storage" } }]);
});

test("sweeps follow each other, never at once, until they are stopped", async () => {
  let running = 0;
  let most = 0;
  let sweeps = 0;
  const { world } = makeWorld({
    olderThan: async () => {
      running += 1;
      sweeps += 1;
      most = Math.max(most, running);
      await sleep(15);
      running -= 1;
      return [];
    },
  });
  const stop = keepSweeping(world, 5);
  await vi.waitUntil(() => sweeps >= 3);
  await stop();
  expect([most, running]).toEqual([1, 0]);
  const after = sweeps;
  await sleep(30);
  expect(sweeps).toBe(after);
});
