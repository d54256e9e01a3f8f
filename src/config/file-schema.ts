import Type, { type Static, type TSchema } from "typebox";
import { pathInFile } from "./file-keys.ts";
import { mapOf, value } from "./file-value.ts";
import { dialled, dialledOrName, line, oneOf, type Reader, webhookUrl } from "./readers.ts";
import { variableList, variables } from "./variables.ts";

const closed = { additionalProperties: false } as const;

function optional<T>(about: string, reader: Reader<T>) {
  return Type.Optional(value({ about, reader }));
}

function endpointOf(number: Reader<string>, description: string) {
  return Type.Object(
    {
      user: optional("id of a user of Kazoo", line),
      device: optional("id of a device", line),
      group: optional("id of a group", line),
      ringGroup: optional("id of a group whose members ring all at once", line),
      callflow: optional("id of a callflow", line),
      queue: optional("id of a queue", line),
      voicemail: optional("id of a voicemail box", line),
      number: optional("number or extension that is dialled", number),
    },
    { ...closed, minProperties: 1, maxProperties: 1, description },
  );
}

const endpoint = endpointOf(dialled, "Where such a call goes: one of these.");

const anyEndpoint = endpointOf(
  dialledOrName,
  "For clients and SIP addresses without an entry; {name} is the identity, or the user of the address.",
);

const endpoints = Type.Object(
  {
    clients: Type.Optional(mapOf(endpoint, "By the identity in <Client>.")),
    sip: Type.Optional(mapOf(endpoint, "By the address in <Sip>, without parameters.")),
    numbers: Type.Optional(mapOf(endpoint, "By the number in <Number>; the others are dialled.")),
    queues: Type.Optional(mapOf(endpoint, "By the name in <Queue> and <Enqueue>.")),
    default: Type.Optional(anyEndpoint),
  },
  {
    ...closed,
    description: "Where calls to names go on Kazoo.",
  },
);

const voice = Type.Object(
  {
    voice: value({ about: "voice, as Kazoo's engine names it", reader: line }),
    engine: optional("engine that has it", oneOf("flite", "google", "ispeech", "voicefabric")),
    language: optional("its language, such as en-US", line),
  },
  { ...closed, description: "A voice of Kazoo's." },
);

const voices = mapOf(voice, "Voices of Kazoo, by the name in the voice attribute of <Say>.");

/** An application overrides what is set for all. */
function own<T>({ about, reader }: { readonly about: string; readonly reader: Reader<T> }) {
  return optional(`of this application: ${about}`, reader);
}

const appSettings = {
  voiceMethod: Type.Optional(value(variables.voiceMethod)),
  fallbackUrl: Type.Optional(value(variables.fallbackUrl)),
  fallbackMethod: Type.Optional(value(variables.fallbackMethod)),
  statusCallback: Type.Optional(value(variables.statusCallback)),
  statusCallbackMethod: Type.Optional(value(variables.statusCallbackMethod)),
  accountSid: Type.Optional(value(variables.accountSid)),
  authToken: Type.Optional(value(variables.authToken)),
  appTimeoutMs: own(variables.appTimeoutMs),
  kazooVersion: own(variables.kazooVersion),
  returnExtension: own(variables.returnExtension),
  localResources: own(variables.localResources),
  recordEmpty: own(variables.recordEmpty),
  endpoints: Type.Optional(endpoints),
  voices: Type.Optional(voices),
};

const app = Type.Object(
  { voiceUrl: value(variables.voiceUrl), ...appSettings },
  { ...closed, description: "An application, as Twilio's console would know it." },
);

/** That of `default` can come from the environment. */
const defaultApp = Type.Object(
  { voiceUrl: optional(variables.voiceUrl.about, webhookUrl), ...appSettings },
  { ...closed, description: "The application that /pivot reaches where no route matches." },
);

const apps = Type.Unsafe<Readonly<Record<string, Static<typeof defaultApp>>>>({
  type: "object",
  properties: { default: defaultApp },
  additionalProperties: app,
  // A name is a step of the path /pivot/NAME; /pivot/return is twivot's own.
  propertyNames: { pattern: "^(?!return$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$" },
  description:
    "Applications by name: letters, digits, _, - and ., not return. Kazoo reaches them under /pivot/NAME.",
});

const route = Type.Object(
  {
    to: optional("number or name that was called", line),
    account: optional("Kazoo's account id", line),
    realm: optional("realm that was called", line),
    app: value({ about: "name of the application", reader: line }),
  },
  // One of the three at least: what no route takes goes to `default` anyway.
  {
    ...closed,
    minProperties: 2,
    description: "The call must match all of to, account and realm that are given.",
  },
);

const s3 = Type.Object(
  {
    bucket: value({ about: "name of the bucket", reader: line }),
    region: value({ about: "its region", reader: line }),
    endpoint: optional("URL of a server that is not Amazon's", webhookUrl),
    prefix: optional("what the keys begin with", line),
  },
  { ...closed, description: "A bucket for recordings, instead of a directory." },
);

/** The variables that stand in the file at one level: directly, or below `recordings`. */
function valuesBelow(...above: readonly string[]): Record<string, TSchema> {
  const rows = variableList.flatMap(([key, variable]) => {
    const path = pathInFile(key) ?? [];
    const name = path.at(-1);
    const isHere = path.length === above.length + 1 && above.every((step, index) => step === path[index]);
    return isHere && name !== undefined ? [[name, Type.Optional(value(variable))] as const] : [];
  });
  return Object.fromEntries(rows);
}

const structures = {
  endpoints: Type.Optional(endpoints),
  voices: Type.Optional(voices),
  apps: Type.Optional(apps),
  routes: Type.Optional(
    Type.Array(route, {
      description: "Which application a call to /pivot goes to: the first route that matches, else default.",
    }),
  ),
};

const recordings = Type.Object({ s3: Type.Optional(s3) });

/**
 * The configuration file. Everything about it is made from this: reading, faults, the JSON Schema that
 * `twivot config --schema` prints, and docs/configuration.md.
 */
export const fileSchema: TSchema = Type.Object(
  {
    ...valuesBelow(),
    recordings: Type.Optional(
      Type.Object(
        { ...valuesBelow("recordings"), ...recordings.properties },
        { ...closed, description: "Recordings." },
      ),
    ),
    ...structures,
  },
  { ...closed, $schema: "https://json-schema.org/draft/2020-12/schema", title: "Configuration of twivot" },
);

const typed = Type.Object({ ...structures, recordings: Type.Optional(recordings) });

type Typed = Static<typeof typed>;
type RouteEntry = Static<typeof route>;

/** What has no variable. Of a file with faults, values are missing; a route that is none leaves its place. */
export type ConfigFile = Omit<Typed, "routes"> & {
  readonly routes?: readonly (Partial<RouteEntry> | undefined)[];
};

export type AppEntry = Static<typeof defaultApp>;
export type EndpointEntry = Static<typeof endpoint>;
export type EndpointsEntry = Static<typeof endpoints>;
