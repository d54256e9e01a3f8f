import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keptAnswer } from "./captured-answer.ts";
import type { App, Config } from "./config.ts";
import { writeFixture } from "./fidelity/fixture.ts";
import type { Endpoint } from "./fidelity/fixture-call.ts";
import {
  fixtureOf,
  newKeys,
  pathOf,
  type RecordedAsk,
  type RecordedCall,
  type RecordedRound,
  withoutAdded,
} from "./fidelity/record-call.ts";
import { createRedactor, type Redact } from "./fidelity/redact.ts";
import type { IncomingResponse, OutgoingRequest, Outside } from "./outside.ts";
import { secretsOf } from "./outside-real.ts";
import type { Turn } from "./respond/next-draft.ts";

/** Gives the outside for a turn of a call; where calls are captured, what the application answers there is kept. */
export type Capture = (turn: Turn, app: App) => Outside;

/** Writes a file, and makes the directories that it needs. */
export type Write = (path: string, content: string | Uint8Array) => Promise<void>;

/** Calls in a process; those behind them are not captured. */
const MAX_CALLS = 1000;
/** Calls under way whose rounds are in memory; the oldest is left as it is. */
const MAX_OPEN_CALLS = 100;
/** Of one call; what is behind them is left out. */
const MAX_ROUNDS = 100;
const MAX_BYTES = 512 * 1024;

/** A call is written at most so often. */
const WRITE_EVERY_MS = 200;

type OpenCall = {
  readonly call: Omit<RecordedCall, "rounds" | "remarks">;
  readonly rounds: RecordedRound[];
  readonly redact: Redact;
  digits: Turn["call"]["digits"];
  /** Answers are kept in the order in which they came. */
  kept: Promise<void>;
  bytes: number;
  isCut: boolean;
  isWriting: boolean;
  isChanged: boolean;
};

/**
 * Captures calls as fixtures, each in a directory below `captureDir` that is named by its CallSid. A call is never held
 * up or failed by it: files are written beside it, and the first thing that goes wrong is logged.
 */
export function createCapture(config: () => Config, outside: Outside, write: Write = writeOnDisk): Capture {
  const { captureDir } = config();
  if (captureDir === undefined) return () => outside;
  const open = new Map<string, OpenCall>();
  let begun = 0;
  let hasFailed = false;
  const fail = (error: unknown) => {
    if (!hasFailed)
      outside.log.warn({ err: error }, "a call cannot be captured; later failures are not told");
    hasFailed = true;
  };

  const save = async (sid: string, call: OpenCall): Promise<void> => {
    call.isChanged = true;
    if (call.isWriting) return;
    call.isWriting = true;
    try {
      while (call.isChanged) {
        await sleep(WRITE_EVERY_MS, undefined, { ref: false });
        call.isChanged = false;
        const files = writeFixture(
          fixtureOf({ ...call.call, remarks: remarksOf(call), rounds: call.rounds }, call.redact),
        );
        for (const [path, content] of files) await write(join(captureDir, sid, path), content);
      }
    } finally {
      call.isWriting = false;
    }
  };

  /** The call of a turn; undefined where its beginning was not captured, or no more is. */
  const callOf = (turn: Turn, app: App): OpenCall | undefined => {
    const sid = turn.session.callSid;
    if (turn.session.documents > 0) return open.get(sid);
    if (begun >= MAX_CALLS) return undefined;
    begun += 1;
    const call = beginCall(turn, app, config());
    open.delete(sid);
    open.set(sid, call);
    const [oldest] = open.keys();
    if (open.size > MAX_OPEN_CALLS && oldest !== undefined) open.delete(oldest);
    return call;
  };

  return (turn, app) => {
    const call = callOf(turn, app);
    const asks = call && beginRound(call, turn);
    if (call === undefined || asks === undefined) return outside;
    const changed = () => void save(turn.session.callSid, call).catch(fail);
    changed();
    const keep = async (request: OutgoingRequest, answer: IncomingResponse | undefined) => {
      const kept = await keptAnswer(request.url, answer);
      if (kept === undefined || !hasRoom(call, kept.body.length)) return;
      asks.push({ method: request.method, url: ownUrl(request, turn), ...kept });
      changed();
    };
    const keepNext = (request: OutgoingRequest, answer: IncomingResponse | undefined) => {
      call.kept = call.kept.then(() => keep(request, answer)).catch(fail);
    };
    return {
      ...outside,
      fetch: async (request) => {
        try {
          const response = await outside.fetch(request);
          keepNext(request, response);
          return response;
        } catch (error) {
          keepNext(request, undefined);
          throw error;
        }
      },
    };
  };
}

function beginCall({ call, setting }: Turn, app: App, config: Config): OpenCall {
  const endpoint = (method: Endpoint["method"], url: string): Endpoint => ({ method, path: pathOf(url) });
  return {
    call: {
      voice: endpoint(app.voiceMethod, app.voiceUrl),
      fallback: app.fallbackUrl === undefined ? undefined : endpoint(app.fallbackMethod, app.fallbackUrl),
      kazoo: [setting.kazoo],
      from: call.callerIdNumber ?? call.from,
      to: call.request ?? call.to,
    },
    rounds: [],
    redact: createRedactor({ secrets: secretsOf(config), keepNumbers: config.captureNumbers === "keep" }),
    digits: {},
    kept: Promise.resolve(),
    bytes: 0,
    isCut: false,
    isWriting: false,
    isChanged: false,
  };
}

/** What is asked in the round that a turn begins is put into the list; undefined where no more is kept. */
function beginRound(call: OpenCall, { call: request }: Turn): RecordedAsk[] | undefined {
  if (!hasRoom(call, JSON.stringify(request).length)) return undefined;
  const asks: RecordedAsk[] = [];
  call.rounds.push({ request, pressed: newKeys(call.digits, request.digits), asks });
  call.digits = request.digits;
  return asks;
}

function hasRoom(call: OpenCall, bytes: number): boolean {
  call.isCut ||= call.bytes + bytes > MAX_BYTES || call.rounds.length >= MAX_ROUNDS;
  if (!call.isCut) call.bytes += bytes;
  return !call.isCut;
}

function remarksOf({ isCut }: OpenCall): string[] {
  return [
    "Captured by twivot.",
    ...(isCut ? ["The call was longer than what is kept: its end is missing."] : []),
  ];
}

/** A GET has Twilio's parameters behind its own query: variables, then CallSid and the others. */
function ownUrl({ url }: OutgoingRequest, { state }: Turn): string {
  return withoutAdded(url, (name) => name === "CallSid" || Object.hasOwn(state.variables, decodeName(name)));
}

function decodeName(name: string): string {
  return new URLSearchParams(`${name}=`).keys().next().value ?? "";
}

async function writeOnDisk(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
