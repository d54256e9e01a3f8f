import type { Readable } from "node:stream";
import type { RecordingsConfig } from "../config.ts";
import { TwivotError } from "../errors.ts";
import type { ByteRange } from "./byte-range.ts";
import { createDirectoryFiles } from "./directory-files.ts";
import type { RecordingName } from "./recording-name.ts";
import { createS3Files } from "./s3-files.ts";

/** Where recordings are kept. A file is there whole, or not at all. */
export type RecordingFiles = {
  /** A path on this machine that is still free: what comes is written there until it is whole. */
  readonly freePath: () => Promise<string>;
  /** Takes over the file at a path; a file of the same name is replaced. */
  readonly keep: (path: string, name: RecordingName) => Promise<void>;
  readonly find: (name: RecordingName) => Promise<StoredFile | undefined>;
  /** The bytes, or a piece of them; undefined where there is no such file. */
  readonly read: (name: RecordingName, range?: ByteRange) => Promise<Readable | undefined>;
  /** Whether there was such a file. */
  readonly delete: (name: RecordingName) => Promise<boolean>;
  /** The recordings that were kept before a time, in milliseconds since 1970. */
  readonly olderThan: (timeMs: number) => Promise<readonly RecordingName[]>;
  /** Deletes what uploads that a crash has cut left behind before a time, in milliseconds since 1970. */
  readonly discardPieces: (timeMs: number) => Promise<void>;
  /** @throws {TwivotError} where nothing could be kept. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type StoredFile = {
  readonly sizeBytes: number;
  /** With its quotation marks. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
};

/**
 * The files of the configured kind. Nothing is opened before it is needed.
 *
 * Its functions throw {TwivotError} `recording-storage`, 503, where the disk or the server fails.
 */
export function openRecordingFiles(store: RecordingsConfig["store"]): RecordingFiles {
  const files = store.kind === "directory" ? createDirectoryFiles(store.directory) : createS3Files(store);
  return {
    freePath: guarded(files.freePath),
    keep: guarded(files.keep),
    find: guarded(files.find),
    read: guarded(files.read),
    delete: guarded(files.delete),
    olderThan: guarded(files.olderThan),
    discardPieces: guarded(files.discardPieces),
    check: guarded(files.check),
    close: files.close,
  };
}

/** What is told where a disk or a server fails. */
export function storageError(cause: unknown): TwivotError {
  if (cause instanceof TwivotError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `Recordings cannot be kept or read: ${why}. See to the disk or the bucket that is configured.`;
  return new TwivotError("recording-storage", message, { status: 503, cause });
}

function guarded<A extends readonly unknown[], R>(
  act: (...given: A) => Promise<R>,
): (...given: A) => Promise<R> {
  return async (...given) => {
    try {
      return await act(...given);
    } catch (cause) {
      throw storageError(cause);
    }
  };
}
