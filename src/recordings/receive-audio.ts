import { createReadStream } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { PivotRequestError } from "../errors.ts";
import { type AudioFormat, audioFormat, contentTypes, HEAD_BYTES } from "./audio-format.ts";
import { storageError } from "./recording-files.ts";

/** A file that has come whole. */
export type ReceivedAudio = {
  /** Undefined where there is nothing to hear in it. */
  readonly format: AudioFormat | undefined;
  /** Whole, see `wholeSeconds`. */
  readonly seconds: number;
  readonly sizeBytes: number;
};

/** What is shorter is nothing: an MP3 encoder fills up frames of 24 to 72 ms, also where there was no sound. */
const SHORTEST_SECONDS = 0.25;

/**
 * Writes a recording to a file as it comes, and looks what it is. Where it is not taken, or holds no audio, there is no
 * file afterwards. The body is left open on errors, so that they can be answered.
 *
 * @throws {PivotRequestError} 413 `recording-too-large`, 415 `recording-type`, 400 `recording-cut`
 * @throws {TwivotError} 503 `recording-storage`
 */
export async function receiveAudio(body: Readable, path: string, maxBytes: number): Promise<ReceivedAudio> {
  try {
    const { head, sizeBytes } = await write(body, path, maxBytes);
    const format = audioFormat(head);
    if (format === undefined && sizeBytes > 0) {
      throw new PivotRequestError("recording-type", "This is neither MP3 nor WAV.", { status: 415 });
    }
    const seconds = format === undefined ? 0 : wholeSeconds(await measure(path, format, sizeBytes));
    if (seconds > 0) return { format, seconds, sizeBytes };
    await rm(path, { force: true });
    return { format: undefined, seconds: 0, sizeBytes };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Rounded to the nearest second, and 1 at least, so that 0 means that nothing was recorded. */
export function wholeSeconds(seconds: number): number {
  return seconds < SHORTEST_SECONDS ? 0 : Math.max(1, Math.round(seconds));
}

async function write(
  body: Readable,
  path: string,
  maxBytes: number,
): Promise<{ readonly head: Buffer; readonly sizeBytes: number }> {
  const file = await open(path, "wx").catch(fail);
  let head = Buffer.alloc(0);
  let sizeBytes = 0;
  try {
    for await (const chunk of chunksOf(body)) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
      await append(file, chunk);
    }
    await file.sync().catch(fail);
  } finally {
    await file.close();
  }
  return { head, sizeBytes };
}

/** The chunks of a request; it is not destroyed where they are not read to the end. */
export async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk;
  } catch (cause) {
    const message = "The upload ended in the middle: nothing of it is kept.";
    throw new PivotRequestError("recording-cut", message, { status: 400, cause });
  }
}

/** What is told of a file that is larger than allowed. */
export function tooLarge(maxBytes: number): PivotRequestError {
  const message = `The recording is larger than ${maxBytes} bytes: raise TWIVOT_RECORDINGS_MAX_BYTES, or record less.`;
  return new PivotRequestError("recording-too-large", message, { status: 413 });
}

async function append(file: FileHandle, chunk: Buffer): Promise<void> {
  await file.writeFile(chunk).catch(fail);
}

function fail(cause: unknown): never {
  throw storageError(cause);
}

/** The seconds of a file, from its headers, or its frames where these are all that tells. */
async function measure(path: string, format: AudioFormat, sizeBytes: number): Promise<number> {
  // Loaded with the first recording: many applications record nothing.
  const { parseStream } = await import("music-metadata");
  const stream = createReadStream(path);
  try {
    const about = { mimeType: contentTypes[format], size: sizeBytes, path };
    const { format: found } = await parseStream(stream, about, { duration: true, skipCovers: true });
    return found.duration ?? 0;
  } catch (cause) {
    const message = `This begins as ${format} and cannot be read as such.`;
    throw new PivotRequestError("recording-type", message, { status: 415, cause });
  } finally {
    stream.destroy();
  }
}
