import { expect, it } from "vitest";
import { Caller, type CallerStep } from "./caller.ts";

const speech = (text: string) => ({ kind: "speech", text, voice: "female", language: "en-us" }) as const;

/** All that a caller does without hearing anything more. */
function actionsOf(caller: Caller): [number, string | undefined][] {
  const done: [number, string | undefined][] = [];
  for (let action = caller.next(); action !== undefined; action = caller.next()) {
    done.push([action.atMs, action.press]);
    caller.done(action.atMs);
  }
  return done;
}

it("presses one key after another, 200 ms apart unless told otherwise", () => {
  const steps: CallerStep[] = [
    { when: { atMs: 1000 }, do: { press: "12" } },
    { when: { afterMs: 500 }, do: { press: "34", everyMs: 50 } },
  ];
  expect(actionsOf(new Caller(steps))).toEqual([
    [1000, "1"],
    [1200, "2"],
    [1700, "3"],
    [1750, "4"],
  ]);
});

it("never goes back in time for a step that is late", () => {
  const steps: CallerStep[] = [
    { when: { atMs: 1000 }, do: { press: "1" } },
    { when: { atMs: 400 }, do: { hangUp: true } },
  ];
  expect(actionsOf(new Caller(steps))).toEqual([
    [1000, "1"],
    [1000, undefined],
  ]);
});

it("does nothing before the words are heard", () => {
  const caller = new Caller([{ when: { hears: "Press" }, do: { press: "1" } }]);
  caller.hear(speech("Welcome"), 0);
  expect(caller.next()).toBeUndefined();
  caller.hear(speech("Press one"), 900);
  expect(actionsOf(caller)).toEqual([[900, "1"]]);
});

it("waits after the words have begun where told to", () => {
  const caller = new Caller([{ when: { hears: "a.mp3", plusMs: 300 }, do: { hangUp: true } }]);
  caller.hear({ kind: "media", url: "https://p.example/a.mp3" }, 100);
  expect(actionsOf(caller)).toEqual([[400, undefined]]);
});

it("remembers words that began while it still pressed keys", () => {
  const caller = new Caller([
    { when: { atMs: 0 }, do: { press: "12" } },
    { when: { hears: "Thanks" }, do: { hangUp: true } },
  ]);
  expect(caller.next()).toEqual({ atMs: 0, press: "1" });
  caller.done(0);
  caller.hear(speech("Thanks"), 50);
  expect(actionsOf(caller)).toEqual([
    [200, "2"],
    [200, undefined],
  ]);
});

it("takes the same words only once for one step", () => {
  const step: CallerStep = { when: { hears: "Again" }, do: { press: "1" } };
  const caller = new Caller([step, step]);
  caller.hear(speech("Again"), 10);
  expect(actionsOf(caller)).toEqual([[10, "1"]]);
  caller.hear(speech("Again"), 500);
  expect(actionsOf(caller)).toEqual([[500, "1"]]);
});

it("is idle when the last key has been pressed, and does what is added then", () => {
  const caller = new Caller([{ when: { atMs: 0 }, do: { press: "12" } }]);
  expect(caller.isIdle).toBe(false);
  caller.next();
  caller.done(0);
  expect(caller.isIdle).toBe(false);
  caller.next();
  caller.done(200);
  expect(caller.isIdle).toBe(true);
  caller.add([{ when: { atMs: 900 }, do: { hangUp: true } }]);
  expect(caller.isIdle).toBe(false);
  expect(actionsOf(caller)).toEqual([[900, undefined]]);
});

it("is not idle while it waits for words", () => {
  expect(new Caller([{ when: { hears: "never" }, do: { press: "1" } }]).isIdle).toBe(false);
});
