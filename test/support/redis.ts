import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

/** Why tests with a real Redis are skipped; undefined where there is one. */
export const reasonToSkipRedis: string | undefined =
  spawnSync("redis-server", ["--version"]).status === 0 ? undefined : "redis-server is not installed";

/** A real Redis on a free port, empty at first. It writes nothing to disk. */
export type RedisServer = AsyncDisposable & {
  readonly url: string;
  /** Ends it at once, as a crash does. */
  readonly kill: () => Promise<void>;
  /** On the same port, empty. */
  readonly startAgain: () => Promise<void>;
  /** It stays connected and answers nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
};

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  let child = await run(port);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    startAgain: async () => {
      child = await run(port);
    },
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    [Symbol.asyncDispose]: kill,
  };
}

async function run(port: number): Promise<ChildProcess> {
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", options, { stdio: "ignore" });
  const probe = new Redis(port, "127.0.0.1", { retryStrategy: () => 20, maxRetriesPerRequest: null });
  probe.on("error", () => undefined);
  const exited = once(child, "exit").then(() => "exited");
  const outcome = await Promise.race([probe.ping(), exited, sleep(5_000, "silent", { ref: false })]);
  probe.disconnect();
  if (outcome !== "PONG") throw new Error(`redis-server does not run: it ${outcome}`);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
