import { checkFlow } from "../callflow/check.ts";
import type { Flow, KazooVersion } from "../callflow/flow.ts";
import type { Config } from "../config.ts";
import type { Note } from "../fidelity/note.ts";
import type { IncomingResponse, Log, OutgoingRequest, Outside } from "../outside.ts";
import { buildServer } from "../server.ts";
import type { CallerStep } from "../simulator/caller.ts";
import type { Durations } from "../simulator/durations.ts";
import type { Decide, KazooAnswer, KazooRequest } from "../simulator/kazoo/call.ts";
import { callKazoo } from "../simulator/kazoo/call-kazoo.ts";
import type { CallFacts } from "../simulator/kazoo/pivot-params.ts";
import type { CallEvent } from "../simulator/transcript.ts";

/** A call to be played. */
export type KazooCallSetup = {
  readonly version: KazooVersion;
  /** Its `publicUrl` is where Kazoo asks; nothing listens there. */
  readonly config: Config;
  /** The application, as HTTP. */
  readonly application: Outside["fetch"];
  readonly facts: CallFacts;
  readonly caller: readonly CallerStep[];
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
  /** With an `asked` event for each webhook, where it was made. */
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

/** Plays a call through the pretend Kazoo and all of twivot, on the virtual clock and without a socket. */
export async function playOnKazoo(setup: KazooCallSetup): Promise<KazooPlay> {
  const { version, config, facts, caller, durations, decide, randomBytes = countedBytes() } = setup;
  const story: Told[] = [];
  const tell = (told: Told) => {
    story.push(told);
    setup.tell?.(told);
  };
  const rounds: Told[][] = [];
  const behind = (told: Told) => void rounds.at(-1)?.push(told);
  const bugs: unknown[] = [];
  let nowMs = 0;
  const fetch = async (request: OutgoingRequest): Promise<IncomingResponse> => {
    behind(askedEvent(request, nowMs));
    const response = await setup.application(request);
    behind({ atMs: nowMs, kind: "document", ...response });
    return response;
  };
  const log = tellingLog((told) => behind({ atMs: nowMs, ...told }), bugs);
  const outside = { fetch, now: () => START_MS + nowMs, randomBytes, log };
  const server = buildServer({ ...config, kazooVersion: version }, outside);
  try {
    const { faults } = await callKazoo({
      version,
      flow: storedCallflow(config),
      facts,
      caller,
      check: (flow) => checkFlow(flow, version).filter(({ effect }) => effect === "refused"),
      request: async (request, atMs) => {
        nowMs = atMs;
        rounds.push([]);
        const answer = await inject(server, request);
        if ("body" in answer && answer.status === 200) {
          behind({ atMs, kind: "flow", flow: JSON.parse(answer.body) as Flow });
        }
        return answer;
      },
      tell: (event) => {
        tell(event);
        if (event.kind === "requested") rounds.shift()?.forEach(tell);
      },
      ...(durations === undefined ? {} : { durations }),
      ...(decide === undefined ? {} : { decide }),
    });
    return { ...sorted(story), faults, bugs };
  } finally {
    await server.close();
  }
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

/** What an operator would put into Kazoo. */
function storedCallflow({ publicUrl, pivotKey }: Config): unknown {
  const key = pivotKey === undefined ? "" : `?key=${encodeURIComponent(pivotKey)}`;
  const data = {
    voice_url: `${publicUrl}/pivot${key}`,
    method: "post",
    req_format: "kazoo",
    req_body_format: "form",
  };
  return { module: "pivot", data, children: { _: { module: "hangup", data: {} } } };
}

async function inject(server: ReturnType<typeof buildServer>, request: KazooRequest): Promise<KazooAnswer> {
  const { method, headers, body } = request;
  const { pathname, search } = new URL(request.url);
  const reply = await server.inject({ method, url: pathname + search, headers, payload: body });
  const answered: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) answered[name] = String(value);
  return { status: reply.statusCode, headers: answered, body: reply.body, tookMs: ANSWER_MS };
}

/** A request to the application as an event of a call. */
export function askedEvent(
  { method, url, body }: OutgoingRequest,
  atMs: number,
): Extract<CallEvent, { kind: "asked" }> {
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const parameters = Object.fromEntries(new URLSearchParams(method === "POST" ? body : query));
  return { atMs, kind: "asked", method, url: method === "POST" ? url : path, parameters };
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
