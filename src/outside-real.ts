import type { Config } from "./config.ts";
import { createFetch } from "./http-client.ts";
import { createLog, createMask } from "./log.ts";
import type { OpenOutside } from "./outside.ts";
import { randomBytes } from "./random-bytes.ts";
import { openStore } from "./store/open-store.ts";

/** The real world. */
export async function createOutside(config: Config): Promise<OpenOutside> {
  const fetch = createFetch();
  const mask = createMask(secretsOf(config));
  const log = createLog({ level: config.logLevel, mask });
  const store = await openStore(config, { now: Date.now, log });
  return {
    fetch,
    now: Date.now,
    randomBytes,
    log,
    store,
    hideSecretsOf: (next) => mask.add(secretsOf(next)),
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
