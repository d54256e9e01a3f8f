import { describe, expect, it } from "vitest";
import { reasonToSkip, sharedJson } from "../../../test/shared.ts";
import { callKazoo } from "./call-kazoo.ts";
import { modules } from "./modules/index.ts";
import { answerTo, broken, flows, itemMs } from "./recorded-answers.ts";
import { deviceId, number, reached, stored, storedId } from "./recorded-parties.ts";
import {
  actionsOf,
  byName,
  callIdOf,
  expectedRequests,
  type Json,
  modulesOf,
  type Run,
  readScript,
} from "./recorded-runs.ts";

/** The recorded times jitter by some milliseconds, and what the switch cannot play took it 30 ms. */
const toleranceMs = 60;

/** The first run of each session loaded code. */
const coldToleranceMs = 500;
const cold = ["C1 ", "D1 ", "H1 ", "I1 ", "K1 ", "R1 ", "play https default"];

/** Runs that are not replayed though their modules are known, by the beginning of the name, with the version or without. */
const leftOut: Readonly<Record<string, string>> = {
  "play answer false, terminators []": "the stand-in switch does not loop",
  "play id silence_stream": "the stand-in switch plays a silence for 30 ms",
  "play id tone_stream": "the stand-in switch plays a tone for 30 ms",
  "tts engine google": "the stand-in switch does not loop",
  "C10b ": "the flow was not validated, so it has no defaults",
  "5.0 I7 ": "5.0 waited on: it did not take what the switch told for the end of its recording",
  "M19 ": "the switch told of another recording than the one that Kazoo waited for",
  "M19b ": "the switch told of another recording than the one that Kazoo waited for",
  "M4 ": "a node without a module, which no schema lets through",
  "4.3 S2 ": "the stand-in switch kept a caller whom FreeSWITCH hangs up after a bridge",
  "4.3 S7 ": "the stand-in switch kept a caller whom FreeSWITCH hangs up after a bridge",
  "S6 ": "a request that the end of the channel may overtake",
  "S9 ": "there was no bucket of tokens",
  "I2 ": "parameters in Twilio's names are not simulated",
  "I3 ": "parameters in Twilio's names are not simulated",
  "I4 ": "parameters in Twilio's names are not simulated",
  "I13 ": "duplicate keys are gone once JSON is parsed",
  "H1j ": "digits were put into the call before it began",
  "H5 ": "redirects are not simulated",
  "H6 ": "redirects are not simulated",
  "H8 ": "Retry-After is not simulated",
  "H20 ": "the body is not UTF-8",
  H22: "the time is that of Kazoo's validator, with a megabyte",
  "H27 ": "TwiML answers are not simulated",
  H32: "digits were put into the call before it began",
  "K6 ": "a truncated body, on which the versions differ",
  "K12 ": "the body is not UTF-8",
  "K15 ": "the time is that of Kazoo's validator, with 300 nested nodes",
};

const runs =
  reasonToSkip === undefined ? sharedJson<{ runs: readonly Run[] }>("vectors/execution.json").runs : [];
const replayed = runs.filter((run) => reasonToLeaveOut(run) === undefined);

describe.skipIf(reasonToSkip !== undefined)("Kazoo's own executor, run by run", () => {
  it.each(replayed.map((run) => [`${run.kazoo} ${run.name}`, run] as const))("%s", async (_name, run) => {
    const { result, arrived } = await replay(run);
    const expected = actionsOf(run);
    expect(result.nodes.map(({ module }) => module)).toEqual(expected.map(({ action }) => action));
    const off = result.nodes.map(({ atMs }, i) => Math.abs(atMs - (expected[i]?.ms ?? Number.NaN)));
    const tolerance = cold.some((name) => run.name.startsWith(name)) ? coldToleranceMs : toleranceMs;
    expect(Math.max(0, ...off)).toBeLessThanOrEqual(tolerance);
    expect(arrived).toEqual(expectedRequests(run));
    if (run.end === "cf_exe terminated: normal") {
      const by = run.script.includes("hangup") ? "caller" : "platform";
      expect(result.events.at(-1)).toMatchObject({ kind: "ended", by });
    }
  });

  it("replays most of the runs, and says why not the others", () => {
    const reasons = runs.map(reasonToLeaveOut).filter((reason) => reason !== undefined);
    expect(replayed.length + reasons.length).toBe(runs.length);
    expect(replayed.length).toBe(361);
  });
});

function reasonToLeaveOut(run: Run): string | undefined {
  const reason = byName(leftOut, `${run.kazoo} ${run.name}`) ?? byName(leftOut, run.name);
  if (reason !== undefined) return reason;
  const names = [...modulesOf(run.flow), ...actionsOf(run).map(({ action }) => action)];
  const unknown = names.find((name) => !modules.has(name));
  if (unknown !== undefined) return `the module ${unknown} is not simulated`;
  return readScript(run.script) === undefined ? "the switch sent other events" : undefined;
}

async function replay(run: Run) {
  const played = byName(itemMs, run.name) ?? 30;
  const arrived: { method: string; target: string; body: string }[] = [];
  const result = await callKazoo({
    version: run.kazoo,
    flow: byName(flows, run.name)?.() ?? run.flow,
    facts: {
      accountId: "0123456789abcdef0123456789abcdef",
      callId: callIdOf(run),
      from: "+14155550100",
      fromRealm: "10.0.0.9",
      to: "15551230000",
      toRealm: "acme.example.com",
      request: "15551230000",
      requestRealm: "acme.example.com",
      callerIdName: "Alice",
      callerIdNumber: "+14155550100",
    },
    caller: readScript(run.script) ?? [],
    ...calleesOf(run),
    callflows: { [storedId]: byName(stored, run.name) ?? {} },
    durations: { characterMs: 0, shortestSpeechMs: played, mediaMs: {}, otherMediaMs: played },
    check: (flow) => {
      const known =
        modules.has((flow as Json | null)?.["module"] as string) &&
        JSON.stringify(flow) !== JSON.stringify(broken);
      return known ? [] : [{ path: "", message: "not valid" }];
    },
    request: async ({ method, url, body }) => {
      // The stand-in switch kept its recordings.
      if (method === "PUT") return { tookMs: 1, status: 200, headers: {}, body: "" };
      const answer = answerTo(run, url);
      // Nobody records what cannot connect.
      if (!("failed" in answer) || answer.failed === "closed") {
        arrived.push({ method, target: url.replace(/^https?:\/\/[^/]*/, ""), body });
      }
      return answer;
    },
  });
  return { result, arrived };
}

function calleesOf(run: Run) {
  const callee = byName(reached, run.name);
  return callee === undefined
    ? {}
    : { callees: { [number]: callee, [deviceId]: callee }, hasOwnCarriers: true };
}
