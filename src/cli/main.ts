import { parseArgs } from "node:util";
import { call } from "./call.ts";
import type { Command, ExitCode, Options, Values, World } from "./command.ts";
import { config } from "./config.ts";
import { demo } from "./demo.ts";
import { unknown } from "./did-you-mean.ts";
import { doctor } from "./doctor.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { importDebug } from "./import-debug.ts";
import { lint } from "./lint.ts";
import { matrix } from "./matrix.ts";
import { serve } from "./serve.ts";
import { translate } from "./translate.ts";
import { verify } from "./verify.ts";

/** Every command, in the order in which `--help` tells them. */
export const commands: readonly Command[] = [
  serve,
  demo,
  translate,
  lint,
  call,
  verify,
  matrix,
  importDebug,
  doctor,
  config,
];

/** Runs the command that the arguments name. What they get wrong is told on stderr, with exit code 2. */
export async function runCli(args: readonly string[], world: World): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === "--version") {
    world.stdout(`${world.version}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const about = commands.find((command) => command.name === rest[0]);
    world.stdout(about ? commandHelp(about) : generalHelp(commands));
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    world.stderr(
      name === undefined ? generalHelp(commands) : `${unknown("command", name, commandNames())}\n`,
    );
    return 2;
  }
  return runCommand(command, rest, world);
}

async function runCommand(command: Command, args: readonly string[], world: World): Promise<ExitCode> {
  const given = readArguments(command, args);
  if ("fault" in given) {
    world.stderr(`${given.fault}\nSee twivot ${command.name} --help.\n`);
    return 2;
  }
  if (given.values["help"]) {
    world.stdout(commandHelp(command));
    return 0;
  }
  return command.run(given.values, world, given.operands);
}

/** Values and operands, or the sentence that says what is wrong with them. */
function readArguments(
  { name, options, operands }: Command,
  args: readonly string[],
): { readonly values: Values<Options>; readonly operands: readonly string[] } | { readonly fault: string } {
  const parsed = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of parsed.tokens) {
    if (token.kind !== "option") continue;
    const option = options[token.name];
    if (option === undefined) return { fault: unknown("option", token.rawName, optionNames(options)) };
    if (option.type === "string" && token.value === undefined)
      return { fault: `${token.rawName} needs a value.` };
    if (option.type === "boolean" && token.value !== undefined)
      return { fault: `${token.rawName} takes no value.` };
  }
  const [operand] = parsed.positionals;
  if (operand !== undefined && operands === undefined)
    return { fault: `twivot ${name} takes no "${operand}".` };
  return { values: parsed.values as Values<Options>, operands: parsed.positionals };
}

function commandNames(): string[] {
  return commands.map((command) => command.name);
}

function optionNames(options: Options): string[] {
  return Object.keys(options).map((name) => `--${name}`);
}
