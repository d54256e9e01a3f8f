import { expect, it } from "vitest";
import type { KazooVersion } from "../../../callflow/flow.ts";
import type { Callees } from "../../callee.ts";
import { parseCallerScript } from "../../caller-script.ts";
import type { KazooOptions } from "../call.ts";
import { callKazoo } from "../call-kazoo.ts";
import { exampleCall } from "../example-call.ts";

type Node = {
  readonly module: string;
  readonly data?: object;
  readonly children?: Readonly<Record<string, Node>>;
};

const id = "0123456789abcdef0123456789abcdef";
const ask = (path: string): Node => ({
  module: "pivot",
  data: { voice_url: `https://p.example/${path}`, method: "post", req_body_format: "json" },
});
const number = (children: Node["children"] = {}, data: object = {}): Node => ({
  module: "resources",
  data: { to_did: "+15005550010", use_local_resources: false, timeout: 10, ...data },
  children,
});
const busy = { kind: "fails", sip: 486, afterMs: 500 } as const;
const talks = { kind: "answers", afterMs: 1000, hangsUpAfterMs: 2000 } as const;
const versions = ["4.3", "5.0"] as const;

type Others = Partial<KazooOptions> & { readonly script?: string };

/** Runs a flow; pivot nodes are answered with a hang-up. */
async function run(flow: Node, callees: Callees, { script = "", ...others }: Others = {}) {
  const bodies: Record<string, unknown>[] = [];
  const result = await callKazoo({
    version: "4.3",
    flow,
    facts: exampleCall,
    caller: parseCallerScript(script),
    callees,
    check: () => [],
    request: async ({ body }) => {
      bodies.push(JSON.parse(String(body)) as Record<string, unknown>);
      const headers = { "content-type": "application/json" };
      return { tookMs: 0, status: 200, headers, body: '{"module":"hangup"}' };
    },
    ...others,
  });
  const asked = result.events.flatMap((event) =>
    event.kind === "requested" ? [event.url.replace("https://p.example/", "")] : [],
  );
  return { ...result, asked, bodies };
}

const oneOf = (events: Awaited<ReturnType<typeof run>>["events"], kind: string) =>
  events.filter((event) => event.kind === kind);

it("goes to the child of the cause, then of the status", async () => {
  const children = { USER_BUSY: ask("cause"), "sip:486": ask("status"), _: ask("any") };
  expect((await run(number(children), { "+15005550010": busy })).asked).toEqual(["cause"]);
  const { USER_BUSY: _, ...others } = children;
  expect((await run(number(others), { "+15005550010": busy })).asked).toEqual(["status"]);
});

it("never goes to _ for a number, and hangs up with the cause", async () => {
  const { asked, events } = await run(number({ _: ask("any") }), { "+15005550010": busy });
  expect(asked).toEqual([]);
  expect(events.at(-1)).toMatchObject({ kind: "ended", cause: "USER_BUSY" });
});

it("tells a caller who rings why, where there is no child at all", async () => {
  const { events } = await run(number(), { "+15005550010": { kind: "rings" } });
  expect(events.slice(-2)).toEqual(
    [
      { atMs: 10_000, kind: "rejected", code: 480, message: "" },
      { atMs: 10_000, kind: "ended", by: "platform", cause: "CALL_REJECTED" },
    ].map((event) => expect.objectContaining(event)),
  );
});

it("has no route by carriers that the account does not have", async () => {
  const flow = number(
    { NO_ROUTE_DESTINATION: ask("none"), USER_BUSY: ask("busy") },
    { use_local_resources: true },
  );
  const callees = { "+15005550010": busy };
  expect((await run(flow, callees)).asked).toEqual(["none"]);
  expect((await run(flow, callees, { hasOwnCarriers: true })).asked).toEqual(["busy"]);
});

it("shows the caller's number, or the one that set_cid has set", async () => {
  const flow: Node = {
    module: "set_cid",
    data: { caller_id_number: "+15005550012" },
    children: { _: number({ USER_BUSY: { module: "set_cid", children: { _: number() } } }) },
  };
  const { events } = await run(flow, { "+15005550010": busy });
  expect(oneOf(events, "dialled").map((event) => "callerId" in event && event.callerId)).toEqual([
    "+15005550012",
    exampleCall.callerIdNumber,
  ]);
});

it.each(versions)("%s ends the call after one that was answered", async (version) => {
  const flow = number({ _: ask("any"), NORMAL_CLEARING: ask("cause") });
  const { asked, events } = await run(flow, { "+15005550010": talks }, { version });
  expect(asked).toEqual([]);
  expect(events.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ["dialled", 0],
    ["answered", 1000],
    ["bridged", 1000],
    ["ended", 3000],
  ]);
});

it.each([
  ["4.3", []],
  ["5.0", ["stacked"]],
] as const)("%s goes on with what was stacked after a call, or not", async (version, expected) => {
  const flow: Node = { module: "callflow", data: { id }, children: { _: ask("stacked") } };
  const callflows = { [id]: number() };
  expect((await run(flow, { "+15005550010": talks }, { version, callflows })).asked).toEqual(expected);
});

it.each(versions)("%s goes on with what was stacked after a failure", async (version) => {
  const flow: Node = { module: "callflow", data: { id }, children: { _: ask("stacked") } };
  const callflows = { [id]: number({ _: { module: "hangup" } }) };
  expect((await run(flow, { "+15005550010": busy }, { version, callflows })).asked).toEqual(["stacked"]);
});

it("gives up at the fifty-first callflow within another", async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `f${index}`);
  const callflows = Object.fromEntries(
    ids.map((name, index) => [
      name,
      { _id: name, module: "callflow", data: { id: `f${index + 1}` }, children: { _: { module: "hangup" } } },
    ]),
  );
  const { nodes } = await run({ module: "callflow", data: { id: "f0" } }, {}, { callflows });
  expect(nodes).toHaveLength(51);
});

const back = (next: Node): Node => ({
  module: "set_variables",
  data: { custom_application_vars: { twivot_return: "token" } },
  children: {
    _: { module: "after_bridge", data: { action: "transfer", data: "9001" }, children: { _: next } },
  },
});

it.each(versions)(
  "%s brings the caller to an extension after a call, with its variables",
  async (version) => {
    const extensions = { 9001: ask("return") };
    const callees = { "+15005550010": talks };
    const { asked, bodies } = await run(back(number()), callees, {
      version: version as KazooVersion,
      extensions,
    });
    expect(asked).toEqual(["return"]);
    expect(bodies[0]).toMatchObject({
      Request: "9001",
      To: exampleCall.to,
      "Call-ID": exampleCall.callId,
      "Custom-Application-Vars": { twivot_return: "token" },
    });
  },
);

it("forgets keys, the caller id and the stack on the way to an extension", async () => {
  const gather: Node = { module: "collect_dtmf", data: { timeout: 1000, collection_name: "g1" } };
  const cid: Node = { module: "set_cid", data: { caller_id_number: "+15005550012" } };
  const flow = {
    ...gather,
    children: {
      _: { ...cid, children: { _: { module: "callflow", data: { id }, children: { _: ask("no") } } } },
    },
  };
  const callflows = { [id]: back(number()) };
  const extensions = { 9001: { ...ask("return"), children: {} }, 9002: number() };
  const callees = { "+15005550010": talks };
  const { asked, bodies } = await run(flow, callees, { callflows, extensions, script: "at 500ms press 7" });
  expect(asked).toEqual(["return"]);
  expect(bodies[0]).not.toHaveProperty("Digits");
  const again = await run(
    { ...cid, children: { _: { module: "transfer", data: { target: "9002" } } } },
    callees,
    { extensions },
  );
  expect(oneOf(again.events, "dialled")[0]).toMatchObject({ callerId: exampleCall.callerIdNumber });
});

it("does not lead back where nobody answered, but after the next call", async () => {
  const extensions = { 9001: ask("return") };
  const flow = back(number({ USER_BUSY: number({}, { to_did: "+15005550011" }) }));
  const callees = { "+15005550010": busy, "+15005550011": talks };
  const { asked, events } = await run(flow, callees, { extensions });
  expect(asked).toEqual(["return"]);
  expect(oneOf(events, "dialled")).toHaveLength(2);
});

it("ends a call that is led to an extension without a callflow", async () => {
  const { events } = await run(back(number()), { "+15005550010": talks });
  expect(events.at(-1)).toMatchObject({ kind: "ended", by: "platform", cause: "NO_ROUTE_DESTINATION" });
});

it("asks nothing once the caller has left, while it rings or later", async () => {
  const extensions = { 9001: ask("return") };
  const flow = back(number({ ORIGINATOR_CANCEL: ask("cancel"), _: ask("any") }));
  for (const words of ["ringing", "Hello?"]) {
    const script = `hears "${words}" wait 500ms hang up`;
    const { asked, events } = await run(flow, { "+15005550010": talks }, { extensions, script });
    expect(asked).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: "ended", by: "caller" });
  }
});

it.each(["device", "user", "group"])(
  "a %s leads to _ where it is busy, and where there is none",
  async (kind) => {
    const flow: Node = { module: kind, data: { id, timeout: 20 }, children: { _: ask("any") } };
    const known = await run(flow, { [`${kind}:${id}`]: busy });
    expect([known.asked, oneOf(known.events, "dialled").length]).toEqual([["any"], 1]);
    const unknown = await run(flow, {});
    expect([unknown.asked, oneOf(unknown.events, "dialled").length]).toEqual([["any"], 0]);
  },
);

it("only a group answers before it rings", async () => {
  const answered = async (kind: string) => {
    const { events } = await run({ module: kind, data: { id } }, { [`${kind}:${id}`]: talks });
    return events.find((event) => event.kind === "answered")?.atMs;
  };
  expect([await answered("user"), await answered("group")]).toEqual([1000, 0]);
});

it("a device without a timeout is given up after forty seconds, without a cause", async () => {
  const children = { NO_USER_RESPONSE: ask("cause"), _: ask("any") };
  const { asked, nodes } = await run(
    { module: "device", data: { id }, children },
    { [`device:${id}`]: { kind: "rings" } },
  );
  expect([asked, nodes.at(-2)?.atMs]).toEqual([["any"], 40_000]);
});

const group = (data: object, children: Node["children"] = {}): Node => ({
  module: "ring_group",
  data: {
    endpoints: [
      { endpoint_type: "user", id: "a", timeout: 5 },
      { endpoint_type: "device", id: "b", timeout: 5 },
    ],
    ...data,
  },
  children,
});

it("a ring group rings all at once, or one after the other within its own timeout", async () => {
  const callees = { "user:a": { kind: "rings" }, "device:b": { kind: "answers", afterMs: 3000 } } as const;
  const rings = async (data: object) => {
    const { events } = await run(group(data), callees, { script: 'hears "Hello?" hang up' });
    return oneOf(events, "dialled").map((event) => "targets" in event && [event.targets, event.forMs]);
  };
  expect(await rings({})).toEqual([[["user:a", "device:b"], 3000]]);
  expect(await rings({ strategy: "single" })).toEqual([
    [["user:a"], 5000],
    [["device:b"], 3000],
  ]);
  expect(await rings({ strategy: "single", timeout: 6 })).toEqual([
    [["user:a"], 5000],
    [["device:b"], 1000],
  ]);
});

it("a ring group repeats unless a child has the cause", async () => {
  const callees = { "user:a": busy, "device:b": busy };
  const rounds = async (children: Node["children"]) => {
    const { asked, events } = await run(group({ repeats: 3 }, children), callees);
    return [asked, oneOf(events, "dialled").length];
  };
  expect(await rounds({ USER_BUSY: ask("cause") })).toEqual([["cause"], 1]);
  expect(await rounds({ _: ask("any") })).toEqual([["any"], 3]);
});

it("a ring group of nobody leads to _", async () => {
  expect((await run(group({}, { _: ask("any") }), {})).asked).toEqual(["any"]);
});

it("a mailbox answers, and a key ends the message", async () => {
  const flow: Node = { module: "voicemail", data: { action: "compose", id }, children: { _: ask("after") } };
  const { asked, events, nodes } = await run(flow, {}, { script: "at 10s press #" });
  expect(events[0]?.kind).toBe("answered");
  expect([asked, nodes[1]?.atMs]).toEqual([["after"], 10_000]);
});
