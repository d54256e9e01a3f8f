import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Fastify from "fastify";
import type { Callback } from "../../src/callbacks/callbacks.ts";
import type { App, Config, RecordingsConfig } from "../../src/config.ts";
import { createTokenBox } from "../../src/continuation/token.ts";
import { createRecordings, type Patience, type Recordings } from "../../src/recordings/recordings.ts";
import { addRecordingRoutes } from "../../src/recordings/routes.ts";
import { keepPercents, type Upload, uploadUrl } from "../../src/recordings/upload.ts";
import { createMemoryStore } from "../../src/store/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { keepingLog, type LogLine, testConfig } from "./twivot.ts";

export const accountSid = `AC${"1".repeat(32)}`;
export const authToken = "a token of the application";

/** The routes of recordings on a real socket, with a directory of their own. */
export type RecordingsServer = AsyncDisposable & {
  readonly url: string;
  readonly directory: string;
  readonly recordings: Recordings;
  /** What applications were told. */
  readonly sent: readonly Callback[];
  readonly logged: readonly LogLine[];
  /** The URL at which Kazoo would put a recording, on the real socket. */
  readonly uploadUrl: (upload?: Partial<Upload>, by?: "record_caller" | "record_call") => string;
};

export type RecordingsServerOptions = {
  readonly app?: Partial<App>;
  readonly recordings?: Partial<RecordingsConfig>;
  readonly patience?: Partial<Patience>;
  readonly store?: Store;
  readonly directory?: string;
  readonly silenceMs?: number;
};

export async function startRecordings(options: RecordingsServerOptions = {}): Promise<RecordingsServer> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "twivot-recordings-")));
  const config = makeConfig(directory, options);
  const logged: LogLine[] = [];
  const sent: Callback[] = [];
  const store = options.store ?? createMemoryStore(Date.now);
  const world = {
    config: () => config,
    outside: { store, now: Date.now, log: keepingLog(logged) },
    callbacks: { send: (callback: Callback) => void sent.push(callback) },
  };
  const patience = { awaitMs: 500, pollMs: 20, hangUpMs: 60, ...options.patience };
  const recordings = createRecordings(world, patience);
  const uploadBox = createTokenBox<Upload>(config.secrets, "upload");
  const server = Fastify({ rewriteUrl: keepPercents, routerOptions: { maxParamLength: 10_000 } });
  addRecordingRoutes(server, { ...world, uploadBox, recordings, tell: () => undefined }, options.silenceMs);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    directory,
    recordings,
    sent,
    logged,
    uploadUrl: (upload, by = "record_caller") =>
      uploadUrl({ ...newUpload(), ...upload }, by, { box: uploadBox, config: { ...config, publicUrl: url } }),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      if (options.directory === undefined) await rm(directory, { recursive: true });
    },
  };
}

function makeConfig(directory: string, { app, recordings }: RecordingsServerOptions): Config {
  return testConfig({
    app: { voiceUrl: "http://app.example/voice", accountSid, authToken, ...app },
    config: {
      recordings: {
        store: { kind: "directory", directory },
        auth: false,
        keepDays: 30,
        maxBytes: 1_000_000,
        ...recordings,
      },
    },
  });
}

/** A recording of a call that there has not been. */
export function newUpload(recording: Partial<Upload["recording"]> = {}): Omit<Upload, "x"> {
  calls += 1;
  return {
    app: "default",
    recording: {
      number: 1,
      source: "RecordVerb",
      channels: 1,
      track: "inbound",
      callback: { url: "http://app.example/status", method: "POST", events: ["completed", "absent"] },
      ...recording,
    },
    parameters: { CallSid: `CA${String(calls).padStart(32, "0")}`, AccountSid: accountSid },
    leftAtMs: Date.now(),
  };
}
let calls = 0;

/** Sends bytes as they are and gives all that comes back. Where `isCut`, the connection is broken behind them. */
export async function sendRaw(
  url: string,
  parts: readonly (string | Uint8Array)[],
  { isCut = false } = {},
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  for (const part of parts) {
    await new Promise<void>((resolve, reject) => {
      socket.write(part, (error) => (error ? reject(error) : resolve()));
    });
  }
  if (isCut) socket.destroy();
  return isCut ? "" : text(socket);
}
