import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { RecordingFiles } from "./recording-files.ts";
import { readRecordingPath, recordingPath } from "./recording-name.ts";

/** Files under a directory, which replicas may share: `AC…/RE….mp3`, and `incoming/` for what is not whole yet. */
export function createDirectoryFiles(directory: string): RecordingFiles {
  const incoming = resolve(directory, "incoming");
  const pathOf = (name: Parameters<typeof recordingPath>[0]) => join(directory, recordingPath(name));
  return {
    freePath: async () => {
      await mkdir(incoming, { recursive: true });
      return join(incoming, randomUUID());
    },
    keep: async (path, name) => {
      const folder = dirname(pathOf(name));
      await mkdir(folder, { recursive: true });
      await rename(path, pathOf(name));
      await syncDirectory(folder);
    },
    find: async (name) => {
      const found = await orUndefined(stat(pathOf(name)));
      if (found === undefined) return undefined;
      const etag = `"${found.size.toString(16)}-${Math.floor(found.mtimeMs).toString(16)}"`;
      return { sizeBytes: found.size, etag, modifiedMs: found.mtimeMs };
    },
    read: async (name, range) => (await orUndefined(open(pathOf(name))))?.createReadStream(range),
    delete: async (name) => {
      const isDeleted = rm(pathOf(name)).then(() => true);
      return (await orUndefined(isDeleted)) ?? false;
    },
    olderThan: async (timeMs) =>
      (await oldFiles(directory, timeMs)).map(readRecordingPath).filter((name) => name !== undefined),
    discardPieces: async (timeMs) => {
      for (const piece of await oldFiles(incoming, timeMs)) await rm(join(incoming, piece), { force: true });
    },
    check: () => mayWrite(incoming),
    close: async () => {},
  };
}

/** Whether there is, or could be made, such a directory to write into. It is not made before it is needed. */
async function mayWrite(path: string): Promise<void> {
  const isThere = access(path, constants.W_OK | constants.X_OK).then(() => true);
  if (!(await orUndefined(isThere))) await mayWrite(dirname(path));
}

/** Makes a rename outlast a power failure. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The files below a directory that were last written before a time, by their paths in it. */
async function oldFiles(directory: string, timeMs: number): Promise<readonly string[]> {
  const entries = (await orUndefined(readdir(directory, { recursive: true }))) ?? [];
  const old: string[] = [];
  for (const entry of entries) {
    const found = await orUndefined(stat(join(directory, entry)));
    if (found?.isFile() && found.mtimeMs < timeMs) old.push(entry);
  }
  return old;
}

/** Undefined where there is no such file. */
async function orUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
