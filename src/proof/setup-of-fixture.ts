import { readConfig } from "../config/read-config.ts";
import type { Config } from "../config.ts";
import type { Endpoint, FixtureCall } from "../fidelity/fixture-call.ts";
import { FixtureError } from "../fidelity/fixture-error.ts";
import type { Parties } from "../fidelity/fixture-parties.ts";
import type { CallerStep } from "../simulator/caller.ts";
import { exampleCall } from "../simulator/kazoo/example-call.ts";
import type { CallFacts } from "../simulator/kazoo/pivot-params.ts";
import { countedBytes } from "./play-on-kazoo.ts";

/** A fixture's call, ready to be played on both platforms. */
export type Setup = {
  readonly config: Config;
  readonly facts: CallFacts;
  readonly caller: readonly CallerStep[];
  /** Whom it can reach; nobody without it. */
  readonly parties?: Parties;
  /** Whether Kazoo's webhooks lead to twivot. */
  readonly webhooks?: boolean;
};

/** Where Kazoo asks twivot; nothing listens there. */
export const PUBLIC_URL = "http://twivot.example";

/**
 * How twivot is set up for a fixture, and what Kazoo knows of its call. A first document that fails is told to the
 * caller, as Twilio does.
 *
 * @param authToken signs the requests
 * @throws {FixtureError} a path of which no URL can be made, or a status callback without webhooks.
 */
export function setupOfFixture(call: FixtureCall, origin: string, authToken: string): Setup {
  if (call.status !== undefined && !call.webhooks) {
    throw new FixtureError([
      "call.txt: status needs webhooks: yes, since only they tell twivot that a call has ended",
    ]);
  }
  const env = {
    TWIVOT_PUBLIC_URL: PUBLIC_URL,
    TWIVOT_SECRET: "twivot verify: a secret of no value",
    TWIVOT_ON_APP_ERROR: "apology",
    TWILIO_AUTH_TOKEN: authToken,
    ...(call.webhooks ? { TWIVOT_WEBHOOK_SECRET: "a webhook secret of no value" } : {}),
    TWIVOT_LOCAL_RESOURCES: String(call.localResources),
    ...(call.returnExtension === undefined ? {} : { TWIVOT_RETURN_EXTENSION: call.returnExtension }),
    ...webhook("TWIVOT_VOICE", "_URL", call.voice, origin),
    ...webhook("TWIVOT_VOICE_FALLBACK", "_URL", call.fallback, origin),
    ...webhook("TWIVOT_STATUS_CALLBACK", "", call.status, origin),
  };
  const reading = readConfig({ env, flags: {}, readFile: () => "", randomBytes: countedBytes() });
  if ("faults" in reading) throw new FixtureError(reading.faults.map((fault) => `call.txt: ${fault}`));
  const config = withEndpoints(reading.config, call.endpoints);
  return { config, facts: factsOf(call), caller: call.caller, parties: call, webhooks: call.webhooks };
}

/** Only the file of a configuration has endpoints. */
function withEndpoints(config: Config, endpoints: Parties["endpoints"]): Config {
  const apps = Object.entries(config.apps).map(([name, app]) => {
    const platform = { ...app.platform, endpoints: { ...app.platform.endpoints, ...endpoints } };
    return [name, { ...app, platform }];
  });
  return { ...config, apps: Object.fromEntries(apps) };
}

function webhook(name: string, suffix: string, endpoint: Endpoint | undefined, origin: string) {
  if (endpoint === undefined) return {};
  return { [`${name}${suffix}`]: origin + endpoint.path, [`${name}_METHOD`]: endpoint.method };
}

function factsOf({ from = exampleCall.from, to = exampleCall.request }: FixtureCall): CallFacts {
  return {
    ...exampleCall,
    from,
    callerIdNumber: from,
    callerIdName: "",
    to: to.replace(/^\+/, ""),
    request: to,
  };
}
