import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Config } from "../config.ts";
import { openRecordingFiles } from "../recordings/recording-files.ts";
import type { Store } from "../store/store.ts";
import { type Finding, fault, ok, warning, why } from "./finding.ts";

/** Whether recordings can be kept, and whether there is room for some. */
export async function checkRecordings({
  recordings,
}: Pick<Config, "recordings">): Promise<readonly Finding[]> {
  const { store, maxBytes } = recordings;
  const files = openRecordingFiles(store);
  try {
    await files.check();
    if (store.kind === "s3")
      return [ok("recordings", `Recordings can be kept in the bucket ${store.bucket}.`)];
    const free = await freeBytes(resolve(store.directory));
    if (free >= maxBytes) return [ok("recordings", `Recordings can be kept in ${store.directory}.`)];
    const message = `${store.directory} has ${Math.round(free / 1e6)} MB left, less than one recording may take.`;
    return [warning("recordings", message)];
  } catch (error) {
    return [fault("recordings", why(error))];
  } finally {
    await files.close();
  }
}

/** Of the file system that a directory is on, or will be: it is made with the first recording. */
async function freeBytes(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return freeBytes(dirname(directory));
  }
}

/** Whether what replicas share can be shared. */
export async function checkStore(store: Store, isShared: boolean): Promise<readonly Finding[]> {
  try {
    await store.ping();
    return isShared ? [ok("redis", "Redis answers.")] : [];
  } catch (error) {
    return [fault("redis", `Redis cannot be used (${why(error)}): correct REDIS_URL or start it.`)];
  }
}
