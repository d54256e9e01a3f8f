import type { AdminState } from "../admin.ts";
import type { Config } from "../config.ts";
import type { OpenOutside, Outside } from "../outside.ts";

/** 0 done, 1 the input is at fault, 2 usage or configuration, 3 a bug of twivot. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command touches of the process. `main.ts` makes the real one, tests make their own. */
export type World = {
  /** Data. A newline is not added. */
  readonly stdout: (text: string) => void;
  /** Talk. A newline is not added. */
  readonly stderr: (text: string) => void;
  /** All of the standard input. */
  readonly stdin: () => Promise<string>;
  /** The lines that a person types; undefined where the standard input is no terminal. `return` ends the reading. */
  readonly typedLines: (() => AsyncIterator<string>) | undefined;
  /** The text of a file, UTF-8. @throws when it cannot be read. */
  readonly readFile: (path: string) => string;
  /** @throws when it cannot be read. */
  readonly readBytes: (path: string) => Uint8Array;
  /** Every file in a directory and below, by path from there with `/`, sorted. @throws when it cannot be read. */
  readonly readDirectory: (path: string) => readonly string[];
  /** Writes a file, and makes the directories that it needs. @throws when that fails. */
  readonly writeFile: (path: string, content: string | Uint8Array) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly randomBytes: Outside["randomBytes"];
  readonly now: Outside["now"];
  /** The rest of the world, for commands that serve. */
  readonly openOutside: (config: Config) => Promise<OpenOutside>;
  /** What is done each time the process is asked to read its configuration again. */
  readonly onReload: (reload: () => void) => void;
  /** Ends when the process is asked to stop, and says by what. */
  readonly untilStopped: () => Promise<string>;
  /** Of twivot. */
  readonly version: AdminState["version"];
};

/** An option as `node:util` parseArgs takes it, with what `--help` tells of it. */
export type Option = {
  readonly type: "string" | "boolean";
  readonly about: string;
  /** What stands for the value in `--help`: `--url URL`. */
  readonly value?: string;
  readonly short?: string;
};

export type Options = Readonly<Record<string, Option>>;

/** What was given on the command line, by option. */
export type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K] extends { type: "boolean" } ? boolean : string;
};

type TypedCommand<O extends Options> = {
  readonly name: string;
  /** What it does, without a full stop. */
  readonly summary: string;
  /** How its operands are written in the usage line, such as `FILE…|-`. Without it, it takes none. */
  readonly operands?: string;
  /** What `--help` tells below the options. */
  readonly more?: string;
  /** `--json` and `--help` are added to them. */
  readonly options: O;
  readonly run: (
    values: Values<O & typeof commonOptions>,
    world: World,
    /** What is no option: files, mostly. */
    operands: readonly string[],
  ) => Promise<ExitCode>;
};

/** A command of any options. */
export type Command = Omit<TypedCommand<Options>, "run"> & {
  readonly run: (values: Values<Options>, world: World, operands: readonly string[]) => Promise<ExitCode>;
};

/** Options that every command has. */
export const commonOptions = {
  json: { type: "boolean", about: "print data as JSON" },
  help: { type: "boolean", short: "h", about: "print this" },
} as const satisfies Options;

/** A command whose `values` are typed from its options: a misspelt one does not compile. */
export function defineCommand<const O extends Options>(command: TypedCommand<O>): Command {
  return {
    ...command,
    options: { ...command.options, ...commonOptions },
    // The parser gives what `options` says, so the wide type holds what the narrow one asks for.
    run: (values, world, operands) =>
      command.run(values as Values<O & typeof commonOptions>, world, operands),
  };
}
