import { randomBytes } from "node:crypto";
import type { Config } from "./config.ts";
import { createFetch } from "./http-client.ts";
import { createLog } from "./log.ts";
import type { Outside } from "./outside.ts";
import { openStore } from "./store/open-store.ts";

/** The real world. `close` ends its connections. */
export async function createOutside(
  config: Config,
): Promise<Outside & { readonly close: () => Promise<void> }> {
  const fetch = createFetch();
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
  const store = await openStore(config, { now: Date.now, log });
  return {
    fetch,
    now: Date.now,
    randomBytes,
    log,
    store,
    close: async () => {
      await fetch.close();
      await store.close();
    },
  };
}

/** Everything in a configuration that must not be printed. */
export function secretsOf({ secrets, pivotKey, webhookSecret, redisUrl, apps }: Config): readonly string[] {
  const others = [
    pivotKey,
    webhookSecret,
    redisUrl,
    passwordOf(redisUrl),
    ...Object.values(apps).map((app) => app.authToken),
  ];
  return [...secrets, ...others.filter((secret) => secret !== undefined)];
}

function passwordOf(url: string | undefined): string | undefined {
  const password = url === undefined ? "" : new URL(url).password;
  return password === "" ? undefined : decodeURIComponent(password);
}
