import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { cliWorld } from "../test/cli-world.ts";
import { runCli } from "./cli/main.ts";
import type { Log, OpenOutside } from "./outside.ts";
import { createMemoryStore } from "./store/memory-store.ts";

/** `twivot serve` on free ports; `ready` gives the URLs of its listeners, from its log. */
function start(env: Record<string, string> = {}) {
  const stopped = Promise.withResolvers<string>();
  const ready = Promise.withResolvers<{ url: string; adminUrl: string }>();
  const warnings: string[] = [];
  let isClosed = false;
  let reload = () => {};
  const log = {
    debug: () => undefined,
    info: (content: { url: string; adminUrl: string }, text: string) =>
      text === "ready" && ready.resolve(content),
    warn: (_content: object, text: string) => warnings.push(text),
    error: () => undefined,
  } as unknown as Log;
  const outside: OpenOutside = {
    fetch: () => Promise.reject(new Error("there is no application")),
    now: () => 0,
    randomBytes: (size) => new Uint8Array(size),
    log,
    store: createMemoryStore(() => 0),
    hideSecretsOf: () => undefined,
    close: async () => {
      isClosed = true;
    },
  };
  const variables = {
    HOST: "127.0.0.1",
    PORT: "0",
    ADMIN_PORT: "0",
    TWIVOT_PUBLIC_URL: "http://twivot.example",
    TWIVOT_VOICE_URL: "http://app.example/voice",
    ...env,
  };
  const world = cliWorld({
    env: variables,
    openOutside: async () => outside,
    onReload: (again) => {
      reload = again;
    },
    untilStopped: () => stopped.promise,
  });
  const exitCode = runCli(["serve"], world);
  exitCode.then((code) => ready.reject(new Error(`ended with ${code}: ${world.err()}`)), ready.reject);
  ready.promise.catch(() => undefined);
  const reloadWith = (changed: Record<string, string>) => {
    Object.assign(variables, changed);
    reload();
  };
  const ends = { exitCode, ready: ready.promise, stop: stopped.resolve, isClosed: () => isClosed };
  return { ...ends, world, warnings, reloadWith };
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url, { headers: { connection: "close" } })).status;
}

test("both listeners answer until it is told to stop, then it ends with 0", async () => {
  const { exitCode, ready, stop, isClosed } = start();
  const { url, adminUrl } = await ready;
  const before = [await statusOf(`${adminUrl}/readyz`), await statusOf(`${url}/nothing-here`)];
  stop("SIGTERM");
  expect([...before, await exitCode, isClosed()]).toEqual([200, 404, 0, true]);
  await expect(fetch(`${adminUrl}/livez`)).rejects.toThrow();
});

test("while it drains readyz is 503, and calls are still taken", async () => {
  const { exitCode, ready, stop } = start();
  const { url, adminUrl } = await ready;
  stop("SIGTERM");
  await Promise.resolve();
  expect(await statusOf(`${adminUrl}/readyz`)).toBe(503);
  expect(await statusOf(`${url}/nothing-here`)).toBe(404);
  await exitCode;
});

test("/version tells the version of Kazoo that was configured last", async () => {
  const { exitCode, ready, stop, reloadWith } = start();
  const { adminUrl } = await ready;
  const version = async () => (await fetch(`${adminUrl}/version`)).json();
  expect(await version()).toMatchObject({ kazoo: "4.3" });
  reloadWith({ TWIVOT_KAZOO_VERSION: "5.0" });
  expect(await version()).toMatchObject({ kazoo: "5.0" });
  stop("SIGTERM");
  await exitCode;
});

test("warnings about the configuration are logged", async () => {
  const { exitCode, ready, stop, warnings } = start();
  await ready;
  stop("SIGTERM");
  await exitCode;
  expect(warnings).toEqual([
    expect.stringContaining("TWIVOT_SECRET is not set"),
    expect.stringContaining("TWILIO_AUTH_TOKEN is not set"),
  ]);
});

test("a port that is taken ends it with 2 and the variables to change", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;
  const { exitCode, world } = start({ PORT: String(port) });
  expect(await exitCode).toBe(2);
  expect(world.err()).toMatch(
    /^Cannot listen on 127\.0\.0\.1:\d+ \(.*EADDRINUSE.*\); change HOST and PORT\.\n$/,
  );
  other.close();
});

test("a configuration at fault ends it with 2 before anything listens", async () => {
  const { exitCode, world } = start({ TWIVOT_KAZOO_VERSION: "3" });
  expect(await exitCode).toBe(2);
  expect(world.err()).toBe('TWIVOT_KAZOO_VERSION="3" is not valid; it must be one of 4.3, 5.0.\n');
});
