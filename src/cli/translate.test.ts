import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import type { World } from "./command.ts";
import { runCli } from "./main.ts";

const files: Readonly<Record<string, string>> = {
  "menu.xml": '<Response><Gather action="next" numDigits="1"><Say>Press 1</Say></Gather></Response>',
  "music.xml": '<Response>\n  <Play loop="0">a.mp3</Play>\n</Response>',
  "broken.xml": "<Response>\n  <Say>A & B</Say>\n</Response>",
  "html.xml": "<html/>",
};

async function run(args: readonly string[], rest: Partial<World> = {}) {
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error(`there is no ${path}`);
    return text;
  };
  const world = cliWorld({ readFile, ...rest });
  const exitCode = await runCli(["translate", ...args], world);
  return { exitCode, out: world.out(), err: world.err() };
}

function lines(out: string): unknown[] {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("one file gives its flow and its notes, and nothing else", async () => {
  const { exitCode, out, err } = await run(["music.xml"]);
  expect([exitCode, err]).toEqual([0, ""]);
  expect(JSON.parse(out)).toEqual({
    flow: {
      module: "play",
      data: { id: "http://app.example/a.mp3", terminators: [], endless_playback: true },
    },
    notes: [
      {
        code: "loop-endless",
        severity: "approximated",
        verb: "Play",
        line: 2,
        column: 3,
        details: {},
        message: "The loop ends when the caller hangs up; Twilio would end it after 1,000 rounds.",
      },
    ],
  });
});

test("one file is printed to be read, and as a line with --json", async () => {
  const pretty = await run(["music.xml"]);
  const short = await run(["--json", "music.xml"]);
  expect(pretty.out).toContain('{\n  "flow": {\n    "module": "play",\n');
  expect(short.out.split("\n")).toHaveLength(2);
  expect(JSON.parse(short.out)).toEqual(JSON.parse(pretty.out));
});

test("- is the standard input", async () => {
  const { out } = await run(["-"], { stdin: async () => "<Response><Hangup/></Response>" });
  expect(JSON.parse(out)).toMatchObject({ flow: { children: { _: { module: "hangup" } } }, notes: [] });
});

test("where the flow comes back there is a URL of twivot", async () => {
  const { out } = await run(["menu.xml"]);
  expect(out).toContain('"voice_url": "http://twivot.example/pivot/c/preview-1"');
  const elsewhere = await run(["--public-url", "https://twivot.test/base/", "menu.xml"]);
  expect(elsewhere.out).toContain('"voice_url": "https://twivot.test/base/pivot/c/preview-1"');
});

test("--url is what relative URLs start from", async () => {
  const { out } = await run(["--url", "https://app.test/ivr/start?x=1", "music.xml"]);
  expect(JSON.parse(out)).toMatchObject({ flow: { data: { id: "https://app.test/ivr/a.mp3" } } });
});

test("--kazoo, else the environment, tells the version", async () => {
  const usual = await run(["menu.xml"]);
  const newer = await run(["--kazoo", "5.0", "music.xml"]);
  expect(JSON.parse(newer.out)).not.toHaveProperty("flow.data.endless_playback");
  const environment = { env: { TWIVOT_KAZOO_VERSION: "5.0" } };
  expect(await run(["music.xml"], environment)).toEqual(newer);
  expect(await run(["--kazoo", "4.3", "menu.xml"], environment)).toEqual(usual);
});

test("several files give a line each, also those that are at fault", async () => {
  const { exitCode, out, err } = await run(["music.xml", "broken.xml", "none.xml", "menu.xml"]);
  expect([exitCode, err]).toEqual([1, ""]);
  expect(lines(out)).toEqual([
    { file: "music.xml", flow: expect.objectContaining({ module: "play" }), notes: [expect.anything()] },
    {
      file: "broken.xml",
      error: { code: "twiml-malformed", message: expect.stringContaining("&amp;"), line: 2, column: 10 },
    },
    {
      file: "none.xml",
      error: {
        code: "file-unreadable",
        message: "The file cannot be read: there is no none.xml",
        line: 1,
        column: 1,
      },
    },
    { file: "menu.xml", flow: expect.objectContaining({ module: "tts" }), notes: expect.any(Array) },
  ]);
});

test("the fault of one file is told like a compiler's", async () => {
  const { exitCode, out, err } = await run(["broken.xml"]);
  expect([exitCode, out]).toEqual([1, ""]);
  expect(err).toMatch(/^broken\.xml:2:10: twiml-malformed: .*&amp;.*\n$/);
  expect((await run(["html.xml"])).err).toMatch(/^html\.xml:1:1: twiml-wrong-root: /);
});

test("the fault of one file is an object with --json", async () => {
  const { exitCode, out, err } = await run(["--json", "broken.xml"]);
  expect([exitCode, err]).toEqual([1, ""]);
  expect(lines(out)).toEqual([
    { error: { code: "twiml-malformed", message: expect.any(String), line: 2, column: 10 } },
  ]);
});

test.each([
  [[], "Name a file, or - for the standard input."],
  [["--kazoo", "4.2", "menu.xml"], '--kazoo="4.2" is not valid; it must be 4.3 or 5.0.'],
  [["--url", "/voice", "menu.xml"], '--url="/voice" is not valid; it must be an absolute http or https URL.'],
  [
    ["--public-url", "ftp://a.test", "menu.xml"],
    '--public-url="ftp://a.test" is not valid; it must be an absolute http or https URL.',
  ],
])("%j is a fault of usage", async (args, fault) => {
  expect(await run(args)).toEqual({ exitCode: 2, out: "", err: `${fault}\n` });
});

test("a version in the environment that is none is a fault of configuration", async () => {
  const env = { TWIVOT_KAZOO_VERSION: "3" };
  const err = 'TWIVOT_KAZOO_VERSION="3" is not valid; it must be 4.3 or 5.0.\n';
  expect(await run(["menu.xml"], { env })).toEqual({ exitCode: 2, out: "", err });
});
