import type { Flow } from "../callflow/flow.ts";
import { type Note, noteSentence } from "../fidelity/note.ts";
import { type Listening, sendOverHttp } from "../kazoo-over-http.ts";
import type { Log, Outside } from "../outside.ts";
import { readPivotRequest } from "../pivot/request.ts";
import type { KazooAnswer, KazooRequest } from "../simulator/kazoo/call.ts";
import type { CallEvent } from "../simulator/transcript.ts";
import type { Step } from "./step.ts";

/** Writes down what passes between Kazoo, twivot and the application, and tells it when the call has got there. */
export class Recorder {
  readonly #publicUrl: string;
  readonly #tell: (step: Step) => void;
  readonly #counts: Partial<Record<Step["kind"], number>> = {};
  /** The steps of each Pivot request that has not been told yet. */
  readonly #rounds: Step[][] = [];
  /** Errors that twivot logged, as sentences. */
  readonly bugs: string[] = [];
  /** When Kazoo asked last, in milliseconds since the call came in. */
  nowMs = 0;

  constructor(publicUrl: string, tell: (step: Step) => void) {
    this.#publicUrl = publicUrl;
    this.#tell = tell;
  }

  /** Sends a request of Kazoo to where twivot listens. */
  async exchange(request: KazooRequest, atMs: number, twivot: Listening): Promise<KazooAnswer> {
    this.nowMs = atMs;
    if (request.method === "PUT") return sendOverHttp(twivot, request);
    const path = request.url.slice(this.#publicUrl.length);
    const call = readPivotRequest({ ...request, url: path }, { pivotKey: undefined });
    this.#rounds.push([{ atMs, kind: "pivot", method: request.method, path, call }]);
    const answer = await sendOverHttp(twivot, request);
    this.#note(answerStep(answer, atMs));
    return answer;
  }

  /** A `fetch` whose exchanges are written down. */
  recording(fetch: Outside["fetch"]): Outside["fetch"] {
    return async (request) => {
      const { method, url, headers, body = "" } = request;
      const [path = "", query = ""] = url.split(/\?(.*)/s);
      this.#note({
        atMs: this.nowMs,
        kind: "webhook",
        method,
        url: method === "POST" ? url : path,
        isSigned: Object.keys(headers).some((name) => name.toLowerCase() === "x-twilio-signature"),
        parameters: Object.fromEntries(new URLSearchParams(method === "POST" ? body : query)),
      });
      const response = await fetch(request);
      const { status } = response;
      this.#note({
        atMs: this.nowMs,
        kind: "document",
        status,
        body: new TextDecoder().decode(response.body),
      });
      return response;
    };
  }

  /** A log that keeps notes and bugs. */
  get log(): Log {
    return {
      debug: ({ note }: { note?: Note }) => {
        if (note !== undefined) {
          this.#note({ atMs: this.nowMs, kind: "note", note, sentence: noteSentence(note) });
        }
      },
      info: () => {},
      warn: () => {},
      error: (content: { err?: unknown }, message?: string) => {
        const { err } = content;
        this.bugs.push(`${message}: ${err instanceof Error ? err.message : JSON.stringify(content)}`);
      },
    } as Log;
  }

  /** Tells an event of the call, or in the place of a Pivot request all that was written down of it. */
  tell(event: CallEvent): void {
    const steps = event.kind === "requested" ? (this.#rounds.shift() ?? []) : [event];
    for (const step of steps) {
      this.#counts[step.kind] = (this.#counts[step.kind] ?? 0) + 1;
      this.#tell(step);
    }
  }

  /** How many steps of each kind were told. */
  get counts(): Readonly<Partial<Record<Step["kind"], number>>> {
    return this.#counts;
  }

  #note(step: Step): void {
    this.#rounds.at(-1)?.push(step);
  }
}

function answerStep(answer: KazooAnswer, atMs: number): Step {
  if ("failed" in answer) return { atMs, kind: "refused", why: answer.failed };
  const { status, body } = answer;
  if (status !== 200) return { atMs, kind: "refused", why: `${status} ${body}` };
  // What twivot answers with 200 is a flow (respond/answer.ts).
  return { atMs, kind: "callflow", flow: JSON.parse(body) as Flow };
}
