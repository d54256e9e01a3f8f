import type { KazooVersion } from "../callflow/flow.ts";
import type { CallerStep } from "../simulator/caller.ts";
import type { Fixture } from "./fixture.ts";
import { type FixtureAnswer, resourceName } from "./fixture-answers.ts";
import { type Endpoint, plainCall } from "./fixture-call.ts";
import { promptOf, promptOfFlow } from "./heard-prompt.ts";
import { type Redact, redactValue } from "./redact.ts";

/** A request to the application, and its answer. */
export type RecordedAsk = {
  readonly method: "GET" | "POST";
  /** Absolute; its query is what the application wrote, without parameters that were added. */
  readonly url: string;
  readonly status: number;
  /** Those that are of the answer itself: `content-type`, `location`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** A Pivot request, and what followed from it. */
export type RecordedRound = {
  /** JSON. */
  readonly request: unknown;
  /** Keys that are told for the first time. */
  readonly pressed: string;
  readonly asks: readonly RecordedAsk[];
  /** The callflow, where the application answered with one. JSON. */
  readonly flow?: unknown;
};

/** A call that took place. */
export type RecordedCall = {
  readonly remarks: readonly string[];
  readonly voice: Endpoint;
  readonly fallback: Endpoint | undefined;
  readonly kazoo: readonly KazooVersion[];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly rounds: readonly RecordedRound[];
};

/** A caller takes so long to press a key after the beginning of a prompt. */
const REACTION_MS = 1000;

/**
 * The fixture of a call that took place. Its caller presses the keys that Kazoo told of, a second after the prompt
 * began. Documents of the application's own host no longer name the host.
 */
export function fixtureOf(call: RecordedCall, redact: Redact): Fixture {
  const asks = call.rounds.flatMap((round) => round.asks);
  const origins = new Set(asks.map(({ url }) => splitOrigin(url).origin));
  const open = (text: string) => redact(withoutOrigins(text, origins));
  return {
    call: {
      ...plainCall,
      remarks: call.remarks.map(redact),
      voice: { ...call.voice, path: redact(call.voice.path) },
      fallback: call.fallback && { ...call.fallback, path: redact(call.fallback.path) },
      kazoo: call.kazoo,
      from: call.from === undefined ? undefined : redact(call.from),
      to: call.to === undefined ? undefined : redact(call.to),
      caller: stepsOf(call.rounds, open),
    },
    answers: answersOf(asks, open),
    recorded: new Map(call.rounds.flatMap((round, index) => recordedFiles(round, index + 1, redact))),
  };
}

function recordedFiles(round: RecordedRound, number: number, redact: Redact): [string, string][] {
  const file = (name: string, content: unknown): [string, string] => [
    `recorded/${number}-${name}.json`,
    `${JSON.stringify(redactValue(content, redact), undefined, 2)}\n`,
  ];
  return [file("request", round.request), ...(round.flow === undefined ? [] : [file("flow", round.flow)])];
}

function stepsOf(rounds: readonly RecordedRound[], open: Redact): CallerStep[] {
  const steps: CallerStep[] = [];
  let prompt: string | undefined;
  for (const { pressed, asks, flow } of rounds) {
    const press = open(pressed).replace(/[^0-9*#A-D]/g, "");
    if (press !== "") {
      const when = prompt === undefined ? { afterMs: REACTION_MS } : { hears: prompt, plusMs: REACTION_MS };
      steps.push({ when, do: { press } });
    }
    const documents = asks.map(({ body }) => (typeof body === "string" ? promptOf(open(body)) : undefined));
    prompt = documents.findLast((found) => found !== undefined) ?? promptOfFlow(flow) ?? prompt;
  }
  return steps;
}

/** One file where the same was answered each time, numbered ones where that changed. */
function answersOf(asks: readonly RecordedAsk[], open: Redact): FixtureAnswer[] {
  const named = asks.map((ask) => ({ ...ask, resource: resourceName(open(splitOrigin(ask.url).path)) }));
  const methods = Map.groupBy(named, ({ resource }) => resource);
  const series = Map.groupBy(named, ({ method, resource }) => `${method} ${resource}`);
  return [...series.values()].flatMap((same) =>
    same.flatMap((ask, index): FixtureAnswer[] => {
      const before = same[index - 1];
      if (before !== undefined && isSameAnswer(before, ask)) return [];
      const { resource, status } = ask;
      const isOfOneMethod = methods.get(resource)?.every(({ method }) => method === ask.method);
      const method = isOfOneMethod ? undefined : ask.method;
      const headers = Object.fromEntries(
        Object.entries(ask.headers).map(([name, value]) => [name, open(value)]),
      );
      const body = typeof ask.body === "string" ? open(ask.body) : ask.body;
      return [{ resource, method, time: index + 1, status, headers, body }];
    }),
  );
}

function isSameAnswer(a: RecordedAsk, b: RecordedAsk): boolean {
  const text = ({ status, headers, body }: RecordedAsk) => JSON.stringify([status, headers, String(body)]);
  return text(a) === text(b);
}

/** The path of a URL, with its query, without the origin. */
export function pathOf(url: string): string {
  return splitOrigin(url).path;
}

function splitOrigin(url: string): { readonly origin: string; readonly path: string } {
  const [, origin = "", path = ""] = /^(https?:\/\/[^/?#]*)([^#]*)/i.exec(url) ?? [];
  return { origin, path: path.startsWith("/") ? path : `/${path}` };
}

/** Absolute URLs of these origins as absolute paths. */
function withoutOrigins(text: string, origins: ReadonlySet<string>): string {
  return [...origins].reduce(
    (left, origin) => (origin === "" ? left : left.replaceAll(`${origin}/`, "/")),
    text,
  );
}

/** A URL without what stands in its query from the first parameter on that was added to it. */
export function withoutAdded(url: string, isAdded: (name: string) => boolean): string {
  const [base = "", query = ""] = url.split(/\?(.*)/s);
  const pairs = query.split("&");
  const first = pairs.findIndex((pair) => isAdded(pair.split(/[=[]/)[0] ?? ""));
  const own = (first < 0 ? pairs : pairs.slice(0, first)).join("&");
  return own === "" ? base : `${base}?${own}`;
}

/** The keys of collections that were not there before, or had fewer keys. */
export function newKeys(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string {
  return Object.entries(now)
    .map(([collection, keys]) => {
      const old = before[collection] ?? "";
      if (keys === old) return "";
      return keys.startsWith(old) ? keys.slice(old.length) : keys;
    })
    .join("");
}
