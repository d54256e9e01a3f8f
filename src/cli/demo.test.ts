import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import type { Step } from "../demo/step.ts";
import { ExchangeError } from "../outside.ts";
import { createOutside } from "../outside-real.ts";
import type { World } from "./command.ts";
import { runCli } from "./main.ts";

async function run(args: readonly string[], rest: Partial<World> = {}) {
  const world = cliWorld({ openOutside: async (config) => createOutside(config), ...rest });
  const exitCode = await runCli(["demo", ...args], world);
  return { exitCode, out: world.out(), err: world.err() };
}

async function steps(args: readonly string[], rest?: Partial<World>): Promise<Step[]> {
  const { exitCode, out, err } = await run(["--json", ...args], rest);
  expect([exitCode, err]).toEqual([0, ""]);
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Step);
}

/** What the caller hears, in order. */
function heard(told: readonly Step[]): string[] {
  return told.flatMap((step) =>
    step.kind === "heard" && step.sound.kind === "speech" ? [step.sound.text] : [],
  );
}

/** The same without the parts of the menu. */
function besidesMenu(told: readonly Step[]): string[] {
  return heard(told).filter((text) => !/press \d/.test(text));
}

/** A world in which the application's answer is a failure. */
function asking(failure: Error): Partial<World> {
  return {
    openOutside: async (config) => ({
      ...(await createOutside(config)),
      fetch: () => Promise.reject(failure),
    }),
  };
}

const welcome = "Hello, and welcome to the corner shop.";

test.each(["4.3", "5.0"])("on Kazoo %s the caller hears the menu, an order, the hours", async (version) => {
  const told = await steps(["--kazoo", version]);
  expect(besidesMenu(told)).toEqual([
    welcome,
    "Please enter the number of your order, and then the pound key.",
    "Order 1 0 0 2 is on its way to you.",
    "We are open every day from nine to five, at 5 Market Street.",
    "Back at the front desk.",
  ]);
  expect(told.at(-2)).toMatchObject({ kind: "ended", by: "caller" });
  expect(told.at(-1)).toMatchObject({ kind: "summary", kazoo: version, bugs: [] });
});

test("a request is told with what it led to, before the caller hears it", async () => {
  const told = await steps([]);
  expect(told.slice(0, 8)).toMatchObject([
    { kind: "setting", kazoo: "4.3", from: "+14155550100" },
    { kind: "pivot", atMs: 0, method: "POST", path: "/pivot", call: { from: "+14155550100", digits: {} } },
    { kind: "webhook", method: "POST", isSigned: true, parameters: { CallStatus: "ringing" } },
    { kind: "document", status: 200, body: expect.stringContaining("welcome") },
    { kind: "callflow", flow: { module: "tts", data: { text: welcome } } },
    { kind: "silence", answered: false },
    { kind: "answered" },
    { kind: "heard", sound: { text: welcome } },
  ]);
});

test("the story has the same in words, and ends in a line that sums it up", async () => {
  const { exitCode, out } = await run([]);
  expect(exitCode).toBe(0);
  expect(out).toContain("+14155550100 calls +14155550111 at ten in the morning.");
  expect(out).toMatch(
    /^\d\d:\d\d\.\d{3} {2}pivot {6}POST \/pivot\/c\/\S{12}…\n {22}From=\S+ Request=\S+ Digits\[\w+\]=2$/m,
  );
  expect(out).toMatch(/^ {11}webhook {4}POST \/menu\/choice, signed\n {22}Digits=2 msg=Gather End\n/m);
  expect(out).toMatch(/^ {11}TwiML {6}<Response>\n {24}<Redirect method="POST">\.\.\/orders<\/Redirect>$/m);
  expect(out).toMatch(/^ {11}callflow {3}tts "Order 1 0 0 2 is on its way to you\." → pivot$/m);
  expect(out).toMatch(/^ {11}note {7}[a-z-]+ \(approximated\): /m);
  expect(out).toMatch(/^\d\d:\d\d\.\d{3} {2}presses {4}2$/m);
  expect(out.trimEnd().split("\n").at(-1)).toMatch(
    /^A call of \d+ s: \d+ Pivot requests, \d+ webhooks, \d+ notes; Kazoo 4\.3 took every callflow\.$/,
  );
});

test("parameters are told once, later only what is new and what is gone", async () => {
  const { out } = await run([]);
  expect(out.match(/CallSid=/g)).toHaveLength(1);
  expect(out).toMatch(/webhook {4}POST \/orders, signed\n {22}as before, without Digits and msg\n/);
});

test("a caller script of one's own is followed", async () => {
  const script = 'hears "welcome" wait 500ms hang up\n';
  const files: string[] = [];
  const readFile = (path: string) => {
    files.push(path);
    return script;
  };
  const fromFile = await steps(["--caller", "brief.txt"], { readFile });
  expect([files, heard(fromFile)]).toEqual([["brief.txt"], [welcome]]);
  const fromInput = await steps(["--caller", "-"], { stdin: async () => script });
  expect(heard(fromInput)).toEqual([welcome]);
});

test("a caller who does nothing is said goodbye to", async () => {
  const told = await steps(["--caller", "-"]);
  expect(besidesMenu(told)).toEqual([welcome, "I did not hear anything.", "Goodbye."]);
  expect(told.at(-2)).toMatchObject({ kind: "ended", by: "platform" });
});

test("a caller script that cannot be followed is told with its line", async () => {
  const { exitCode, err } = await run(["--caller", "-"], {
    stdin: async () => "at 1s press 1\nat 2s sing\n",
  });
  expect([exitCode, err]).toEqual([
    1,
    "-: line 2: the caller can press 12#, speak for 4s or hang up, not: sing\n",
  ]);
});

test("a caller script that is not there is told", async () => {
  const { exitCode, err } = await run(["--caller", "none.txt"]);
  expect([exitCode, err]).toEqual([1, "The caller script cannot be read: there is no none.txt\n"]);
});

test("a Kazoo of another version is a fault of usage", async () => {
  const { exitCode, err } = await run(["--kazoo", "4.2"]);
  expect([exitCode, err]).toEqual([2, '--kazoo="4.2" is not valid; it must be 4.3 or 5.0.\n']);
});

test("an application that cannot be asked is told, and Kazoo goes on by itself", async () => {
  const { exitCode, out } = await run([], asking(new ExchangeError("refused", "nobody listens")));
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^ {11}webhook {4}POST \/voice, signed$/m);
  expect(out).toMatch(/^ {11}refused {4}502 \{"error":/m);
  expect(out).toContain('hears      "Please call again later."');
});

test("a bug ends it with 3, and the last line says which", async () => {
  const { exitCode, out } = await run([], asking(new TypeError("x is not a function")));
  expect(exitCode).toBe(3);
  expect(out.trimEnd().split("\n").at(-1)).toMatch(/1 bug: a call met a bug of twivot: x is not a function$/);
});

test("what the environment configures is left alone", async () => {
  const env = { TWIVOT_VOICE_URL: "nonsense", TWIVOT_KAZOO_VERSION: "3" };
  expect((await run(["--caller", "-"], { env })).exitCode).toBe(0);
});
