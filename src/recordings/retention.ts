import type { Config } from "../config.ts";
import type { Outside } from "../outside.ts";
import type { RecordingFiles } from "./recording-files.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

type World = {
  readonly config: () => Pick<Config, "recordings">;
  readonly outside: Pick<Outside, "now" | "log">;
  readonly files: RecordingFiles;
};

/**
 * Deletes what is older than `keepDays`, now and then after each interval. One sweep ends before the next begins.
 *
 * @returns how to stop it: a sweep under way is waited for
 */
export function keepSweeping(world: World, intervalMs = HOUR_MS): () => Promise<void> {
  let sweeping: Promise<void> | undefined;
  const begin = () => {
    sweeping ??= sweep(world).finally(() => {
      sweeping = undefined;
    });
  };
  begin();
  const timer = setInterval(begin, intervalMs).unref();
  return async () => {
    clearInterval(timer);
    await sweeping;
  };
}

/** Deletes what is older than `keepDays`. What cannot be deleted is logged, and tried again the next time. */
async function sweep({ config, outside, files }: World): Promise<void> {
  const { now, log } = outside;
  const keptSinceMs = now() - config().recordings.keepDays * DAY_MS;
  let deleted = 0;
  await attempt(log, async () => {
    // Kazoo tries for minutes at most to put one file (kapps_call_command:store_file).
    await files.discardPieces(now() - HOUR_MS);
    for (const name of await files.olderThan(keptSinceMs)) {
      await attempt(log, async () => {
        if (await files.delete(name)) deleted += 1;
      });
    }
  });
  if (deleted > 0)
    log.info({ deleted, keptSince: new Date(keptSinceMs).toISOString() }, "recordings deleted");
}

async function attempt(log: World["outside"]["log"], act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (err) {
    log.error({ code: "recording-storage", err }, "recordings that are too old were not deleted");
  }
}
