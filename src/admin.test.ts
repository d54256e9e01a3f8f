import { expect, test } from "vitest";
import { type AdminState, buildAdmin } from "./admin.ts";

function ask(path: string, phase: AdminState["phase"] = "ready") {
  const state = { phase, version: "1.2.3", kazooVersion: "4.3", startedAtMs: 1_000, now: () => 66_999 };
  return buildAdmin(state).inject(path);
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
  const state: AdminState = {
    phase: "ready",
    version: "1",
    kazooVersion: "4.3",
    startedAtMs: 0,
    now: () => 0,
  };
  const admin = buildAdmin(state);
  const before = await admin.inject("/readyz");
  state.phase = "draining";
  const after = await admin.inject("/readyz");
  expect([before.statusCode, after.statusCode]).toEqual([200, 503]);
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
