import type { World } from "../src/cli/command.ts";

/** A world for commands, with nothing in it but what a test puts there; what they print is kept. */
export function cliWorld(
  rest: Partial<World> = {},
): World & { readonly out: () => string; readonly err: () => string } {
  const out: string[] = [];
  const err: string[] = [];
  return {
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
    stdin: async () => "",
    typedLines: undefined,
    readFile: (path) => {
      throw new Error(`there is no ${path}`);
    },
    readBytes: (path) => {
      throw new Error(`there is no ${path}`);
    },
    readDirectory: (path) => {
      throw new Error(`there is no ${path}`);
    },
    writeFile: (path) => {
      throw new Error(`${path} cannot be written`);
    },
    env: {},
    randomBytes: (size) => new Uint8Array(size),
    now: () => 0,
    openOutside: () => Promise.reject(new Error("this command needs no outside")),
    onReload: () => undefined,
    untilStopped: () => Promise.reject(new Error("this command does not wait")),
    version: "1.2.3",
    ...rest,
    out: () => out.join(""),
    err: () => err.join(""),
  };
}

/** Lines as a person types them at a terminal, one after the other. */
export async function* typed(...lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
