import { pivotTo } from "../../src/callflow/build.ts";
import { checkFlow } from "../../src/callflow/check.ts";
import type { KazooVersion } from "../../src/callflow/flow.ts";
import { type Listening, sendOverHttp } from "../../src/kazoo-over-http.ts";
import { within } from "../../src/respond/within.ts";
import type { Callees } from "../../src/simulator/callee.ts";
import { parseCallerScript } from "../../src/simulator/caller-script.ts";
import type { KazooAnswer, KazooRequest, KazooResult } from "../../src/simulator/kazoo/call.ts";
import { callKazoo } from "../../src/simulator/kazoo/call-kazoo.ts";
import { kazooVerdict } from "../kazoo-schemas.ts";
import { reasonToSkip } from "../shared.ts";

export type CallOptions = {
  readonly version?: KazooVersion;
  /** What the caller does, as `simulator/caller-script.ts` reads it. */
  readonly caller?: string;
  /** How the operator's own pivot node asks. */
  readonly method?: "get" | "post";
  readonly bodyFormat?: "form" | "json";
  /** Path of the operator's own pivot node. */
  readonly path?: string;
  readonly facts?: Partial<Parameters<typeof callKazoo>[0]["facts"]>;
  readonly callees?: Callees;
  /** The extension at which calls come back to twivot. */
  readonly returnExtension?: string;
};

/** A request of Kazoo's with its answer, for which it really waited so many milliseconds. */
export type Exchange = {
  readonly request: KazooRequest;
  readonly answer: KazooAnswer;
  readonly waitedMs: number;
};

/** A call, with what passed between Kazoo and twivot. */
export type Played = KazooResult & {
  readonly exchanges: readonly Exchange[];
  /** What was heard, and how it ended, in order and without times. */
  readonly heard: readonly string[];
};

/** What the operator's own `_` child says when twivot fails. */
export const operatorsApology = "Please call again later.";

/**
 * Plays a call through the pretend Kazoo against a twivot on a real socket. Every flow that comes back is also put to
 * Kazoo's own schemas, where they are at hand.
 */
export async function playCall(twivot: Listening, options: CallOptions = {}): Promise<Played> {
  const {
    version = "4.3",
    caller = "",
    method = "post",
    bodyFormat = "form",
    path = "/pivot",
    facts,
    callees = {},
    returnExtension,
  } = options;
  const exchanges: Exchange[] = [];
  const result = await callKazoo({
    version,
    flow: {
      module: "pivot",
      data: { voice_url: twivot.publicUrl + path, method, req_format: "kazoo", req_body_format: bodyFormat },
      children: { _: { module: "tts", data: { text: operatorsApology } } },
    },
    facts: { ...defaultFacts, ...facts },
    callees,
    extensions:
      returnExtension === undefined ? {} : { [returnExtension]: pivotTo(`${twivot.publicUrl}/pivot/return`) },
    caller: parseCallerScript(caller),
    check: (flow) => checkFlow(flow, version).filter(({ effect }) => effect === "refused"),
    awaitsFile: async (answer) => (await within(answer, 100)) === undefined,
    request: async (request) => {
      const begun = performance.now();
      const answer = await sendOverHttp(twivot, request);
      exchanges.push({ request, answer, waitedMs: performance.now() - begun });
      if (request.method === "PUT") return answer;
      if ("body" in answer && answer.status === 200 && reasonToSkip === undefined) {
        const faults = kazooVerdict(JSON.parse(answer.body), version);
        if (faults.length > 0) throw new Error(`Kazoo's schemas refuse a flow: ${faults.join("; ")}`);
      }
      return answer;
    },
  });
  return { ...result, exchanges, heard: result.events.flatMap(sentence) };
}

const defaultFacts = {
  accountId: "0123456789abcdef0123456789abcdef",
  callId: "call-1@10.0.0.1",
  from: "+15005550006",
  fromRealm: "10.0.0.9",
  to: "15005550010",
  toRealm: "acme.example.com",
  request: "+15005550010",
  requestRealm: "acme.example.com",
  callerIdNumber: "+15005550006",
  callerIdName: "Alice",
} as const;

function sentence(event: KazooResult["events"][number]): string[] {
  switch (event.kind) {
    case "heard": {
      const what =
        event.sound.kind === "speech"
          ? event.sound.text
          : event.sound.kind === "media"
            ? event.sound.url
            : "tone";
      return [event.cut ? `${what} (cut)` : what];
    }
    case "rejected":
      return [`rejected ${event.code}`];
    case "ended":
      return [`ended by ${event.by}`];
    default:
      return [];
  }
}
