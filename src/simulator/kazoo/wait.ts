import type { Line } from "../line.ts";

/** Lets silent time pass; keys are lost, since the module that runs does not collect them. */
export function waitWithoutKeys(line: Line, ms: number): void {
  const endMs = line.nowMs + ms;
  while (line.wait(endMs - line.nowMs).kind === "pressed");
}

/** As before, but every key begins the time anew: a wait that any event restarts (cf_pivot:wait_for_pivot/2). */
export function waitForEvents(line: Line, sliceMs: number): void {
  while (line.wait(sliceMs).kind === "pressed");
}
