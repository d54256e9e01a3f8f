import { expect, test } from "vitest";
import { type AdminState, buildAdmin } from "./admin.ts";
import { createMetrics } from "./metrics.ts";

function stateIn(phase: AdminState["phase"]): AdminState {
  return {
    phase,
    version: "1.2.3",
    kazooVersion: () => "4.3",
    startedAtMs: 1_000,
    now: () => 66_999,
    metrics: createMetrics(),
    check: async () => undefined,
  };
}

function ask(path: string, phase: AdminState["phase"] = "ready", change: Partial<AdminState> = {}) {
  return buildAdmin({ ...stateIn(phase), ...change }).inject(path);
}

test("livez says ok in every phase", async () => {
  for (const phase of ["starting", "ready", "draining"] as const) {
    const { statusCode, json } = await ask("/livez", phase);
    expect([statusCode, json()]).toEqual([200, { status: "ok" }]);
  }
});

test.each([
  ["starting", 503],
  ["ready", 200],
  ["draining", 503],
] as const)("readyz of an instance that is %s answers %i", async (phase, status) => {
  const { statusCode, json } = await ask("/readyz", phase);
  expect([statusCode, json()]).toEqual([status, { status: phase }]);
});

test("readyz follows the phase while the listener runs", async () => {
  const state = stateIn("ready");
  const admin = buildAdmin(state);
  const before = await admin.inject("/readyz");
  state.phase = "draining";
  const after = await admin.inject("/readyz");
  expect([before.statusCode, after.statusCode]).toEqual([200, 503]);
});

test("an instance whose store is away still takes calls, and says so", async () => {
  const check = async () => "Redis does not answer.";
  const { statusCode, json } = await ask("/readyz", "ready", { check });
  expect([statusCode, json()]).toEqual([200, { status: "ready", degraded: "Redis does not answer." }]);
});

test("metrics are told as Prometheus reads them", async () => {
  const metrics = createMetrics();
  metrics.tell({ kind: "webhook", event: "channel_destroy" });
  const { headers, body } = await ask("/metrics", "ready", { metrics });
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(body).toContain('twivot_webhooks_total{event="channel_destroy"} 1');
});

test("healthz tells phase, version and uptime", async () => {
  const { statusCode, json } = await ask("/healthz", "draining");
  expect([statusCode, json()]).toEqual([
    200,
    { status: "ok", phase: "draining", version: "1.2.3", uptimeSeconds: 65 },
  ]);
});

test("version tells twivot's, Node's and Kazoo's, as JSON that is not kept", async () => {
  const { headers, json } = await ask("/version");
  expect(json()).toEqual({ version: "1.2.3", node: process.version, kazoo: "4.3" });
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
});
