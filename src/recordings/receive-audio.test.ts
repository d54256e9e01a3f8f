import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mp3Bytes, variableMp3Bytes, wavBytes, xingMp3Bytes } from "../../test/support/audio-bytes.ts";
import { receiveAudio, wholeSeconds } from "./receive-audio.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "twivot-receive-"));
});

afterEach(() => rm(directory, { recursive: true }));

const MAX_BYTES = 1_000_000;

function receive(...chunks: readonly Uint8Array[]) {
  return receiveAudio(Readable.from(chunks, { objectMode: false }), join(directory, "file"), MAX_BYTES);
}

test.each([
  ["a WAV file", wavBytes(3), "wav", 3],
  ["a WAV file of both sides", wavBytes(3, 2), "wav", 3],
  ["a WAV file of two and a half seconds", wavBytes(2.5), "wav", 3],
  ["a WAV file of a word", wavBytes(0.3), "wav", 1],
  ["an MP3 file of constant rate", mp3Bytes(4), "mp3", 4],
  ["an MP3 file of variable rate, frame by frame", variableMp3Bytes(7), "mp3", 7],
  ["an MP3 file of variable rate with a Xing header", xingMp3Bytes(7), "mp3", 7],
] as const)("%s tells its seconds", async (_what, bytes, format, seconds) => {
  expect(await receive(bytes)).toEqual({ format, seconds, sizeBytes: bytes.length });
  expect(await readFile(join(directory, "file"))).toEqual(bytes);
});

test.each([
  ["no bytes", Buffer.alloc(0)],
  ["a WAV header and no audio", wavBytes(0)],
  ["the frames with which an encoder fills up", mp3Bytes(0.1)],
])("%s is nothing, and no file is left", async (_what, bytes) => {
  expect(await receive(bytes)).toEqual({ format: undefined, seconds: 0, sizeBytes: bytes.length });
  expect(await readdir(directory)).toEqual([]);
});

test("bytes that are no audio are refused, and no file is left", async () => {
  await expect(receive(Buffer.from("<html>".repeat(100)))).rejects.toMatchObject({
    code: "recording-type",
    status: 415,
  });
  expect(await readdir(directory)).toEqual([]);
});

test("what begins as audio and is none is refused or nothing, and never a bug", async () => {
  const head = fc.constantFrom(
    Buffer.from("RIFF\x24\0\0\0WAVE", "latin1"),
    Buffer.from([0xff, 0xfb]),
    Buffer.from("ID3"),
  );
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 300 }), async (begin, rest) => {
      const result = await receive(begin, rest).catch((error: unknown) => error);
      if (result instanceof Error) expect(result).toMatchObject({ code: "recording-type" });
      await rm(join(directory, "file"), { force: true });
    }),
  );
});

test("a file that is too large is refused while it comes, and the request stays open for the answer", async () => {
  const body = Readable.from([wavBytes(30), wavBytes(30), wavBytes(30)], { objectMode: false });
  await expect(receiveAudio(body, join(directory, "file"), 600_000)).rejects.toMatchObject({
    code: "recording-too-large",
    status: 413,
  });
  expect(body.destroyed).toBe(false);
  expect(await readdir(directory)).toEqual([]);
});

test("an upload that is cut leaves no file", async () => {
  async function* cut() {
    yield wavBytes(1);
    throw new Error("aborted");
  }
  const body = Readable.from(cut(), { objectMode: false });
  await expect(receiveAudio(body, join(directory, "file"), MAX_BYTES)).rejects.toMatchObject({
    code: "recording-cut",
  });
  expect(await readdir(directory)).toEqual([]);
});

test("a disk that fails is told as such", async () => {
  const body = Readable.from([wavBytes(1)], { objectMode: false });
  await expect(receiveAudio(body, join(directory, "gone", "file"), MAX_BYTES)).rejects.toMatchObject({
    code: "recording-storage",
    status: 503,
  });
});

test.each([
  [0, 0],
  [0.24, 0],
  [0.25, 1],
  [1.49, 1],
  [1.5, 2],
  [59.9, 60],
])("%d seconds of audio are told as %d", (seconds, whole) => {
  expect(wholeSeconds(seconds)).toBe(whole);
});
