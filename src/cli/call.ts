import type { KazooPlay, Told } from "../proof/play-on-kazoo.ts";
import { type CallSetup, callOptions, readCallSetup } from "./call-setup.ts";
import { jsonStory, type Story, textStory } from "./call-story.ts";
import { defineCommand, type ExitCode, type World } from "./command.ts";
import { typingCaller } from "./typing-caller.ts";

/** `twivot call`: plays a call on an application. */
export const call = defineCommand({
  name: "call",
  summary: "Play a call on a TwiML application over HTTP, without Kazoo and without a phone",
  operands: "URL",
  more: [
    "URL is the application's voice webhook. The call goes through all of twivot and a pretend Kazoo, on a clock that",
    "jumps. At a terminal and without --caller you are the caller: at keys> type the keys to press, an empty line to",
    "let the time pass, or h to hang up. Else a caller without a script listens until the call ends.",
    "",
    'A script has a step a line: at 2s press 1, after 500ms press 12#, hears "Press" wait 1s hang up.',
    "Whatever else can be configured is taken from the environment; see twivot serve --help.",
  ].join("\n"),
  options: {
    ...callOptions,
    verbose: {
      type: "boolean",
      short: "v",
      about: "print also the application's answers, callflows and notes",
    },
  },
  run: async ({ json = false, verbose = false, ...given }, world, operands) => {
    const setup = readCallSetup(given, operands, world);
    if ("faults" in setup) {
      for (const fault of setup.faults) world.stderr(`${fault}\n`);
      return setup.exitCode;
    }
    if (setup.config.apps["default"]?.authToken === undefined) {
      world.stderr("warning: requests are not signed; --auth-token-file names the file with the key.\n");
    }
    return play(setup, json ? jsonStory(verbose) : textStory(verbose), world);
  },
});

async function play({ config, facts, script }: CallSetup, story: Story, world: World): Promise<ExitCode> {
  // Loaded only here: the other commands need no HTTP server and start sooner without.
  const { playOnKazoo } = await import("../proof/play-on-kazoo.ts");
  const outside = await world.openOutside(config);
  const lines = script === undefined ? world.typedLines?.() : undefined;
  let hasFailed = false;
  const tell = (told: Told) => {
    world.stdout(story(told));
    if (told.kind !== "failed") return;
    hasFailed = true;
    world.stderr(`${told.code}: ${told.message}\n`);
  };
  try {
    const { bugs, faults } = await playOnKazoo({
      version: config.kazooVersion,
      config,
      application: outside.fetch,
      facts,
      caller: script ?? [],
      randomBytes: world.randomBytes,
      tell,
      ...(lines === undefined ? {} : { decide: typingCaller(lines, world.stderr) }),
    });
    for (const bug of [...bugs, ...faults]) world.stderr(`This is a bug of twivot: ${bugText(bug)}\n`);
    if (bugs.length > 0 || faults.length > 0) return 3;
    return hasFailed ? 1 : 0;
  } finally {
    await lines?.return?.();
    await outside.close();
  }
}

function bugText(bug: KazooPlay["bugs"][number]): string {
  const { err } = bug as { readonly err?: unknown };
  return err instanceof Error ? String(err.stack) : JSON.stringify(bug);
}
