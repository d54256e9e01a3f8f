import { expect, it } from "vitest";
import { Line } from "./line.ts";
import type { Sound } from "./transcript.ts";

const sound: Sound = { kind: "media", url: "https://p.example/a.mp3" };
const press = (atMs: number, digits: string) => ({ when: { atMs }, do: { press: digits } }) as const;
const hangUp = (atMs: number) => ({ when: { atMs }, do: { hangUp: true } }) as const;

it("plays a sound to its end where nobody stops it", () => {
  const line = new Line([]);
  expect(line.play(sound, 500, () => true)).toBe("whole");
  expect(line.nowMs).toBe(500);
  expect(line.events).toEqual([{ atMs: 0, kind: "heard", sound, forMs: 500, answered: false, cut: false }]);
});

it("stops a sound at a key that stops it, not at others", () => {
  const line = new Line([press(100, "1"), press(200, "2")]);
  const keys: string[] = [];
  const ending = line.play(sound, 500, (digit) => {
    keys.push(digit);
    return digit === "2";
  });
  expect([ending, line.nowMs, keys]).toEqual(["cut", 200, ["1", "2"]]);
  expect(line.events[0]).toMatchObject({ kind: "heard", forMs: 200, cut: true });
});

it("leaves a key that comes with the end of a sound to what follows", () => {
  const line = new Line([press(500, "1")]);
  expect(line.play(sound, 500, () => true)).toBe("whole");
  expect(line.wait(1000)).toEqual({ kind: "pressed", digit: "1" });
});

it("ends with the caller's hang-up, and nothing happens after", () => {
  const line = new Line([hangUp(300)]);
  expect(line.play(sound, 500, () => false)).toBe("hung-up");
  expect(line.wait(1000)).toEqual({ kind: "hung-up" });
  line.answer();
  line.end("platform", "NORMAL_CLEARING");
  expect(line.nowMs).toBe(300);
  expect(line.events).toEqual([
    { atMs: 0, kind: "heard", sound, forMs: 300, answered: false, cut: true },
    { atMs: 300, kind: "ended", by: "caller", cause: "NORMAL_CLEARING" },
  ]);
});

it("joins silence that follows silence, and parts it at the answer", () => {
  const line = new Line([press(50, "1")]);
  line.wait(100);
  line.wait(100);
  line.answer();
  line.play({ kind: "silence", lengthMs: 30 }, 30, () => false);
  line.wait(20);
  line.end("platform", "NORMAL_CLEARING");
  expect(line.events.filter(({ kind }) => kind !== "pressed")).toEqual([
    { atMs: 0, kind: "silence", forMs: 150, answered: false },
    { atMs: 150, kind: "answered" },
    { atMs: 150, kind: "silence", forMs: 50, answered: true },
    { atMs: 200, kind: "ended", by: "platform", cause: "NORMAL_CLEARING" },
  ]);
});

it("writes down no silence in which no time passed", () => {
  const line = new Line([]);
  line.wait(0);
  line.play({ kind: "silence", lengthMs: 0 }, 0, () => false);
  line.play(sound, 10, () => false);
  expect(line.events.map(({ kind }) => kind)).toEqual(["heard"]);
});

it("is left by a caller whose patience ends, whatever the script says", () => {
  const line = new Line([hangUp(5000)], 2000);
  expect(line.wait(Number.POSITIVE_INFINITY)).toEqual({ kind: "hung-up" });
  expect(line.nowMs).toBe(2000);
});

it("settles silence, and what began in it, only when it ends", () => {
  const line = new Line([]);
  line.answer();
  line.wait(100);
  line.note({ kind: "sent-keys", keys: "1" });
  line.wait(100);
  expect(line.settledEvents).toBe(1);
  line.play(sound, 10, () => false);
  expect(line.settledEvents).toBe(line.events.length);
});

const party = { targets: ["a"], callerId: "+15005550006", timeoutMs: 5000 };

it("rings for others as long as it is told, whatever is pressed", () => {
  const line = new Line([press(100, "1")]);
  line.answer();
  expect(line.ring(party, 300)).toBe("whole");
  expect(line.events.at(-2)).toEqual({ kind: "dialled", atMs: 0, ...party, answered: true, forMs: 300 });
  expect(line.events.at(-1)).toMatchObject({ kind: "pressed", atMs: 100 });
});

it("has a caller talk until the other side ends it, a key does, or the caller leaves", () => {
  const talk = (steps: ConstructorParameters<typeof Line>[0]) => {
    const line = new Line(steps);
    const ending = line.talk("a", 300, "callee", (digit) => digit === "*");
    return [ending, line.events.find(({ kind }) => kind === "bridged")];
  };
  const bridged = { kind: "bridged", atMs: 0, target: "a" };
  expect(talk([press(100, "1")])).toEqual(["whole", { ...bridged, forMs: 300, endedBy: "callee" }]);
  expect(talk([press(100, "*")])).toEqual(["cut", { ...bridged, forMs: 100, endedBy: "caller" }]);
  expect(talk([hangUp(200)])).toEqual(["hung-up", { ...bridged, forMs: 200, endedBy: "caller" }]);
});

it("has who answers say Hello?, which a caller can wait for", () => {
  const line = new Line([{ when: { hears: "Hello?", plusMs: 50 }, do: { hangUp: true } }]);
  line.wait(1000);
  expect(line.talk("a", 300, "callee", () => false)).toBe("hung-up");
  expect(line.nowMs).toBe(1050);
});

it("calls nobody for a caller who has left", () => {
  const line = new Line([hangUp(100)]);
  line.wait(1000);
  expect(line.ring(party, 300)).toBe("hung-up");
  expect(line.talk("a", 300, "callee", () => false)).toBe("hung-up");
  expect(line.events.at(-1)).toMatchObject({ kind: "ended", atMs: 100 });
});
