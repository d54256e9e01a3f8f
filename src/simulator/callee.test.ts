import { expect, test } from "vitest";
import { callParties, type Leg, noAnswer } from "./callee.ts";
import { parseCallerScript } from "./caller-script.ts";
import { Line } from "./line.ts";

const answers = (afterMs: number, hangsUpAfterMs?: number) =>
  ({ kind: "answers", afterMs, ...(hangsUpAfterMs === undefined ? {} : { hangsUpAfterMs }) }) as const;
const busy = (afterMs: number) => ({ kind: "fails", sip: 486, afterMs }) as const;

function leg(target: string, callee: Leg["callee"], others: Partial<Leg> = {}): Leg {
  return { target, callee, delayMs: 0, timeoutMs: 10_000, ...others };
}

function call(legs: readonly Leg[], script = "") {
  const line = new Line(parseCallerScript(script));
  const reached = callParties(line, legs, "+15005550006");
  return { reached, line };
}

test("the first that answers is reached, and the ringing ends for all", () => {
  const { reached, line } = call([leg("a", answers(3000)), leg("b", answers(2000, 500))]);
  expect(reached).toMatchObject({ kind: "answered", leg: { target: "b" }, hangsUpAfterMs: 500 });
  expect(line.events).toEqual([
    {
      kind: "dialled",
      atMs: 0,
      targets: ["a", "b"],
      callerId: "+15005550006",
      timeoutMs: 10_000,
      answered: false,
      forMs: 2000,
    },
  ]);
});

test("one who is busy does not keep another from answering", () => {
  expect(call([leg("a", busy(500)), leg("b", answers(2000))]).reached).toMatchObject({
    leg: { target: "b" },
  });
});

test("where all fail, the failure that came last is told", () => {
  const { reached, line } = call([leg("a", { kind: "rings" }), leg("b", busy(500))]);
  expect(reached).toMatchObject({ kind: "failed", failure: noAnswer });
  expect(line.nowMs).toBe(10_000);
});

test("an answer that comes with the timeout is too late", () => {
  expect(call([leg("a", answers(10_000))]).reached).toMatchObject({ kind: "failed", failure: noAnswer });
});

test("a delay comes before the ringing", () => {
  const { line } = call([leg("a", answers(2000), { delayMs: 4000 })]);
  expect(line.nowMs).toBe(6000);
});

test("a caller who hears it ring may leave", () => {
  const { reached, line } = call([leg("a", answers(5000))], 'hears "ringing" wait 2s hang up');
  expect(reached).toMatchObject({ kind: "hung-up" });
  expect(line.events.map(({ kind, atMs }) => [kind, atMs])).toEqual([
    ["dialled", 0],
    ["ended", 2000],
  ]);
  expect(line.events[0]).toMatchObject({ forMs: 2000 });
});

test("how it went with each party is told: who answered, failed, rang too long, lost, or was left", () => {
  const { reached } = call([
    leg("a", answers(5000)),
    leg("b", busy(1000)),
    leg("c", { kind: "rings" }, { timeoutMs: 2000 }),
    leg("d", { kind: "rings" }),
    leg("e", { kind: "rings" }, { delayMs: 9000 }),
  ]);
  expect(reached.courses.toSorted((x, y) => x.target.localeCompare(y.target))).toEqual([
    { target: "a", fromMs: 0, toMs: 5000, end: "answered" },
    { target: "b", fromMs: 0, toMs: 1000, end: "failed", failure: busy(1000) },
    { target: "c", fromMs: 0, toMs: 2000, end: "timeout" },
    { target: "d", fromMs: 0, toMs: 5000, end: "lost" },
  ]);
  const left = call([leg("a", { kind: "rings" })], "at 3s hang up").reached;
  expect(left.courses).toEqual([{ target: "a", fromMs: 0, toMs: 3000, end: "left" }]);
});
