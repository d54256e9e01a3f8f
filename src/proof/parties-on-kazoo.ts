import type { Parties } from "../fidelity/fixture-parties.ts";
import type { Callees } from "../simulator/callee.ts";
import type { CallEvent } from "../simulator/transcript.ts";
import type { Endpoint } from "../verbs/platform.ts";

/** The parties of a fixture as Kazoo knows them. */
export type PartiesOnKazoo = {
  readonly callees: Callees;
  /** Stored callflows by id: each calls a user of the same id. */
  readonly callflows: Readonly<Record<string, unknown>>;
};

/** Gives Kazoo a fixture's parties: those that have an endpoint there answer at it too. */
export function partiesOnKazoo(parties: Parties): PartiesOnKazoo {
  const mapped = mappedNames(parties).flatMap(([name, endpoint]) => {
    const [callee, target] = [parties.callees[name], targetOf(endpoint)];
    return callee === undefined || target === undefined ? [] : [[target, callee] as const];
  });
  const ids = mappedNames(parties).flatMap(([, to]) => (to.kind === "callflow" ? [to.id] : []));
  const callflows = ids.map((id) => [id, { module: "user", data: { id, timeout: 20 } }] as const);
  return {
    callees: { ...parties.callees, ...Object.fromEntries(mapped) },
    callflows: Object.fromEntries(callflows),
  };
}

/** The events of a call on Kazoo with the names that TwiML has for the parties, so that calls can be compared. */
export function inTwilioNames(events: readonly CallEvent[], parties: Parties): readonly CallEvent[] {
  const names = new Map(
    mappedNames(parties).flatMap(([name, endpoint]) => {
      const target = targetOf(endpoint);
      return target === undefined ? [] : [[target, name] as const];
    }),
  );
  const rename = (target: string) => names.get(target) ?? roomOf(target) ?? target;
  return events.map((event) => {
    if (event.kind === "dialled") return { ...event, targets: event.targets.map(rename) };
    return event.kind === "bridged" ? { ...event, target: rename(event.target) } : event;
  });
}

/** A room as TwiML names it; on Kazoo the account stands before it, and `.20.` is a character by its code. */
function roomOf(target: string): string | undefined {
  const [, name] = /^conference:[0-9a-f]{32}_(.*)$/.exec(target) ?? [];
  const room = name?.replace(/\.([0-9a-f]+)\./g, (_whole, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
  return room === undefined ? undefined : `conference:${room}`;
}

/** What has an endpoint, by the name that a Dial calls it by. */
function mappedNames({ endpoints }: Parties): readonly (readonly [string, Endpoint])[] {
  const named = (entries: Readonly<Record<string, Endpoint>>, nameOf: (name: string) => string) =>
    Object.entries(entries).map(([name, endpoint]) => [nameOf(name), endpoint] as const);
  return [
    ...named(endpoints.clients, (identity) => `client:${identity}`),
    ...named(endpoints.sip, (address) => (/^sips?:/.test(address) ? address : `sip:${address}`)),
    ...named(endpoints.numbers, (number) => number),
  ];
}

/** What the pretend Kazoo calls it. A group in a ring group is a group, whatever rings it. */
function targetOf(endpoint: Endpoint): string | undefined {
  switch (endpoint.kind) {
    case "number":
      return endpoint.number;
    case "user":
    case "device":
    case "group":
      return `${endpoint.kind}:${endpoint.id}`;
    case "ringGroup":
      return `group:${endpoint.id}`;
    case "callflow":
      return `user:${endpoint.id}`;
    default:
      return undefined;
  }
}
