import { phoneNumber } from "../twilio/addresses.ts";
import type { Endpoint, Endpoints } from "../verbs/platform.ts";
import type { EndpointEntry, EndpointsEntry } from "./file-schema.ts";
import type { Path } from "./read-tree.ts";

type World = {
  readonly defaultCountry: string;
  readonly addFault: (path: Path, sentence: string) => void;
};

const kinds = ["user", "device", "group", "ringGroup", "callflow", "queue", "voicemail"] as const;

/** The endpoint maps of the file, with numbers in E.164. `path` is where they stand. */
export function readEndpoints(entry: EndpointsEntry, path: Path, world: World): Endpoints {
  const { clients = {}, sip = {}, numbers = {}, queues = {}, default: fallback } = entry;
  const read = (map: Readonly<Record<string, EndpointEntry>>) => endpointMap(Object.entries(map), world);
  return {
    clients: read(clients),
    sip: read(sip),
    numbers: endpointMap(normalised(numbers, [...path, "numbers"], world), world),
    queues: read(queues),
    default: fallback && toEndpoint(fallback, world),
  };
}

/** Where an application says nothing, what is said for all goes. */
export function mergeEndpoints(all: Endpoints, own: Endpoints): Endpoints {
  return {
    clients: { ...all.clients, ...own.clients },
    sip: { ...all.sip, ...own.sip },
    numbers: { ...all.numbers, ...own.numbers },
    queues: { ...all.queues, ...own.queues },
    default: own.default ?? all.default,
  };
}

type Pair = readonly [string, EndpointEntry];

function endpointMap(pairs: readonly Pair[], world: World): Readonly<Record<string, Endpoint>> {
  const read = pairs.flatMap(([name, entry]) => {
    const endpoint = toEndpoint(entry, world);
    return endpoint === undefined ? [] : [[name, endpoint] as const];
  });
  return Object.fromEntries(read);
}

function toEndpoint(entry: EndpointEntry, { defaultCountry }: World): Endpoint | undefined {
  if (entry.number !== undefined)
    return { kind: "number", number: phoneNumber(entry.number, defaultCountry) ?? entry.number };
  const kind = kinds.find((each) => entry[each] !== undefined);
  const id = kind && entry[kind];
  return kind && id !== undefined ? { kind, id } : undefined;
}

function normalised(
  numbers: Readonly<Record<string, EndpointEntry>>,
  path: Path,
  { defaultCountry, addFault }: World,
): readonly Pair[] {
  const seen = new Map<string, string>();
  return Object.entries(numbers).map(([text, entry]) => {
    const number = phoneNumber(text, defaultCountry) ?? text;
    const other = seen.get(number);
    if (other !== undefined)
      addFault([...path, text], `${text} and ${other} are the same number, ${number}; keep one of them.`);
    seen.set(number, text);
    return [number, entry] as const;
  });
}
