import { checkFlow } from "../callflow/check.ts";
import type { KazooVersion } from "../callflow/flow.ts";
import type { World } from "../cli/command.ts";
import { readConfig } from "../config/read-config.ts";
import { buildServer } from "../server.ts";
import type { CallerStep } from "../simulator/caller.ts";
import { callKazoo } from "../simulator/kazoo/call-kazoo.ts";
import { exampleCall } from "../simulator/kazoo/example-call.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { Recorder } from "./recorder.ts";
import type { Step, Summary } from "./step.ts";
import { type CreateStore, listenOnLoopback } from "./store.ts";

/** A name that Kazoo does not refuse to ask, as it does localhost. */
const publicUrl = "http://twivot.example";

/** When the call comes in: at ten in the morning the shop is open. */
const tenOClockMs = Date.UTC(2026, 2, 2, 10);

const authToken = "the-auth-token-of-the-demonstration";

/** What the operator stored in Kazoo for the number that is called. */
const storedCallflow = {
  module: "pivot",
  data: {
    voice_url: `${publicUrl}/pivot`,
    method: "post",
    req_format: "kazoo",
    req_body_format: "form",
  },
  children: { _: { module: "tts", data: { text: "Please call again later." } } },
};

/** A demonstration to be played. */
export type Demo = {
  readonly version: KazooVersion;
  readonly caller: readonly CallerStep[];
  readonly createStore: CreateStore;
  /** Is told each step as it happens. */
  readonly tell: (step: Step) => void;
};

/**
 * Plays a call on the sample application: the pretend Kazoo, twivot and the application talk HTTP over the loopback,
 * the clock is the call's own.
 *
 * @throws {SimulatorError} the call is beyond what is simulated.
 */
export async function playDemo(
  { version, caller, createStore, tell }: Demo,
  world: Pick<World, "openOutside" | "randomBytes" | "readFile">,
): Promise<Summary> {
  const recorder = new Recorder(publicUrl, tell);
  const now = () => tenOClockMs + recorder.nowMs;
  await using store = await listenOnLoopback(createStore({ authToken, now }));
  const config = demoConfig(version, store.url, world);
  await using outside = await opened(config, world);
  const fetch = recorder.recording(outside.fetch);
  const server = buildServer(() => config, {
    fetch,
    now,
    randomBytes: world.randomBytes,
    log: recorder.log,
    store: createMemoryStore(now),
  });
  try {
    const url = await server.listen({ host: config.host, port: config.port });
    const { from, request: to } = exampleCall;
    const places = { application: store.url, twivot: url, publicUrl };
    tell({ atMs: 0, kind: "setting", kazoo: version, ...places, from, to });
    const { events, faults } = await callKazoo({
      version,
      flow: storedCallflow,
      facts: exampleCall,
      caller,
      check: (flow) => checkFlow(flow, version).filter(({ effect }) => effect === "refused"),
      request: (request, atMs) => recorder.exchange(request, atMs, { url, publicUrl }),
      tell: (event) => recorder.tell(event),
    });
    const refusals = faults.map(({ path, message }) => `Kazoo refuses a callflow: ${path} ${message}`);
    const summary = summarise(version, recorder, refusals);
    tell({ atMs: events.at(-1)?.atMs ?? 0, kind: "summary", ...summary });
    return summary;
  } finally {
    await server.close();
  }
}

function summarise(kazoo: KazooVersion, { counts, bugs }: Recorder, refusals: readonly string[]): Summary {
  const { pivot = 0, webhook = 0, note = 0 } = counts;
  return { kazoo, pivotRequests: pivot, webhooks: webhook, notes: note, bugs: [...bugs, ...refusals] };
}

/** A configuration as an operator would write it, whatever this process has in its environment. */
function demoConfig(version: KazooVersion, storeUrl: string, world: Pick<World, "randomBytes" | "readFile">) {
  const env = {
    HOST: "127.0.0.1",
    PORT: "0",
    TWIVOT_PUBLIC_URL: publicUrl,
    TWIVOT_VOICE_URL: `${storeUrl}/voice`,
    TWILIO_AUTH_TOKEN: authToken,
    TWIVOT_KAZOO_VERSION: version,
  };
  const reading = readConfig({ ...world, env, flags: {} });
  if ("faults" in reading) throw new Error(reading.faults.join(" "));
  return reading.config;
}

async function opened(
  config: Parameters<World["openOutside"]>[0],
  { openOutside }: Pick<World, "openOutside">,
) {
  const outside = await openOutside(config);
  return { fetch: outside.fetch, [Symbol.asyncDispose]: () => outside.close() };
}
