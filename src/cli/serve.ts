import { readConfig } from "../config/read-config.ts";
import { defineCommand } from "./command.ts";
import { onlyText } from "./config.ts";
import { configurationOptions, environmentHelp } from "./configuration-options.ts";

/** `twivot serve`: answers Kazoo until it is told to stop. */
export const serve = defineCommand({
  name: "serve",
  summary: "Answer Kazoo's Pivot requests (the log is on stdout)",
  more: environmentHelp,
  options: configurationOptions,
  run: async (flags, world) => {
    const read = () => readConfig({ ...world, flags: onlyText(flags) });
    const reading = read();
    if ("faults" in reading) {
      for (const fault of reading.faults) world.stderr(`${fault}\n`);
      return 2;
    }
    // Loaded only here: the other commands need no HTTP server and start sooner without.
    const { serveUntilStopped } = await import("../serve-until-stopped.ts");
    return serveUntilStopped(reading, read, world);
  },
});
