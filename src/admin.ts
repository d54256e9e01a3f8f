import Fastify, { type FastifyInstance } from "fastify";
import type { Metrics } from "./metrics.ts";
import { noSchemas } from "./no-schemas.ts";

/** What the admin listener tells. `phase` changes while the program runs. */
export type AdminState = {
  phase: "starting" | "ready" | "draining";
  readonly version: string;
  /** Of Kazoo, as configured now. */
  readonly kazooVersion: () => string;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly now: () => number;
  readonly metrics: Metrics;
  /**
   * What cannot be reached that calls share; a sentence. Calls are still taken: all replicas share it, and most of what
   * they do works without.
   */
  readonly check: () => Promise<string | undefined>;
};

/**
 * The admin listener, which operators and their machines ask how the proxy is. It does not listen yet.
 *
 * - `/livez` 200 while the process answers at all
 * - `/readyz` 200 while calls may be sent, else 503: so a load balancer leaves a draining instance alone
 * - `/metrics` in Prometheus' text format
 * - `/healthz` 200 with phase, version and uptime
 * - `/version` of twivot, Node and the configured Kazoo
 */
export function buildAdmin(state: AdminState): FastifyInstance {
  const admin = Fastify(noSchemas);
  admin.addHook("onSend", async (_request, reply) => {
    reply.header("cache-control", "no-store");
  });
  admin.get("/livez", async () => ({ status: "ok" }));
  admin.get("/readyz", async (_request, reply) => {
    reply.code(state.phase === "ready" ? 200 : 503);
    const degraded = await state.check();
    return { status: state.phase, ...(degraded === undefined ? {} : { degraded }) };
  });
  admin.get("/metrics", async (_request, reply) => {
    reply.header("content-type", state.metrics.contentType);
    return state.metrics.text();
  });
  admin.get("/healthz", async () => ({
    status: "ok",
    phase: state.phase,
    version: state.version,
    uptimeSeconds: Math.floor((state.now() - state.startedAtMs) / 1000),
  }));
  admin.get("/version", async () => ({
    version: state.version,
    node: process.version,
    kazoo: state.kazooVersion(),
  }));
  return admin;
}
