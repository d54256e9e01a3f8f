import { expect, test } from "vitest";
import type { Happening } from "../happening.ts";
import type { OutgoingRequest } from "../outside.ts";
import { watchTurn } from "./watch-turn.ts";

const answer = { status: 200, headers: {}, body: new Uint8Array() };

test("what a step takes adds up, and is told on", () => {
  const told: Happening[] = [];
  const watch = watchTurn(
    (happening) => void told.push(happening),
    async () => answer,
  );
  watch.tell({ kind: "step", step: "application", seconds: 0.0123 });
  watch.tell({ kind: "step", step: "application", seconds: 0.1 });
  watch.tell({ kind: "step", step: "translate", seconds: 0.001 });
  watch.tell({ kind: "refused", code: "x" });
  expect(watch.stepsMs).toEqual({ application: 112.3, translate: 1 });
  expect(told).toHaveLength(4);
});

test("requests are known by the token that the application gets too, each once", async () => {
  const watch = watchTurn(
    () => undefined,
    async () => answer,
  );
  for (const id of ["a", "a", "b"]) {
    const request = { headers: { "I-Twilio-Idempotency-Token": id } } as unknown as OutgoingRequest;
    expect(await watch.fetch(request)).toBe(answer);
  }
  expect([...watch.requestIds]).toEqual(["a", "b"]);
});
