import type { Decide } from "../simulator/kazoo/call.ts";

/** What is waited for no longer than this is meant for no person: twivot lets old keys go by in a millisecond. */
const SHORTEST_WAIT_MS = 100;

const help = "Type keys (0-9, *, #), an empty line to let the time pass, or h to hang up.\n";

/**
 * A caller who types at a terminal: asked by `keys> ` when keys are waited for, and pressing them at once. The end
 * of the lines is a hang-up.
 */
export function typingCaller(lines: AsyncIterator<string>, say: (talk: string) => void): Decide {
  return async ({ atMs, waitMs }) => {
    if (waitMs < SHORTEST_WAIT_MS) return [];
    for (;;) {
      say("keys> ");
      const { done, value } = await lines.next();
      if (done) say("\n");
      const typed = done ? "h" : value.trim();
      if (typed === "") return [];
      if (typed === "h") return [{ when: { atMs }, do: { hangUp: true } }];
      if (/^[0-9*#A-D]+$/.test(typed)) return [{ when: { atMs }, do: { press: typed } }];
      say(help);
    }
  };
}
