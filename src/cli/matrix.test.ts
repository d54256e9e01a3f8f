import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { catalogue } from "../fidelity/catalogue.ts";
import { matrix } from "../fidelity/matrix.ts";
import { runCli } from "./main.ts";

async function run(...args: string[]) {
  const world = cliWorld();
  const exitCode = await runCli(["matrix", ...args], world);
  return { exitCode, out: world.out(), err: world.err() };
}

test("a line for each element and attribute, with its support and its note", async () => {
  const { exitCode, out, err } = await run();
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toContain(
    [
      "verb <Pause>                            exact",
      "  length                                exact",
      "verb <Pay>                              lost          pay-unavailable\n",
    ].join("\n"),
  );
  const attributes = matrix().flatMap((row) => Object.keys(row.attributes));
  expect(out.trimEnd().split("\n")).toHaveLength(matrix().length + attributes.length);
});

test("--json prints the rows", async () => {
  expect(JSON.parse((await run("--json")).out)).toEqual(matrix());
});

test("--markdown prints a page with each element and each note", async () => {
  const { out } = await run("--markdown");
  for (const { element } of matrix()) expect(out).toContain(`| \`<${element}>\` |`);
  for (const code of Object.keys(catalogue)) expect(out).toContain(`\n### ${code}\n`);
  expect(out).toContain("| `<Redirect>` | exact | exact: `method` |");
});

test("docs/fidelity.md is what --markdown prints: run npm run docs", async () => {
  const page = readFileSync(new URL("../../docs/fidelity.md", import.meta.url), "utf8");
  expect(page).toBe((await run("--markdown")).out);
});

test("both forms at once are a fault of usage", async () => {
  const fault = "Take --json or --markdown, not both.\n";
  expect(await run("--json", "--markdown")).toEqual({ exitCode: 2, out: "", err: fault });
});
