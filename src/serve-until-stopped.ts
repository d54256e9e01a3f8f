import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { type AdminState, buildAdmin } from "./admin.ts";
import type { ExitCode, World } from "./cli/command.ts";
import { liveConfig } from "./config/live-config.ts";
import type { Reading } from "./config/read-config.ts";
import { createMetrics } from "./metrics.ts";
import { buildServer } from "./server.ts";

/** How long calls are still taken after `/readyz` has turned, so that a load balancer can notice. */
const DRAIN_MS = 1_000;

/**
 * Runs both listeners until the process is told to stop, then drains: `/readyz` turns to 503, calls are taken
 * for a moment more, requests under way are answered and late answers given. 2 when an address cannot be had.
 */
export async function serveUntilStopped(
  reading: Reading,
  /** The same sources again, when the world asks to reload. */
  readAgain: () => Reading | { readonly faults: readonly string[] },
  world: World,
): Promise<ExitCode> {
  const { config } = reading;
  const outside = await world.openOutside(config);
  const live = liveConfig(reading, readAgain, outside);
  for (const warning of reading.warnings) outside.log.warn({ code: "configuration" }, warning);
  const metrics = createMetrics();
  const state: AdminState = {
    phase: "starting",
    version: world.version,
    kazooVersion: () => live.current().kazooVersion,
    startedAtMs: world.now(),
    now: world.now,
    metrics,
    check: async () => {
      try {
        await outside.store.ping();
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
  const server = buildServer(live.current, outside, { tell: metrics.tell });
  const admin = buildAdmin(state);
  try {
    const adminUrl = await listen(admin, config.adminHost, config.adminPort, "ADMIN_HOST and ADMIN_PORT");
    const url = await listen(server, config.host, config.port, "HOST and PORT");
    state.phase = "ready";
    outside.log.info({ url, adminUrl, publicUrl: config.publicUrl, version: world.version }, "ready");
    world.onReload(live.reload);
    const cause = await world.untilStopped();
    state.phase = "draining";
    outside.log.info({ cause }, "draining");
    await sleep(DRAIN_MS);
    return 0;
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    world.stderr(`${error.message}\n`);
    return 2;
  } finally {
    // Requests under way are answered first, for which the application may still be asked.
    await server.close();
    await admin.close();
    await outside.close();
  }
}

class ListenError extends Error {
  override readonly name = "ListenError";
}

/** The URL at which a server listens. @throws {ListenError} that says which variables to change. */
async function listen(
  server: FastifyInstance,
  host: string,
  port: number,
  variables: string,
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ListenError(`Cannot listen on ${host}:${port} (${why}); change ${variables}.`, { cause });
  }
}
