import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkFlow } from "../callflow/check.ts";
import type { Flow, KazooVersion } from "../callflow/flow.ts";
import { withKazoo } from "../config/with-kazoo.ts";
import type { Config } from "../config.ts";
import { noParties, type Parties } from "../fidelity/fixture-parties.ts";
import type { Note } from "../fidelity/note.ts";
import { sendOverHttp } from "../kazoo-over-http.ts";
import type { IncomingResponse, Log, OutgoingRequest, Outside } from "../outside.ts";
import { buildServer } from "../server.ts";
import type { CallerStep } from "../simulator/caller.ts";
import type { Durations } from "../simulator/durations.ts";
import type { Decide, KazooAnswer, KazooRequest, PivotQuestion } from "../simulator/kazoo/call.ts";
import { callKazoo } from "../simulator/kazoo/call-kazoo.ts";
import type { CallFacts } from "../simulator/kazoo/pivot-params.ts";
import type { WebhookTarget } from "../simulator/kazoo/webhooks.ts";
import type { CallEvent } from "../simulator/transcript.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { askedEvent } from "./asked-event.ts";
import { Clock } from "./clock.ts";
import { partiesOnKazoo } from "./parties-on-kazoo.ts";
import { workBeside } from "./work-beside.ts";

/** A call to be played. */
export type KazooCallSetup = {
  readonly version: KazooVersion;
  /** Its `publicUrl` is where Kazoo asks; nothing listens there. */
  readonly config: Config;
  /** The application, as HTTP. */
  readonly application: Outside["fetch"];
  readonly facts: CallFacts;
  readonly caller: readonly CallerStep[];
  /** Whom it can reach; nobody without it. */
  readonly parties?: Parties;
  /** Whether the account's webhooks lead to twivot. */
  readonly webhooks?: boolean;
  readonly durations?: Durations;
  /** Says what a caller does who has nothing left to do when keys are waited for. Without it, nothing. */
  readonly decide?: Decide;
  /** Is told what happens, as soon as it is complete. */
  readonly tell?: (told: Told) => void;
  /** Without it the bytes are counted, so that a play can be repeated. */
  readonly randomBytes?: Outside["randomBytes"];
};

/** What is told of a call: its events, and behind each request of Kazoo what twivot did for it. */
export type Told =
  | CallEvent
  | ({ readonly atMs: number } & (
      | ({ readonly kind: "document" } & IncomingResponse)
      /** The application did not give a usable document, or twivot refused Kazoo's request. */
      | {
          readonly kind: "failed";
          readonly code: string;
          readonly twilioCode?: number;
          readonly message: string;
        }
      | { readonly kind: "note"; readonly note: Note }
      | { readonly kind: "flow"; readonly flow: Flow }
    ));

/** What came of it. */
export type KazooPlay = {
  /** With an `asked` or a `told` event for each request to the application, where it was made. */
  readonly events: readonly CallEvent[];
  /** In the order in which translations left them. */
  readonly notes: readonly Note[];
  /** Every flow that Kazoo got. */
  readonly flows: readonly Flow[];
  /** Why Kazoo refused one; always none unless twivot has a bug. */
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  /** Errors that twivot logged: bugs. */
  readonly bugs: readonly unknown[];
};

/** When calls begin, in milliseconds since 1970. Some day: tokens expire, but within a call none does. */
export const START_MS = Date.UTC(2026, 0, 1);

/** An answer of twivot takes this long on the virtual clock, whatever it does meanwhile. */
export const ANSWER_MS = 20;

/** What is not answered in so many real milliseconds may wait for the file of a recording. */
const FILE_AWAITED_MS = 10;

/** How long a file may be there before the caller is taken to have hung up, in real milliseconds: nothing else is slow. */
const HANG_UP_MS = 50;

/** Plays a call through the pretend Kazoo and all of twivot, on the virtual clock; only files go through a socket. */
export async function playOnKazoo(setup: KazooCallSetup): Promise<KazooPlay> {
  const { version, config, facts, caller, durations, decide, randomBytes = countedBytes() } = setup;
  const story: Told[] = [];
  const tell = (told: Told) => {
    story.push(told);
    setup.tell?.(told);
  };
  const rounds: Told[][] = [];
  const behind = (told: Told) => {
    const round = rounds.at(-1);
    // Between Kazoo's requests, as after a hang-up.
    if (round === undefined) tell(told);
    else round.push(told);
  };
  const bugs: unknown[] = [];
  const clock = new Clock();
  const fetch = async (request: OutgoingRequest): Promise<IncomingResponse> => {
    behind(askedEvent(request, clock.nowMs));
    const response = await setup.application(request);
    behind({ atMs: clock.nowMs, kind: "document", ...response });
    return response;
  };
  const log = tellingLog((told) => behind({ atMs: clock.nowMs, ...told }), bugs);
  const now = () => START_MS + clock.nowMs;
  const outside = { fetch, now, randomBytes, log, store: createMemoryStore(now) };
  const directory = join(tmpdir(), `twivot-call-${randomUUID()}`);
  const store = { kind: "directory", directory } as const;
  const configured = { ...withKazoo(config, version), recordings: { ...config.recordings, store } };
  const beside = workBeside(clock);
  const server = buildServer(() => configured, outside, {
    patience: { hangUpMs: HANG_UP_MS },
    webhooks: beside.options,
  });
  const put = putterTo(server, config);
  let faults: KazooPlay["faults"] = [];
  try {
    ({ faults } = await callKazoo({
      version,
      flow: storedCallflow(config),
      facts,
      caller,
      ...partiesOnKazoo(setup.parties ?? noParties),
      ...accountOf(config),
      ...(setup.webhooks === true ? { webhooks: webhooksOf(config) } : {}),
      check: (flow) => checkFlow(flow, version).filter(({ effect }) => effect === "refused"),
      request: async (request, atMs) => {
        await beside.until(atMs);
        clock.forwardTo(atMs);
        if (request.method === "PUT") return put(request);
        if (request.url.startsWith(config.publicUrl + WEBHOOK_PATH)) return inject(server, request);
        rounds.push([]);
        const answer = await inject(server, request);
        if ("body" in answer && answer.status === 200) {
          behind({ atMs, kind: "flow", flow: JSON.parse(answer.body) as Flow });
        }
        return answer;
      },
      awaitsFile: (answer) => Promise.race([answer.then(() => false), sleep(FILE_AWAITED_MS, true)]),
      tell: (event) => {
        tell(event);
        if (event.kind === "requested") rounds.shift()?.forEach(tell);
      },
      ...(durations === undefined ? {} : { durations }),
      ...(decide === undefined ? {} : { decide }),
    }));
  } finally {
    // What follows a hang-up is asked until then.
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
  return { ...sorted(story), faults, bugs };
}

/** Puts files at a server, which reads them from a connection: it listens from the first one on. */
function putterTo(server: ReturnType<typeof buildServer>, { publicUrl }: Config) {
  let url: Promise<string> | undefined;
  return async (request: KazooRequest): Promise<KazooAnswer> => {
    url ??= server.listen({ host: "127.0.0.1", port: 0 });
    return sendOverHttp({ publicUrl, url: await url }, request);
  };
}

function sorted(story: readonly Told[]): Pick<KazooPlay, "events" | "notes" | "flows"> {
  const events: CallEvent[] = [];
  const notes: Note[] = [];
  const flows: Flow[] = [];
  for (const told of story) {
    if (told.kind === "note") notes.push(told.note);
    else if (told.kind === "flow") flows.push(told.flow);
    else if (told.kind !== "document" && told.kind !== "failed") events.push(told);
  }
  return { events, notes, flows };
}

/** How the account is set up, where the configuration says that it is. */
function accountOf(config: Config) {
  const { returnExtension, localResources = false } = config.apps["default"]?.platform ?? {};
  const extensions =
    returnExtension === undefined ? {} : { [returnExtension]: storedCallflow(config, "/pivot/return") };
  return { extensions, hasOwnCarriers: localResources };
}

const WEBHOOK_PATH = "/webhooks/kazoo";

function webhooksOf({ publicUrl, webhookSecret, pivotKey }: Config): WebhookTarget {
  const secret = webhookSecret ?? pivotKey;
  const query = secret === undefined ? "" : `?secret=${encodeURIComponent(secret)}`;
  return { url: `${publicUrl}${WEBHOOK_PATH}${query}`, startMs: START_MS };
}

/** What an operator would put into Kazoo. */
function storedCallflow({ publicUrl, pivotKey }: Config, path = "/pivot"): unknown {
  const key = pivotKey === undefined ? "" : `?key=${encodeURIComponent(pivotKey)}`;
  const data = {
    voice_url: `${publicUrl}${path}${key}`,
    method: "post",
    req_format: "kazoo",
    req_body_format: "form",
  };
  return { module: "pivot", data, children: { _: { module: "hangup", data: {} } } };
}

async function inject(server: ReturnType<typeof buildServer>, request: PivotQuestion): Promise<KazooAnswer> {
  const { method, headers, body } = request;
  const { pathname, search } = new URL(request.url);
  const reply = await server.inject({ method, url: pathname + search, headers, payload: body });
  const answered: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) answered[name] = String(value);
  return { status: reply.statusCode, headers: answered, body: reply.body, tookMs: ANSWER_MS };
}

type Logged =
  | { readonly kind: "note"; readonly note: Note }
  | {
      readonly kind: "failed";
      readonly code: string;
      readonly twilioCode?: number;
      readonly message: string;
    };

/** A log that tells of notes and failures, and keeps bugs. */
function tellingLog(tell: (logged: Logged) => void, bugs: unknown[]): Log {
  return {
    debug: (content: { note?: Note }) => {
      if (content.note !== undefined) tell({ kind: "note", note: content.note });
    },
    info: () => {},
    warn: ({ code, twilioCode }: { code: string; twilioCode?: number }, message = "") => {
      tell({ kind: "failed", code, message, ...(twilioCode === undefined ? {} : { twilioCode }) });
    },
    error: (content: unknown) => {
      bugs.push(content);
    },
  } as Log;
}

/** Bytes that are never the same twice, and always the same in a new play. */
export function countedBytes(): Outside["randomBytes"] {
  let count = 0;
  return (size) => {
    count += 1;
    return Uint8Array.from({ length: size }, (_, index) => (count >> (8 * (index % 4))) & 0xff);
  };
}
