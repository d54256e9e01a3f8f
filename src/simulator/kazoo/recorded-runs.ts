import type { KazooVersion } from "../../callflow/flow.ts";
import type { CallerStep } from "../caller.ts";

/*
 * How the runs of Kazoo's own executor were recorded. For their replay.
 */

/** Something that happened, milliseconds after the beginning. */
export type Step = {
  readonly ms: number;
  readonly action?: string;
  readonly event?: string;
  readonly request?: string;
  readonly target?: string;
  readonly body?: string;
};

/** A run: a flow, what the caller did as Erlang terms, and what happened. */
export type Run = {
  readonly kazoo: KazooVersion;
  readonly name: string;
  readonly flow: Json | null;
  readonly script: string;
  readonly steps: readonly Step[];
  readonly end: string;
};

/** JSON that nobody has looked into. */
export type Json = { readonly [key: string]: unknown };

/** The script in Erlang terms; undefined where it has more than keys and hang-ups, and recordings that a key has ended. */
export function readScript(script: string): CallerStep[] | undefined {
  const event = /^\{(\d+),(?:\{dtmf,<<"(.)">>\}|hangup)\},?/;
  const recording = /\{\d+,\{event,<<"RECORD_(?:START|STOP)">>,\[(?:\{[^}]*\},?)*\]\}\},?/g;
  const steps: CallerStep[] = [];
  let rest = script.replace(/^\[|\]$/g, "").replace(recording, "");
  while (rest !== "") {
    const match = event.exec(rest);
    if (match === null) return undefined;
    const [whole, ms, digit] = match;
    steps.push({ when: { atMs: Number(ms) }, do: digit === undefined ? { hangUp: true } : { press: digit } });
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** What was entered while the caller was there: publish_failed and a hang-up race in the recordings. */
export function actionsOf(run: Run): { action: string; ms: number }[] {
  const left = run.steps.findIndex(({ event }) => event === "CHANNEL_DESTROY");
  return run.steps
    .slice(0, left < 0 ? undefined : left)
    .flatMap(({ action, ms }) => (action === undefined ? [] : [{ action, ms }]));
}

/** Requests of the run's own call: some run's requests went on while the next was recorded. */
export function expectedRequests(run: Run) {
  const requests = run.steps.filter(({ request }) => request !== undefined);
  return requests
    .filter((step) => callIdIn(step) === callIdOf(run))
    .map(({ request, target, body }) => ({ method: request, target, body }));
}

/** Each run's call has its own Call-ID, which only its requests tell. */
export function callIdOf(run: Run): string {
  const request = run.steps.find((step) => step.request !== undefined);
  return (request && callIdIn(request)) ?? "call";
}

function callIdIn({ target = "", body = "" }: Step): string | undefined {
  const [, json] = /"Call-ID":"([^"]*)"/.exec(body) ?? [];
  const [, form] = /Call-ID=([^&]*)/.exec(target + body) ?? [];
  return json ?? (form && decodeURIComponent(form));
}

/** The modules of a flow. */
export function modulesOf(flow: unknown): string[] {
  if (typeof flow !== "object" || flow === null) return [];
  const { module, children } = flow as { module?: string; children?: Json };
  return [...(module === undefined ? [] : [module]), ...Object.values(children ?? {}).flatMap(modulesOf)];
}

/** The entry with the longest key that the name begins with. */
export function byName<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  const keys = Object.keys(table).filter((key) => name.startsWith(key));
  const [longest] = keys.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : table[longest];
}
