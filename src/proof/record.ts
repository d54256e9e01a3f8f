import type { Flow, KazooVersion } from "../callflow/flow.ts";
import type { Explained, Verdict } from "../fidelity/align.ts";
import { askedParameters, askedUrl } from "../fidelity/asked.ts";
import { type Note, noteSentence } from "../fidelity/note.ts";
import type { OutgoingRequest } from "../outside.ts";
import { type CallEvent, renderTranscript } from "../simulator/transcript.ts";
import { askedEvent } from "./asked-event.ts";
import { rememberedHeaders } from "./exchanges.ts";

/** `transcript.txt`: what the caller lives through at Twilio, with the requests but not their standard parameters. */
export function recordTranscript(events: readonly CallEvent[]): string {
  return renderTranscript(
    events.map((event) =>
      event.kind === "asked" || event.kind === "told"
        ? { ...event, url: askedUrl(event), parameters: Object.fromEntries(askedParameters(event)) }
        : event,
    ),
  );
}

/**
 * `webhooks.txt`: what the application is asked by Twilio. The first request is told with all parameters, the others
 * with those that differ from it.
 *
 * ```
 * POST /menu/choice
 *   Cookie: greeted=yes
 *   CallStatus=in-progress
 *   Digits=2
 * ```
 */
export function recordWebhooks(requests: readonly OutgoingRequest[], origin: string): string {
  let first: Readonly<Record<string, string>> | undefined;
  return requests
    .map((request) => {
      const { parameters, method, url } = askedEvent(request, 0);
      const news = Object.entries(parameters).filter(([name, value]) => value !== first?.[name]);
      const gone = Object.keys(first ?? {}).filter((name) => !Object.hasOwn(parameters, name));
      first ??= parameters;
      const headers = rememberedHeaders.filter((name) => request.headers[name] !== undefined);
      const details = [
        ...headers.map((name) => `${name}: ${request.headers[name]}`),
        ...news.map(([name, value]) => `${name}=${value}`),
        ...(gone.length > 0 ? [`without ${gone.join(", ")}`] : []),
      ];
      return [`${method} ${withoutOrigin(url, origin)}`, ...details.map((line) => `  ${line}`), ""].join(
        "\n",
      );
    })
    .join("\n");
}

function withoutOrigin(url: string, origin: string): string {
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
}

/** What is recorded of a call on Kazoo. */
export type KazooRecord = {
  readonly verdict: Verdict;
  readonly explained: readonly Explained[];
  readonly notes: readonly Note[];
  readonly flows: readonly Flow[];
};

/** The file in which a call on Kazoo is recorded. */
export function flowsFile(version: KazooVersion): string {
  return `flows.${version}.json`;
}

/** `flows.4.3.json`: the verdict, the differences with the notes that explain them, and each flow that Kazoo got. */
export function recordFlows({ verdict, explained, notes, flows }: KazooRecord): string {
  const record = {
    verdict,
    differences: explained.map(({ difference, code }) => ({ ...difference, explainedBy: code ?? null })),
    notes: [...new Set(notes.map(noteText))],
    flows,
  };
  return `${maskTokens(JSON.stringify(record, undefined, 2))}\n`;
}

function noteText(note: Note): string {
  return `line ${note.line}: ${note.code}: ${noteSentence(note)}`;
}

/** A sealed token (RFC 7516, compact: a key that is not wrapped leaves the second part empty), or a link to a stored one. */
const TOKEN = /(\/pivot\/c\/)([\w.-]+)|()([\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+)/g;

/** They are never the same twice: they become TOKEN-1, TOKEN-2, … */
function maskTokens(json: string): string {
  const tokens = new Map<string, string>();
  return json.replace(TOKEN, (_whole, path = "", linked = "", _nothing = "", bare = "") => {
    const token = String(linked || bare);
    const name = tokens.get(token) ?? `TOKEN-${tokens.size + 1}`;
    tokens.set(token, name);
    return String(path) + name;
  });
}
