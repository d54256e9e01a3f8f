import type { Callees } from "../simulator/callee.ts";
import { calleeWords, parseCallee, writeCallee } from "../simulator/callee-script.ts";
import type { Endpoint, Endpoints } from "../verbs/platform.ts";

/** The other parties of a fixture's call. */
export type Parties = { readonly callees: Callees; readonly endpoints: Omit<Endpoints, "default"> };

/** Nobody, and nothing is mapped. */
export const noParties: Parties = {
  callees: {},
  endpoints: { clients: {}, sip: {}, numbers: {}, queues: {} },
};

/** A header by what it begins with, and the map that it adds to. */
const maps = { client: "clients", sip: "sip", number: "numbers", queue: "queues" } as const;

type MapWord = keyof typeof maps;

const partyLine = /^(callee|client|sip|number|queue) (.+?):\s+(.*)$/;
const endpointText = /^(user|device|group|ringGroup|callflow|queue|voicemail|number) (\S+)$/;

/** Whether a line of a head is about another party. */
export function isPartyLine(line: string): boolean {
  return partyLine.test(line);
}

/**
 * Reads a line into a call.
 *
 * ```
 * callee client:alice: answers after 4s, hangs up after 20s
 * client alice: user 0123456789abcdef0123456789abcdef
 * ```
 * @returns a sentence where it is wrong.
 */
export function readPartyLine(line: string, call: Record<string, unknown>): string | undefined {
  const [, word = "", name = "", value = ""] = partyLine.exec(line) ?? [];
  const parties = call as Parties;
  if (word === "callee") {
    const callee = parseCallee(value);
    if (callee === undefined) return `callee ${name} is ${calleeWords}, not: ${value}`;
    call["callees"] = { ...parties.callees, [name]: callee };
    return undefined;
  }
  const [, kind, id = ""] = endpointText.exec(value) ?? [];
  if (kind === undefined)
    return `${word} ${name} is an endpoint such as user ID or number +1…, not: ${value}`;
  const endpoint = (kind === "number" ? { kind, number: id } : { kind, id }) as Endpoint;
  const key = maps[word as MapWord];
  call["endpoints"] = { ...parties.endpoints, [key]: { ...parties.endpoints[key], [name]: endpoint } };
  return undefined;
}

/** The lines of a call's parties. */
export function writePartyLines({ callees, endpoints }: Parties): string[] {
  const words = Object.keys(maps) as MapWord[];
  return [
    ...words.flatMap((word) =>
      Object.entries(endpoints[maps[word]]).map(([name, to]) => `${word} ${name}: ${endpointLine(to)}`),
    ),
    ...Object.entries(callees).map(([name, callee]) => `callee ${name}: ${writeCallee(callee)}`),
  ];
}

function endpointLine(endpoint: Endpoint): string {
  return endpoint.kind === "number" ? `number ${endpoint.number}` : `${endpoint.kind} ${endpoint.id}`;
}
