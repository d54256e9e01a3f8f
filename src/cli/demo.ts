import type { Step } from "../demo/step.ts";
import { loadStore } from "../demo/store.ts";
import { createStory } from "../demo/story.ts";
import type { CallerStep } from "../simulator/caller.ts";
import { parseCallerScript } from "../simulator/caller-script.ts";
import { CallerScriptError } from "../simulator/simulator-error.ts";
import { defineCommand, type World } from "./command.ts";

/** Interrupts the menu, asks for an order, comes back, asks for the opening hours and hangs up. */
const usualCaller = `
hears "For opening hours" wait 2s press 2
hears "number of your order" wait 1s press 1002#
hears "For opening hours" wait 1s press 1
hears "Back at the front desk" wait 4s hang up
`;

/** `twivot demo`: a call from end to end on one machine. */
export const demo = defineCommand({
  name: "demo",
  summary: "Play a call through a pretend Kazoo, twivot and a sample application, and print it",
  more: [
    "A caller script has a step a line; the application knows the orders 1001, 1002 and 1003:",
    ...usualCaller.trim().split("\n"),
  ].join("\n"),
  options: {
    kazoo: { type: "string", value: "VERSION", about: "4.3 (default) or 5.0" },
    caller: { type: "string", value: "FILE", about: "what the caller does, - for the standard input" },
  },
  run: async ({ kazoo = "4.3", caller: file, json }, world) => {
    if (kazoo !== "4.3" && kazoo !== "5.0") {
      world.stderr(`--kazoo="${kazoo}" is not valid; it must be 4.3 or 5.0.\n`);
      return 2;
    }
    const caller = await readCaller(file, world);
    if ("fault" in caller) {
      world.stderr(`${caller.fault}\n`);
      return 1;
    }
    const createStore = await loadStore();
    if (createStore === undefined) {
      world.stderr(
        "The demonstration needs the sample application, which only a checkout of twivot has: run npm run demo there.\n",
      );
      return 2;
    }
    const story = json ? (step: Step) => `${JSON.stringify(step)}\n` : createStory();
    const tell = (step: Step) => world.stdout(story(step));
    // Loaded only here: the other commands need no HTTP server and start sooner without.
    const { playDemo } = await import("../demo/play.ts");
    const { bugs } = await playDemo({ version: kazoo, caller: caller.steps, createStore, tell }, world);
    return bugs.length === 0 ? 0 : 3;
  },
});

async function readCaller(
  file: string | undefined,
  world: World,
): Promise<{ readonly steps: readonly CallerStep[] } | { readonly fault: string }> {
  try {
    const text = file === undefined ? usualCaller : file === "-" ? await world.stdin() : world.readFile(file);
    return { steps: parseCallerScript(text) };
  } catch (error) {
    if (error instanceof CallerScriptError) return { fault: `${file}: ${error.message}` };
    const why = error instanceof Error ? error.message : String(error);
    return { fault: `The caller script cannot be read: ${why}` };
  }
}
