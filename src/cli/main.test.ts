import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { variableList } from "../config/variables.ts";
import { commands, runCli } from "./main.ts";

async function run(...args: string[]) {
  const world = cliWorld();
  const exitCode = await runCli(args, world);
  return { exitCode, out: world.out(), err: world.err() };
}

test("--version prints the version", async () => {
  expect(await run("--version")).toEqual({ exitCode: 0, out: "1.2.3\n", err: "" });
});

test("--help names every command on stdout", async () => {
  const { exitCode, out } = await run("--help");
  expect(exitCode).toBe(0);
  const lines = out.split("\n").map((line) => line.trim().split(/ {2,}/));
  for (const { name, summary } of commands) expect(lines).toContainEqual([name, summary]);
});

test("no command is a fault that prints the help on stderr", async () => {
  const { exitCode, out, err } = await run();
  expect([exitCode, out]).toEqual([2, ""]);
  expect(err).toContain("Usage: twivot COMMAND");
});

test("a misspelt command gets a hint", async () => {
  expect(await run("confg")).toEqual({
    exitCode: 2,
    out: "",
    err: 'There is no command "confg". Did you mean config?\n',
  });
});

test("a command like no other gets the way to the list", async () => {
  const { err } = await run("transmogrify");
  expect(err).toBe('There is no command "transmogrify". twivot --help lists what there is.\n');
});

test("help of a command tells its options and every variable", async () => {
  const asked = await run("help", "serve");
  expect(await run("serve", "--help")).toEqual(asked);
  expect(asked.out).toContain("Usage: twivot serve [OPTION…]\n");
  for (const [, { name }] of variableList) expect(asked.out).toContain(`[${name}`);
});

test.each([
  [["config", "--prot", "1"], 'There is no option "--prot". Did you mean --port?'],
  [["config", "--port"], "--port needs a value."],
  [["config", "--check=yes"], "--check takes no value."],
  [["config", "file.xml"], 'twivot config takes no "file.xml".'],
])("%j is a fault of usage", async (args, fault) => {
  expect(await run(...args)).toEqual({ exitCode: 2, out: "", err: `${fault}\nSee twivot config --help.\n` });
});
