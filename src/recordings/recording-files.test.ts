import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type S3, startS3 } from "../../test/support/s3.ts";
import { openRecordingFiles, type RecordingFiles } from "./recording-files.ts";
import type { RecordingName } from "./recording-name.ts";
import { createS3Files } from "./s3-files.ts";

let directory: string;
let s3: S3;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "twivot-files-"));
  s3 = await startS3();
});

afterAll(async () => {
  await s3[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

/** A name that no other test has. */
function newName(format: RecordingName["format"] = "mp3"): RecordingName {
  names += 1;
  return { accountSid: `AC${"a".repeat(32)}`, sid: `RE${names.toString(16).padStart(32, "0")}`, format };
}
let names = 0;

async function keep(files: RecordingFiles, name: RecordingName, content: string): Promise<void> {
  const path = await files.freePath();
  await writeFile(path, content);
  await files.keep(path, name);
}

describe.each(["directory", "s3"] as const)("%s", (kind) => {
  const open = () =>
    openRecordingFiles(kind === "s3" ? s3.store : { kind, directory: join(directory, "recordings") });

  test("a file that is kept can be found and read", async () => {
    const files = open();
    const name = newName();
    await keep(files, name, "0123456789");
    const found = await files.find(name);
    expect(found).toMatchObject({ sizeBytes: 10, etag: expect.stringMatching(/^"[^"]+"$/) });
    expect(Math.abs((found?.modifiedMs ?? 0) - Date.now())).toBeLessThan(60_000);
    const stream = await files.read(name);
    expect(stream && String(await buffer(stream))).toBe("0123456789");
    await files.close();
  });

  test("a piece of it can be read", async () => {
    const files = open();
    const name = newName("wav");
    await keep(files, name, "0123456789");
    const stream = await files.read(name, { start: 3, end: 5 });
    expect(stream && String(await buffer(stream))).toBe("345");
    await files.close();
  });

  test("a file replaces another of the same name", async () => {
    const files = open();
    const name = newName();
    await keep(files, name, "first");
    await keep(files, name, "second");
    const stream = await files.read(name);
    expect(stream && String(await buffer(stream))).toBe("second");
    await files.close();
  });

  test("what is not there is not found, read or deleted", async () => {
    const files = open();
    const name = newName();
    expect(await files.find(name)).toBeUndefined();
    expect(await files.read(name)).toBeUndefined();
    expect(await files.delete(name)).toBe(false);
    await files.close();
  });

  test("a file that is deleted is gone", async () => {
    const files = open();
    const name = newName();
    await keep(files, name, "x");
    expect(await files.delete(name)).toBe(true);
    expect(await files.find(name)).toBeUndefined();
    await files.close();
  });

  test("files older than a time are listed, younger ones are not", async () => {
    const files = open();
    const name = newName("wav");
    await keep(files, name, "x");
    expect(await files.olderThan(Date.now() + 60_000)).toContainEqual(name);
    expect(await files.olderThan(Date.now() - 60_000)).toEqual([]);
    await files.close();
  });

  test("a name that leads elsewhere is refused", async () => {
    const files = open();
    const name = { ...newName(), sid: "../../etc/passwd" };
    await expect(files.find(name)).rejects.toThrow(/cannot be the name of a recording/);
    await files.close();
  });

  test("a place where files can be kept passes the check", async () => {
    const files = open();
    await expect(files.check()).resolves.toBeUndefined();
    await files.close();
  });
});

test("what is not whole is in no listing, and goes when it is old", async () => {
  const files = openRecordingFiles({ kind: "directory", directory: join(directory, "pieces") });
  const old = await files.freePath();
  const young = await files.freePath();
  await writeFile(old, "half");
  await writeFile(young, "half");
  await utimes(old, 1, 1);
  expect(await files.olderThan(Date.now() + 60_000)).toEqual([]);
  await files.discardPieces(Date.now() - 60_000);
  expect(await readdir(join(directory, "pieces", "incoming"))).toEqual([young.split("/").at(-1)]);
});

test("a directory that does not exist yet holds nothing", async () => {
  const files = openRecordingFiles({ kind: "directory", directory: join(directory, "none") });
  expect(await files.olderThan(Date.now())).toEqual([]);
  await files.discardPieces(Date.now());
});

test("a directory that can be made passes the check, and is not made for it", async () => {
  const files = openRecordingFiles({ kind: "directory", directory: join(directory, "new", "recordings") });
  await files.check();
  expect(await readdir(directory)).not.toContain("new");
});

// For root every directory may be written.
test.skipIf(process.getuid?.() === 0)("a directory that may not be written fails the check", async () => {
  const files = openRecordingFiles({ kind: "directory", directory: "/recordings-of-a-test" });
  await expect(files.check()).rejects.toMatchObject({ code: "recording-storage" });
});

test("a directory that cannot be made fails the check, and the code says so", async () => {
  const file = join(directory, "a-file");
  await writeFile(file, "");
  const files = openRecordingFiles({ kind: "directory", directory: join(file, "recordings") });
  await expect(files.check()).rejects.toMatchObject({ code: "recording-storage", status: 503 });
});

test("a bucket that does not exist fails the check", async () => {
  const files = openRecordingFiles({ ...s3.store, bucket: "another" });
  await expect(files.check()).rejects.toMatchObject({ code: "recording-storage", status: 503 });
  await files.close();
});

test("a server that is gone fails what is asked of it, and the code says so", async () => {
  const files = openRecordingFiles({ ...s3.store, endpoint: "http://127.0.0.1:9" });
  await expect(files.find(newName())).rejects.toMatchObject({ code: "recording-storage", status: 503 });
  await files.close();
});

test("S3 without its package says what to install", async () => {
  const files = createS3Files(s3.store, () => Promise.reject(new Error("Cannot find package")));
  await expect(files.check()).rejects.toMatchObject({
    code: "recording-s3-missing",
    message: expect.stringMatching(/install/),
  });
  await files.close();
});
