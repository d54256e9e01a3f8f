import type { Config } from "../config.ts";
import { pathText } from "./file-keys.ts";
import { isGiven, type Origins, type Settings, variableList, variables } from "./variables.ts";

type Read = { readonly settings: Settings; readonly origins: Origins; readonly config: Config };

// Kazoo's defaults of system_config kazoo_web client.blacklist.hosts and client.blacklist.cidrs.
const refusedHosts = new Set(["localhost", "127.0.0.1", "0.0.0.0"]);

/**
 * Sentences about a configuration that works, but hardly as its operator wants it.
 *
 * @see kz_json_schema_extensions:url_validation/2 of Kazoo for the hosts that it refuses
 */
export function warningsOf(
  { settings, origins, config }: Read,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const warnings: string[] = [];
  const { hostname } = new URL(settings.publicUrl);
  if (refusedHosts.has(hostname)) {
    warnings.push(
      `TWIVOT_PUBLIC_URL names ${hostname}, which Kazoo's URL check rejects: calls would not come back. Use a name or an address of this machine that Kazoo can reach.`,
    );
  }
  if (origins.secrets === "random") {
    warnings.push(
      "TWIVOT_SECRET is not set: a random one is used, so calls do not survive a restart and no second instance can continue them.",
    );
  }
  return [...warnings, ...unsigned(config), ...withoutApp(config, origins), ...unknownVariables(env)];
}

function unsigned({ apps }: Config): readonly string[] {
  return Object.values(apps)
    .filter(({ authToken }) => authToken === undefined)
    .map(({ name }) => {
      const key = name === "default" ? "TWILIO_AUTH_TOKEN" : pathText(["apps", name, "authToken"]);
      return `${key} is not set: requests to the application are not signed, and one that checks signatures will refuse them.`;
    });
}

/** What is given for the application of the variables, without saying where it is. */
function withoutApp({ apps }: Config, origins: Origins): readonly string[] {
  if (apps["default"] !== undefined) return [];
  const keys = ["fallbackUrl", "statusCallback"] as const;
  return keys
    .filter((key) => isGiven(origins[key]))
    .map((key) => `${variables[key].name} has no effect: TWIVOT_VOICE_URL and apps.default are not set.`);
}

/** A misspelt variable would otherwise do nothing, silently. */
function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(
    variableList.flatMap(([, { name, secret }]) => (secret ? [name, `${name}_FILE`] : [name])),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith("TWIVOT_") && !known.has(name))
    .sort()
    .map((name) => `${name} is not a variable of twivot and has no effect; see twivot serve --help.`);
}
