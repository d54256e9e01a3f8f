import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { readFixture } from "../fidelity/fixture.ts";
import type { World } from "./command.ts";
import { runCli } from "./main.ts";

const callId = "829597750@10.26.0.158";
const asked = "Caller-ID-Number=%2B14155550123&To=100&Account-ID=0123456789abcdef0123456789abcdef";
const call = [
  { call_id: callId, iteration: 1, uri: `http://ivr.test/voice?${asked}`, method: "get", req_body: "" },
  { call_id: callId, resp_body: "<Response><Say>Call +1 415 555 0123</Say></Response>" },
  { call_id: callId, resp_headers: { "content-type": "text/xml" }, resp_status_code: "200" },
];
const flow = [
  call[0],
  { call_id: callId, resp_status_code: "200", resp_body: '{"module":"tts","data":{"text":"Hello"}}' },
];

async function run(args: readonly string[], rest: Partial<World> = {}) {
  const files = new Map<string, string>();
  const world = cliWorld({
    readFile: (path) => {
      if (path === "call.json") return JSON.stringify({ data: call });
      if (path === "flow.json") return JSON.stringify(flow);
      throw new Error(`there is no ${path}`);
    },
    writeFile: (path, content) => files.set(path, String(content)),
    ...rest,
  });
  const exitCode = await runCli(["import-debug", ...args], world);
  return { exitCode, out: world.out(), err: world.err(), files };
}

function fixtureIn(files: ReadonlyMap<string, string>, directory: string) {
  const inside = [...files].map(([path, text]): [string, string] => [path.slice(directory.length + 1), text]);
  return readFixture(new Map(inside));
}

test("a call becomes a fixture in a directory that is named after it", async () => {
  const { exitCode, out, err, files } = await run(["call.json"]);
  const directory = "call-005550100-10.26.0.158";
  expect([exitCode, err]).toEqual([0, ""]);
  expect(out).toBe(`${directory}\n`);
  const { call: made, answers } = fixtureIn(files, directory);
  expect(made).toMatchObject({ voice: { method: "GET", path: "/voice" }, from: "+15005550101", to: "100" });
  expect(answers).toMatchObject([
    { resource: "voice", body: "<Response><Say>Call +15005550101</Say></Response>" },
  ]);
  expect([...files.values()].join()).not.toMatch(/555.?0123/);
});

test("--keep-numbers leaves them, --out names the directory", async () => {
  const { out, files } = await run(["--keep-numbers", "--out", "my/call/", "call.json"]);
  expect(out).toBe("my/call\n");
  expect(files.get("my/call/call.txt")).toContain("from: +14155550123\n");
  expect(files.get("my/call/answers/voice.xml")).toContain("+1 415 555 0123");
});

test("- is the standard input, --json tells what was written", async () => {
  const stdin = async () => JSON.stringify(call);
  const { out } = await run(["--json", "--out", "a", "-"], { stdin });
  expect(JSON.parse(out)).toEqual({
    directory: "a",
    files: ["call.txt", "answers/voice.xml", "recorded/1-request.json"],
    hasAnswers: true,
  });
});

test("callflows are kept, and the answers are asked for", async () => {
  const { exitCode, err, files } = await run(["--out", "a", "flow.json"]);
  expect(exitCode).toBe(0);
  expect(err).toBe("The application answered with callflows: add the TwiML it shall answer to answers/.\n");
  expect(JSON.parse(files.get("a/recorded/1-flow.json") ?? "")).toMatchObject({ module: "tts" });
  expect(files.get("a/call.txt")).toContain("# Its application answered with callflows");
});

test("a directory that holds something is left alone", async () => {
  const { exitCode, err, files } = await run(["--out", "a", "call.json"], {
    readDirectory: () => ["call.txt"],
  });
  expect([exitCode, files.size]).toEqual([2, 0]);
  expect(err).toBe("There is something in a already: name another directory with --out.\n");
});

test.each([
  [[], 2, "Name one file, or - for the standard input.\n"],
  [["call.json", "flow.json"], 2, "Name one file, or - for the standard input.\n"],
  [["none.json"], 1, "none.json cannot be read: there is no none.json\n"],
])("%j cannot be imported", async (args, exitCode, err) => {
  expect(await run(args)).toMatchObject({ exitCode, err, out: "" });
});

test("each fault of the input is a line, with the file", async () => {
  const bad = [
    { ...call[0], uri: "ftp://x" },
    { ...call[0], method: "put" },
  ];
  const { exitCode, err } = await run(["-"], { stdin: async () => JSON.stringify(bad) });
  expect(exitCode).toBe(1);
  expect(err).toBe(
    '-: Request 1: its uri is no http URL: "ftp://x".\n-: Request 2: its method is neither get nor post: "put".\n',
  );
});
