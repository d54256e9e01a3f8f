import { speechIn } from "../speaking.ts";
import type { KazooCall, KazooRequest } from "./call.ts";
import { mp3File, wavFile } from "./upload-audio.ts";
import { callerFileUrl, callFileUrl } from "./upload-url.ts";

/** How long it takes until a file is on its way: less than anybody hears. */
const FILE_MS = 200;

/** What a node says of a recording's file. */
export type File = { readonly url: string | undefined; readonly extension: "mp3" | "wav" };

/** What a running recording waits for before it begins. */
export type Begins = "now" | "answered" | "bridged";

type Running = File & {
  readonly begins: Begins;
  /** Whether it goes on when the caller is transferred. */
  readonly followsTransfer: boolean;
  readonly sinceMs: number;
  readonly limitMs: number;
  readonly number: number;
};

type Waiting = { readonly atMs: number; readonly request: KazooRequest };

/** The recordings of a call, and their files on the way to whom they are for. */
export class Recordings {
  readonly #call: KazooCall;
  /** The one that was begun last is at the end. */
  #running: Running[] = [];
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(call: KazooCall) {
    this.#call = call;
  }

  /** Begins to record the call, which goes on. */
  start(file: File, begins: Begins, limitMs: number, followsTransfer = true): void {
    const { line } = this.#call;
    this.#count += 1;
    this.#running.push({
      ...file,
      begins,
      followsTransfer,
      sinceMs: line.nowMs,
      limitMs,
      number: this.#count,
    });
    line.note({ kind: "recording" });
  }

  /** Stops the recording that was begun last; nothing where none runs. */
  stop(): void {
    const last = this.#running.pop();
    if (last !== undefined) this.#finish(last, this.#call.line.nowMs);
  }

  /** Stops those that a transfer ends (should_follow_transfer, cf_record_call:handle/2). */
  transferred(): void {
    const over = this.#running.filter(({ followsTransfer }) => !followsTransfer);
    this.#running = this.#running.filter(({ followsTransfer }) => followsTransfer);
    for (const running of over) this.#finish(running, this.#call.line.nowMs);
  }

  /** Puts the file of a recording of the caller, which 5.0 never does. */
  put({ url, extension }: File, fromMs: number, toMs: number): void {
    const { facts, version } = this.#call;
    if (url === undefined || version === "5.0") return;
    const content = this.#content({ extension, fromMs, toMs, channels: 1 });
    this.#send(callerFileUrl(url, facts, extension), extension, content, toMs + FILE_MS);
  }

  /** Whether a file goes out before a moment. */
  hasFileUntil(untilMs: number): boolean {
    return this.#waiting.some(({ atMs }) => atMs <= untilMs);
  }

  /**
   * Sends the files that are on their way before a moment, and ends recordings that are over. Gives when the last one
   * went, if any did.
   */
  async send(untilMs: number): Promise<number | undefined> {
    const { line, request } = this.#call;
    const isOver = ({ sinceMs, limitMs }: Running) => line.isEnded || sinceMs + limitMs <= line.nowMs;
    for (const running of this.#running.filter(isOver)) this.#finish(running, line.nowMs);
    this.#running = this.#running.filter((running) => !isOver(running));
    const due = this.#waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > untilMs);
    for (const { atMs, request: upload } of due) await request(upload, atMs);
    return due.at(-1)?.atMs;
  }

  #finish(running: Running, nowMs: number): void {
    const { url, extension, limitMs, number } = running;
    const fromMs = this.#begunAtMs(running);
    if (url === undefined || fromMs === undefined) return;
    const toMs = Math.min(nowMs, fromMs + limitMs);
    const { facts, version } = this.#call;
    const content = this.#content({ extension, fromMs, toMs, channels: 2 });
    const target = callFileUrl(url, facts, { extension, fromMs, toMs, number }, version);
    this.#send(target, extension, content, toMs + FILE_MS);
  }

  /** Undefined where what it waits for never was. */
  #begunAtMs({ begins, sinceMs }: Running): number | undefined {
    if (begins === "now") return sinceMs;
    const events = this.#call.line.events.filter(({ kind }) => kind === begins);
    const first = begins === "bridged" ? events.find(({ atMs }) => atMs >= sinceMs) : events[0];
    return first && Math.max(first.atMs, sinceMs);
  }

  #content(file: {
    readonly extension: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly channels: 1 | 2;
  }): Uint8Array {
    const { extension, fromMs, toMs, channels } = file;
    const spoken = speechIn({ fromMs, toMs }, this.#call.line.spoken).map((each) => ({
      fromMs: each.fromMs - fromMs,
      toMs: each.toMs - fromMs,
    }));
    const audio = { lengthMs: toMs - fromMs, spoken, channels };
    return extension === "wav" ? wavFile(audio) : mp3File(audio);
  }

  /** Nothing is sent to a URL that the HTTP client refuses, such as one with a caller's name in other letters (httpc). */
  #send(url: string, extension: string, body: Uint8Array, atMs: number): void {
    if (!/^[!-~]+$/.test(url)) return;
    const headers = { "content-type": extension === "wav" ? "audio/x-wav" : "audio/mpeg" };
    this.#waiting.push({ atMs, request: { method: "PUT", url, headers, body } });
  }
}
