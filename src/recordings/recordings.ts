import { EventEmitter, once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Callbacks } from "../callbacks/callbacks.ts";
import type { Config } from "../config.ts";
import type { Outside } from "../outside.ts";
import { recordingSid } from "../twilio/sids.ts";
import type { Recorded } from "../verbs/define.ts";
import { chunksOf, receiveAudio, tooLarge } from "./receive-audio.ts";
import { hangUpAction, startedAt, tellInProgress, tellOutcome } from "./recording-callbacks.ts";
import { openRecordingFiles, type RecordingFiles } from "./recording-files.ts";
import { recordingUrl } from "./recording-name.ts";
import { UPLOAD_LIFETIME_SECONDS, type Upload } from "./upload.ts";

/** The recordings of all calls: what Kazoo puts, and what is waited for. */
export type Recordings = {
  readonly files: RecordingFiles;
  /**
   * A recording has begun that waited for somebody to answer, `leftAtMs` being when. Its application is told once, however
   * often this is known.
   */
  readonly began: (upload: Omit<Upload, "x">) => Promise<void>;
  /**
   * Kazoo has come back to a call in which a recording was made, or the caller has left it: gives it as soon as its file is
   * there, or without a duration where it does not come in time.
   */
  readonly awaitRecorded: (callSid: string, number: number, accountSid: string) => Promise<Recorded>;
  /**
   * Takes the file of a recording. Only the first one counts: of another the bytes are thrown away, and it gets the
   * same answer.
   *
   * @throws what `receiveAudio` throws
   */
  readonly take: (upload: Upload, body: Readable) => Promise<Receipt>;
  /** Waits for what is still to be decided, for `hangUpMs` at most. No file is waited for any more. */
  readonly close: () => Promise<void>;
};

/** What is known of a recording whose file has come. */
export type Receipt = {
  readonly sid: string;
  /** Whole seconds; 0 where nothing was recorded, and no file is kept. */
  readonly seconds: number;
};

type World = {
  readonly config: () => Config;
  readonly outside: Pick<Outside, "store" | "now" | "log">;
  readonly callbacks: Pick<Callbacks, "send">;
};

/** Milliseconds. */
export type Patience = {
  /** How long a call waits for its file. */
  readonly awaitMs: number;
  /** How soon a file is seen that came to another replica. */
  readonly pollMs: number;
  /** How long after the file Kazoo may come back. Later the caller is taken to have hung up. */
  readonly hangUpMs: number;
};

const usualPatience: Patience = { awaitMs: 10_000, pollMs: 100, hangUpMs: 4_000 };

/** The files are those of the configuration as it is now. */
export function createRecordings(world: World, changed: Partial<Patience> = {}): Recordings {
  const patience = { ...usualPatience, ...changed };
  const { config, outside } = world;
  const files = openRecordingFiles(config().recordings.store);
  // A file that comes to this process is told by its sid, so that waiting for it ends at once.
  const arrivals = new EventEmitter().setMaxListeners(0);
  const undecided = new Set<Promise<void>>();
  const closing = new AbortController();
  const began: Recordings["began"] = (upload) => tellOnce(upload, upload.leftAtMs, world);
  return {
    files,
    began,
    awaitRecorded: async (callSid, number, accountSid) => {
      const sid = recordingSid(callSid, number, config().secrets);
      await claim(sid, "kazoo", outside);
      const receipt = await awaitReceipt(sid, { arrivals, outside, patience, closing: closing.signal });
      return { sid, url: recordingUrl(config().publicUrl, { accountSid, sid }), duration: receipt?.seconds };
    },
    take: async (upload, body) => {
      const { receipt, isFirst } = await takeFile(upload, body, files, world);
      if (!isFirst) return receipt;
      arrivals.emit(receipt.sid);
      const outcome = { ...receipt, arrivedAtMs: outside.now() };
      // Only webhooks tell of its beginning, and they may be late or not set up.
      if (upload.recording.onBridge === true) await tellOnce(upload, startedAt(upload, outcome), world);
      tellOutcome(upload, outcome, world);
      const decision = tellHangUp(upload, receipt, world, patience).catch((err: unknown) => {
        outside.log.error({ err, recordingSid: receipt.sid }, "the action of a recording was not requested");
      });
      undecided.add(decision);
      void decision.then(() => undecided.delete(decision));
      return receipt;
    },
    close: async () => {
      closing.abort();
      await Promise.all(undecided);
      await files.close();
    },
  };
}

async function takeFile(
  upload: Upload,
  body: Readable,
  files: RecordingFiles,
  { config, outside }: World,
): Promise<{ readonly receipt: Receipt; readonly isFirst: boolean }> {
  const { store, now, log } = outside;
  const { maxBytes } = config().recordings;
  const { CallSid: callSid = "", AccountSid: accountSid = "" } = upload.parameters;
  const sid = recordingSid(callSid, upload.recording.number, config().secrets);
  const earlier = await findReceipt(sid, outside);
  if (earlier !== undefined) {
    await throwAway(body, maxBytes);
    return { receipt: earlier, isFirst: false };
  }
  const startedMs = now();
  const path = await files.freePath();
  const { format, seconds, sizeBytes } = await receiveAudio(body, path, maxBytes);
  if (format !== undefined) await files.keep(path, { accountSid, sid, format });
  const receipt = { sid, seconds };
  // Several of Kazoo's nodes may put the same file at once (ecallmgr_fs_recordings): one of them is the first.
  const added = store.add(receiptKey(sid), JSON.stringify(receipt), UPLOAD_LIFETIME_SECONDS);
  // Better to tell of it twice than never.
  const isFirst = await unlessStoreFails(added, true, log);
  log.info(
    { callSid, recordingSid: sid, seconds, sizeBytes, isFirst, tookMs: now() - startedMs },
    "recorded",
  );
  return { receipt, isFirst };
}

async function throwAway(body: Readable, maxBytes: number): Promise<void> {
  let sizeBytes = 0;
  for await (const chunk of chunksOf(body)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
  }
}

/**
 * After a hang-up Kazoo asks nothing, but the file comes all the same: when Kazoo does not come back for it, the action
 * is requested here, once.
 */
async function tellHangUp(
  upload: Upload,
  { sid, seconds }: Receipt,
  { config, outside, callbacks }: World,
  { hangUpMs }: Patience,
): Promise<void> {
  if (upload.recording.action === undefined) return;
  await sleep(hangUpMs);
  if (!(await claim(sid, "hang-up", outside))) return;
  const action = hangUpAction(upload, seconds, config());
  if (action !== undefined) callbacks.send(action);
}

/** Tells of the beginning of a recording unless that was told. */
async function tellOnce(upload: Omit<Upload, "x">, startedAtMs: number, world: World): Promise<void> {
  const { callback, number } = upload.recording;
  if (callback?.events.includes("in-progress") !== true) return;
  const { store, log } = world.outside;
  const sid = recordingSid(upload.parameters["CallSid"] ?? "", number, world.config().secrets);
  const added = store.add(`recording-begun:${sid}`, "1", UPLOAD_LIFETIME_SECONDS);
  if (await unlessStoreFails(added, true, log)) tellInProgress(upload, world, startedAtMs);
}

/** Whether the outcome of a recording is now told by this way, and by no other. */
function claim(sid: string, way: "kazoo" | "hang-up", { store, log }: World["outside"]): Promise<boolean> {
  const added = store.add(`recording-told:${sid}`, way, UPLOAD_LIFETIME_SECONDS);
  return unlessStoreFails(added, false, log);
}

async function awaitReceipt(
  sid: string,
  {
    arrivals,
    outside,
    patience,
    closing,
  }: { arrivals: EventEmitter; patience: Patience; closing: AbortSignal } & Pick<World, "outside">,
): Promise<Receipt | undefined> {
  // The clock of the machine may jump.
  const untilMs = performance.now() + patience.awaitMs;
  for (;;) {
    const receipt = await findReceipt(sid, outside);
    const leftMs = Math.ceil(untilMs - performance.now());
    if (receipt !== undefined || leftMs <= 0 || closing.aborted) return receipt;
    const signal = AbortSignal.timeout(Math.min(patience.pollMs, leftMs));
    await once(arrivals, sid, { signal }).catch(() => {
      // Time to look whether it came to another replica.
    });
  }
}

async function findReceipt(sid: string, { store, log }: World["outside"]): Promise<Receipt | undefined> {
  const text = await unlessStoreFails(store.get(receiptKey(sid)), undefined, log);
  // Written by `takeFile`, of this or another replica.
  return text === undefined ? undefined : (JSON.parse(text) as Receipt);
}

/** A store that fails costs no recording and no call: Kazoo puts the file of a `record_caller` only once. */
async function unlessStoreFails<T>(result: Promise<T>, otherwise: T, log: Outside["log"]): Promise<T> {
  try {
    return await result;
  } catch (err) {
    log.warn({ code: "recording-state-lost", err }, "the store does not tell of a recording");
    return otherwise;
  }
}

function receiptKey(sid: string): string {
  return `recording:${sid}`;
}
