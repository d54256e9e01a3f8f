import { isDeepStrictEqual } from "node:util";
import type { Config } from "../config.ts";
import type { OpenOutside } from "../outside.ts";
import type { Reading } from "./read-config.ts";

/** The configuration of a process that goes on while the file changes. */
export type LiveConfig = {
  readonly current: () => Config;
  /** Reads all anew. With a fault in it, what was good last stays. */
  readonly reload: () => void;
};

/** What listeners, log and store were made from. */
const keptKeys = [
  "host",
  "port",
  "adminHost",
  "adminPort",
  "logLevel",
  "secrets",
  "redisUrl",
  "allowedHosts",
  "allowedSenders",
  "trustedProxies",
  "captureDir",
  "captureNumbers",
] as const satisfies readonly (keyof Config)[];

/** Begins with what was read at the start. `read` reads the same sources again. */
export function liveConfig(
  first: Reading,
  read: () => Reading | { readonly faults: readonly string[] },
  { log, hideSecretsOf }: Pick<OpenOutside, "log" | "hideSecretsOf">,
): LiveConfig {
  let config = first.config;
  return {
    current: () => config,
    reload: () => {
      const reading = read();
      if ("faults" in reading) {
        for (const fault of reading.faults) log.error({ code: "configuration" }, fault);
        log.error({ code: "configuration" }, "Not reloaded: what was read before stays.");
        return;
      }
      const next = withKept(reading.config, config);
      hideSecretsOf(next);
      for (const warning of reading.warnings) log.warn({ code: "configuration" }, warning);
      const restart = differences(reading.config, next).filter(
        (name) => name !== "secrets" || reading.origins.secrets !== "random",
      );
      if (restart.length > 0)
        log.warn({ code: "configuration", restart }, "These settings change with a restart only.");
      log.info({ changed: differences(config, next) }, "configuration reloaded");
      config = next;
    },
  };
}

/** The new configuration with what cannot change while it runs. */
function withKept(next: Config, running: Config): Config {
  const kept = Object.fromEntries(keptKeys.map((key) => [key, running[key]]));
  return { ...next, ...kept, recordings: { ...next.recordings, store: running.recordings.store } };
}

/** Names of what differs: `deadlineMs`, `recordings.store`, `apps.support`. No values: there are secrets among them. */
function differences(before: Config, after: Config): readonly string[] {
  const [old, now] = [flat(before), flat(after)];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => !isDeepStrictEqual(old[name], now[name]));
}

function flat({ apps, recordings, ...rest }: Config): Readonly<Record<string, unknown>> {
  return { ...rest, ...below("recordings", recordings), ...below("apps", apps) };
}

function below(name: string, values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}
