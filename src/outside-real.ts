import { randomBytes } from "node:crypto";
import type { Config } from "./config.ts";
import { createFetch } from "./http-client.ts";
import { createLog } from "./log.ts";
import type { Outside } from "./outside.ts";

/** The real world. `close` ends the connections to applications. */
export function createOutside(config: Config): Outside & { readonly close: () => Promise<void> } {
  const fetch = createFetch();
  return {
    fetch,
    now: Date.now,
    randomBytes,
    log: createLog({ level: config.logLevel, secrets: secretsOf(config) }),
    close: () => fetch.close(),
  };
}

/** Everything in a configuration that must not be printed. */
export function secretsOf({ secrets, pivotKey, apps }: Config): readonly string[] {
  const others = [pivotKey, ...Object.values(apps).map((app) => app.authToken)];
  return [...secrets, ...others.filter((secret) => secret !== undefined)];
}
