import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { WebhookOptions } from "../../src/callbacks/webhook-routes.ts";
import type { App, Config } from "../../src/config.ts";
import { createFetch } from "../../src/http-client.ts";
import type { Log, Outside } from "../../src/outside.ts";
import type { Patience } from "../../src/recordings/recordings.ts";
import { buildServer } from "../../src/server.ts";
import { createMemoryStore } from "../../src/store/memory-store.ts";
import { plainPlatform } from "../../src/verbs/platform.ts";
import { authToken } from "./application.ts";

/** A twivot on a real socket, under a name that Kazoo does not refuse. */
export type Twivot = AsyncDisposable & {
  /** Where it really is, without a slash at its end. */
  readonly url: string;
  /** Where Kazoo is told that it is. */
  readonly publicUrl: string;
  readonly logged: readonly LogLine[];
};

export type LogLine = {
  readonly level: string;
  readonly content: unknown;
  readonly message: string | undefined;
};

export type TwivotOptions = {
  readonly app: Partial<App> & Pick<App, "voiceUrl">;
  readonly config?: Partial<Config>;
  readonly outside?: Partial<Outside>;
  readonly patience?: Partial<Patience>;
  readonly webhooks?: WebhookOptions;
  /** Where it listens: with `127.0.0.2`, which Kazoo does not refuse, its public URL is where it really is. */
  readonly host?: "127.0.0.1" | "127.0.0.2";
};

export const testSecrets = ["a secret for tests, of 32 characters or more"];

/** A configuration for tests: Kazoo 4.3, one application, requests signed. */
export function testConfig({ app, config }: Pick<TwivotOptions, "app" | "config">): Config {
  return {
    host: "127.0.0.1",
    port: 0,
    adminHost: "127.0.0.1",
    adminPort: 0,
    logLevel: "info",
    publicUrl: "http://twivot.test:8080",
    secrets: testSecrets,
    pivotKey: undefined,
    webhookSecret: undefined,
    kazooVersion: "4.3",
    defaultCountry: "US",
    deadlineMs: 4_500,
    maxRequests: 2_000,
    onAppError: "fail",
    onNetCallers: "sip",
    anonymousCallers: "number",
    redisUrl: undefined,
    recordings: {
      store: { kind: "directory", directory: "recordings" },
      auth: false,
      keepDays: 30,
      maxBytes: 1_000_000,
    },
    routes: [],
    allowedHosts: undefined,
    allowedSenders: undefined,
    trustedProxies: undefined,
    captureDir: undefined,
    captureNumbers: "redact",
    apps: {
      default: {
        name: "default",
        voiceMethod: "POST",
        fallbackUrl: undefined,
        fallbackMethod: "POST",
        statusCallback: undefined,
        statusCallbackMethod: "POST",
        accountSid: undefined,
        authToken,
        appTimeoutMs: 15_000,
        platform: plainPlatform(config?.kazooVersion ?? "4.3"),
        ...app,
      },
    },
    ...config,
  };
}

/** Starts a twivot. What it logs is kept. */
export async function startTwivot(options: TwivotOptions): Promise<Twivot> {
  const logged: LogLine[] = [];
  const fetch = createFetch();
  const { host = "127.0.0.1" } = options;
  let config = testConfig(options);
  const outside = {
    fetch,
    now: Date.now,
    randomBytes,
    log: keepingLog(logged),
    store: createMemoryStore(Date.now),
    ...options.outside,
  };
  const { patience = {}, webhooks = {} } = options;
  const server = buildServer(() => config, outside, { patience, webhooks });
  await server.listen({ host, port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const url = `http://${host}:${port}`;
  if (host === "127.0.0.2") config = { ...config, publicUrl: url };
  return {
    url,
    publicUrl: config.publicUrl,
    logged,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await fetch.close();
    },
  };
}

/** A log that keeps its lines. */
export function keepingLog(lines: LogLine[]): Log {
  const at = (level: string) => (content: unknown, message?: string) => {
    lines.push({ level, content, message });
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") } as Log;
}
