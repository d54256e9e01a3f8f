import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { runCli } from "./main.ts";

const files: Readonly<Record<string, string>> = {
  "clean.xml": "<Response><Say>Hi</Say></Response>",
  "loop.xml": '<Response>\n  <Say loop="many">Hi</Say>\n  <Play loop="0">a.mp3</Play>\n</Response>',
  "behind.xml": '<Response>\n<Gather numDigits="1"/>\n<Frobnicate/>\n</Response>',
  "broken.xml": "<Response>\n  <Say>Hi</Response>",
};

async function run(...args: readonly string[]) {
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error(`there is no ${path}`);
    return text;
  };
  const world = cliWorld({ readFile, stdin: async () => "<Response><Say/></Response>" });
  const exitCode = await runCli(["lint", ...args], world);
  return { exitCode, out: world.out(), err: world.err() };
}

test("a document in which nothing is amiss gives no lines", async () => {
  expect(await run("clean.xml")).toEqual({ exitCode: 0, out: "", err: "" });
});

test("each note is a line with its place, and is no failure", async () => {
  const { exitCode, out } = await run("loop.xml");
  expect(exitCode).toBe(0);
  expect(out.split("\n")).toEqual([
    'loop.xml:2:3: attribute-invalid: loop="many" of <Say> is not a whole number of at least 0; 1 is used.',
    "loop.xml:3:3: loop-endless: The loop ends when the caller hangs up; Twilio would end it after 1,000 rounds.",
    "",
  ]);
});

test("what stands behind a Gather is looked at too", async () => {
  const { out } = await run("behind.xml");
  expect(out).toContain("behind.xml:3:1: verb-unknown: ");
});

test("what Kazoo 5.0 can do is not noted for it", async () => {
  expect((await run("--kazoo", "5.0", "loop.xml")).out).not.toContain("loop-endless");
});

test("a fault is a line too, and makes the exit code 1", async () => {
  const { exitCode, out, err } = await run("broken.xml", "loop.xml", "none.xml");
  expect([exitCode, err]).toEqual([1, ""]);
  expect(out.match(/^\S+ [a-z-]+(?=: )/gm)).toEqual([
    expect.stringMatching(/^broken\.xml:2:\d+: twiml-malformed$/),
    "loop.xml:2:3: attribute-invalid",
    "loop.xml:3:3: loop-endless",
    "none.xml:1:1: file-unreadable",
  ]);
});

test("--json prints an object a line", async () => {
  const { out } = await run("--json", "-", "broken.xml");
  const found = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(found).toEqual([
    {
      file: "-",
      code: "nothing-to-play",
      severity: "ignored",
      verb: "Say",
      line: 1,
      column: 11,
      details: {},
      twilioCode: 13520,
      message: "<Say> is empty and is skipped.",
    },
    {
      file: "broken.xml",
      severity: "error",
      code: "twiml-malformed",
      message: expect.any(String),
      line: 2,
      column: expect.any(Number),
    },
  ]);
});

test.each([
  [[], "Name a file, or - for the standard input."],
  [["--kazoo", "6", "clean.xml"], '--kazoo="6" is not valid; it must be 4.3 or 5.0.'],
])("%j is a fault of usage", async (args, fault) => {
  expect(await run(...args)).toEqual({ exitCode: 2, out: "", err: `${fault}\n` });
});
