import { expect, test } from "vitest";
import type { Callees } from "../callee.ts";
import { parseCallerScript } from "../caller-script.ts";
import { callKazoo } from "./call-kazoo.ts";
import { exampleCall } from "./example-call.ts";

const startMs = Date.UTC(2026, 0, 1);
/** As Erlang's calendar counts it. */
const startSeconds = 63_934_444_800;
const number = "+15005550010";
const other = "22222222222222222222222222222222";

const dial = { module: "resources", data: { to_did: number, use_local_resources: false, timeout: 10 } };

type Hook = Readonly<Record<string, string>>;

async function hooksOf(flow: unknown, callees: Callees = {}, script = ""): Promise<readonly Hook[]> {
  const hooks: Hook[] = [];
  await callKazoo({
    version: "4.3",
    flow,
    facts: exampleCall,
    caller: parseCallerScript(script),
    callees,
    check: () => [],
    webhooks: { url: "https://twivot.example/webhooks/kazoo?secret=s", startMs },
    request: async ({ method, url, headers, body }, atMs) => {
      expect([method, url]).toEqual(["POST", "https://twivot.example/webhooks/kazoo?secret=s"]);
      expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
      hooks.push({ ...Object.fromEntries(new URLSearchParams(String(body))), atMs: String(atMs) });
      return { tookMs: 0, status: 200, headers: {}, body: "{}" };
    },
  });
  return hooks;
}

/** `1000 destroy USER_BUSY sip:486`, a webhook a line; of the caller's leg it begins with A, of another's with B. */
function told(hooks: readonly Hook[]): string[] {
  return hooks.map((hook) => {
    const leg = hook["call_id"] === exampleCall.callId ? "A" : "B";
    const event = hook["hook_event"]?.replace("channel_", "");
    return [hook["atMs"], leg, event, hook["hangup_cause"], hook["hangup_code"], hook["billing_seconds"]]
      .filter((part) => part !== undefined)
      .join(" ");
  });
}

test("both legs of a call that is answered are told, in the order of their events", async () => {
  const hooks = await hooksOf(dial, { [number]: { kind: "answers", afterMs: 4000, hangsUpAfterMs: 20_000 } });
  expect(told(hooks)).toEqual([
    "0 A create",
    "0 B create",
    "4000 B answer",
    "4000 B bridge",
    "4000 A bridge",
    "4000 A answer",
    "24000 B destroy NORMAL_CLEARING sip:200 20",
    "24000 A destroy NORMAL_CLEARING sip:200 20",
  ]);
});

test("each leg names the other", async () => {
  const hooks = await hooksOf(dial, { [number]: { kind: "answers", afterMs: 0, hangsUpAfterMs: 0 } });
  const bridges = hooks.filter((hook) => hook["hook_event"] === "channel_bridge");
  const [called, caller] = bridges.map((hook) => [hook["call_id"], hook["other_leg_call_id"]]);
  expect(called?.toReversed()).toEqual(caller);
  expect(hooks[0]?.["other_leg_call_id"]).toBeUndefined();
});

test("times are Gregorian seconds, and calls are told by their account", async () => {
  const hooks = await hooksOf({ module: "sleep", data: { duration: 3, unit: "s" } });
  expect(hooks.map((hook) => Number(hook["timestamp"]) - startSeconds)).toEqual([0, 3]);
  expect(hooks.map((hook) => hook["account_id"])).toEqual([exampleCall.accountId, exampleCall.accountId]);
  expect(hooks[1]).toMatchObject({ duration_seconds: "3", ringing_seconds: "3", billing_seconds: "0" });
});

test.each([
  [{ kind: "fails", sip: 486, afterMs: 1000 }, "1000 B destroy USER_BUSY sip:486 0"],
  [{ kind: "rings" }, "10000 B destroy NO_ANSWER sip:487 0"],
] as const)("a party that %j ends as it did", async (callee, line) => {
  expect(told(await hooksOf(dial, { [number]: callee }))).toContain(line);
});

test("of phones that ring together the others lose when one answers", async () => {
  const group = {
    module: "ring_group",
    data: { endpoints: [deviceOf(exampleCall.accountId), deviceOf(other)] },
  };
  const hooks = await hooksOf(group, {
    [`device:${exampleCall.accountId}`]: { kind: "rings" },
    [`device:${other}`]: { kind: "answers", afterMs: 2000, hangsUpAfterMs: 1000 },
  });
  expect(told(hooks)).toContain("2000 B destroy LOSE_RACE sip:487 0");
  expect(hooks.filter((hook) => hook["authorizing_id"] === other)).not.toEqual([]);
});

function deviceOf(id: string) {
  return { endpoint_type: "device", id, timeout: 20, delay: 0 };
}

test("a caller who leaves while it rings cancels both legs", async () => {
  const hooks = await hooksOf(dial, { [number]: { kind: "rings" } }, "at 3s hang up");
  expect(told(hooks).slice(2)).toEqual([
    "3000 B destroy ORIGINATOR_CANCEL sip:487 0",
    "3000 A destroy ORIGINATOR_CANCEL sip:487 0",
  ]);
});

test("a refusal ends the caller's leg by its status", async () => {
  const hooks = await hooksOf({ module: "response", data: { code: 486, message: "Busy" } });
  expect(told(hooks)).toEqual(["0 A create", "0 A destroy USER_BUSY sip:486 0"]);
});
