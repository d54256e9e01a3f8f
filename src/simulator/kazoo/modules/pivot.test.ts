import { expect, it } from "vitest";
import type { KazooVersion } from "../../../callflow/flow.ts";
import { parseCallerScript } from "../../caller-script.ts";
import type { KazooAnswer, KazooOptions } from "../call.ts";
import { callKazoo } from "../call-kazoo.ts";
import { exampleCall } from "../example-call.ts";

const json = { "content-type": "application/json" };
const flow = JSON.stringify({ module: "sleep", data: { duration: 1 } });

function run(answer: KazooAnswer, options: Partial<KazooOptions> & { script?: string; data?: object } = {}) {
  const { script = "", data = {}, ...others } = options;
  return callKazoo({
    version: "4.3",
    flow: {
      module: "pivot",
      data: { voice_url: "https://p.example/k", method: "post", ...data },
      children: { _: { module: "hangup" } },
    },
    facts: exampleCall,
    caller: parseCallerScript(script),
    request: async () => answer,
    check: () => [],
    ...others,
  });
}

const entered = async (result: ReturnType<typeof run>) =>
  (await result).nodes.map(({ atMs, module }) => `${module} ${atMs}`);

it("goes on with the flow that it is answered with, once the answer is there", async () => {
  const answer = { tookMs: 700, status: 200, headers: json, body: flow };
  expect(await entered(run(answer))).toEqual(["pivot 0", "sleep 700"]);
});

it("goes to its child when the answer is a failure", async () => {
  expect(await entered(run({ tookMs: 700, status: 502, headers: {}, body: "" }))).toEqual([
    "pivot 0",
    "hangup 700",
  ]);
});

it("ends the call on an empty answer", async () => {
  const { events, nodes } = await run({ tookMs: 10, status: 200, headers: json, body: "" });
  expect(nodes).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ kind: "ended", by: "platform", atMs: 10 });
});

it("leaves the caller in dead air when the flow is not valid, and tells why", async () => {
  const fault = { path: "/data/text", message: "too short" };
  const answer = { tookMs: 10, status: 200, headers: json, body: flow };
  const { events, nodes, faults } = await run(answer, { check: () => [fault], script: "at 40s hang up" });
  expect(faults).toEqual([fault]);
  expect(nodes).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ kind: "ended", by: "caller", atMs: 40_000 });
});

it("leaves a call up that was to end where a cdr_url is given", async () => {
  const answer = { tookMs: 10, status: 200, headers: json, body: "" };
  const { events } = await run(answer, { data: { cdr_url: "https://p.example/cdr" }, patienceMs: 60_000 });
  expect(events.at(-1)).toMatchObject({ by: "caller", atMs: 60_000 });
});

it.each<[KazooVersion, number]>([
  ["4.3", 5000],
  ["5.0", 10_000],
])("of %s goes to its child %i ms after it asked in vain", async (version, atMs) => {
  const answer = { tookMs: 6000, status: 200, headers: json, body: flow };
  expect(await entered(run(answer, { version }))).toEqual(["pivot 0", `hangup ${atMs}`]);
});

it("waits as long as the node says", async () => {
  const answer = { tookMs: 2000, status: 200, headers: json, body: flow };
  const result = run(answer, { data: { req_timeout_ms: 1000 } });
  expect(await entered(result)).toEqual(["pivot 0", "hangup 1000"]);
});

it.each<[KazooVersion, number]>([
  ["4.3", 3],
  ["5.0", 10_000],
])("of %s learns after %i ms that nobody was there", async (version, atMs) => {
  expect(await entered(run({ tookMs: 3, failed: "refused" }, { version }))).toEqual([
    "pivot 0",
    `hangup ${atMs}`,
  ]);
});

it("waits anew for every key when 5.0 was not answered", async () => {
  const result = run({ tookMs: 3, failed: "refused" }, { version: "5.0", script: "at 4s press 1" });
  expect(await entered(result)).toEqual(["pivot 0", "hangup 14000"]);
});

it("asks nothing when the request cannot leave", async () => {
  const { events } = await run(
    { tookMs: 3, failed: "unused" },
    { data: { voice_url: "https://p.example/a b" } },
  );
  expect(events.map(({ kind }) => kind)).toEqual(["ended"]);
});

it("loses the keys that are pressed while it waits", async () => {
  const bodies: string[] = [];
  const again = { module: "pivot", data: { voice_url: "https://p.example/k", method: "post" } };
  await run(
    { tookMs: 0, status: 200, headers: json, body: "" },
    {
      script: "at 500ms press 1",
      request: async ({ body }) => {
        bodies.push(String(body));
        return {
          tookMs: 1000,
          status: 200,
          headers: json,
          body: bodies.length > 1 ? "" : JSON.stringify(again),
        };
      },
    },
  );
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).not.toContain("Digits");
});

it("ignores an answer that comes after the caller left", async () => {
  const answer = { tookMs: 1000, status: 302, headers: { location: "https://p.example/" }, body: "" };
  const { events } = await run(answer, { script: "at 200ms hang up" });
  expect(events.at(-1)).toMatchObject({ kind: "ended", by: "caller", atMs: 200 });
});
