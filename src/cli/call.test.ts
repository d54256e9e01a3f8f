import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStore } from "../../examples/store/app.ts";
import { cliWorld, typed } from "../../test/cli-world.ts";
import { startApplication } from "../../test/support/application.ts";
import { keepingLog } from "../../test/support/twivot.ts";
import { createFetch } from "../http-client.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { runCli } from "./main.ts";

const authToken = "the-token-of-the-shop";
const noon = Date.parse("2026-03-02T12:00:00Z");
const store = createStore({ authToken, now: () => noon }).listen(0, "127.0.0.1");
let voiceUrl = "";

beforeAll(async () => {
  if (!store.listening) await once(store, "listening");
  voiceUrl = `http://127.0.0.1:${(store.address() as AddressInfo).port}/voice`;
});
afterAll(() => {
  store.close();
});

type Surroundings = {
  /** Files by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What a person types; without it the standard input is no terminal. */
  readonly lines?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

async function call(args: readonly string[], { files = {}, lines, env = {} }: Surroundings = {}) {
  const contents: Readonly<Record<string, string>> = { token: authToken, ...files };
  const printed: string[] = [];
  const world = cliWorld({
    env,
    randomBytes,
    readFile: (path) => contents[path] ?? missing(path),
    typedLines: lines && (() => typed(...lines)),
    openOutside: async () => {
      const fetch = createFetch();
      return {
        fetch,
        now: Date.now,
        randomBytes,
        log: keepingLog([]),
        store: createMemoryStore(Date.now),
        hideSecretsOf: () => undefined,
        close: () => fetch.close(),
      };
    },
  });
  const keeping = (print: (text: string) => void) => (text: string) => {
    printed.push(text);
    print(text);
  };
  const exitCode = await runCli(["call", ...args], {
    ...world,
    stdout: keeping(world.stdout),
    stderr: keeping(world.stderr),
  });
  return { exitCode, out: world.out(), err: world.err(), printed: printed.join("") };
}

function missing(path: string): never {
  throw new Error(`there is no ${path}`);
}

/** What was heard, pressed and asked, without times. */
function told(out: string): string[] {
  const lines = out.split("\n").map((line) => line.slice("00:00.000  ".length));
  return lines.filter((line) => /^(?:hears|presses|asks|ended|rejected)/.test(line));
}

const signed = ["--auth-token-file", "token"];

test.each(["4.3", "5.0"])(
  "a scripted call on Kazoo %s is told from the first request to its end",
  async (kazoo) => {
    const script = [
      'hears "For opening hours" wait 1s press 2',
      'hears "number of your order" wait 1s press 1002#',
      'hears "on its way" wait 500ms hang up',
    ].join("\n");
    const args = [voiceUrl, ...signed, "--kazoo", kazoo, "--caller", "script", "--from", "+15005550006"];
    const { exitCode, out, err } = await call(args, { files: { script } });
    expect([exitCode, err]).toEqual([0, ""]);
    const story = told(out).join("\n").replaceAll(voiceUrl.replace("/voice", ""), "");
    expect(story).toContain("asks       POST /voice From=+15005550006, To=+14155550111\n");
    expect(story).toContain("asks       POST /menu/choice CallStatus=in-progress, Digits=2");
    expect(story).toContain("asks       POST /orders/status CallStatus=in-progress, Digits=1002");
    expect(story).toMatch(
      /hears {6}"Order 1 0 0 2 is on its way to you\." .*cut short after 0\.500 s\nended .*caller/,
    );
  },
);

test("a person is asked for keys after each prompt has been told", async () => {
  const { exitCode, printed } = await call([voiceUrl, ...signed], { lines: ["1", "h"] });
  expect(exitCode).toBe(0);
  const parts = printed.split("keys> ");
  expect(parts).toHaveLength(3);
  expect(told(parts[0] ?? "").at(-1)).toContain('"To hear this again, press 9."');
  expect(told(parts[1] ?? "").slice(0, 3)).toEqual([
    "presses    1",
    expect.stringMatching(/^asks .*\/menu\/choice .*Digits=1/),
    expect.stringContaining("We are open every day"),
  ]);
  expect(told(parts[2] ?? "")).toEqual(["ended      by the caller, NORMAL_CLEARING"]);
});

test("an empty line lets the application's time pass, and the person is asked again", async () => {
  const { printed } = await call([voiceUrl, ...signed], { lines: ["", "", "never read"] });
  const parts = printed.split("keys> ");
  expect(parts).toHaveLength(3);
  expect(told(parts[1] ?? "")[0]).toContain("I did not hear anything.");
  expect(told(parts[2] ?? "")).toEqual([
    expect.stringContaining("Goodbye."),
    expect.stringMatching(/^ended.*platform/),
  ]);
});

test("in Kazoo 5.0 no keys are asked for where twivot only drops old ones", async () => {
  const { printed } = await call([voiceUrl, ...signed, "--kazoo", "5.0"], { lines: ["2", "1#", "h"] });
  expect(printed.split("keys> ")).toHaveLength(4);
  expect(printed).toContain("We have no order 1.");
});

test("with a script nobody is asked", async () => {
  const { printed } = await call([voiceUrl, ...signed, "--caller", "script"], {
    files: { script: "at 5s hang up" },
    lines: ["1"],
  });
  expect(printed).not.toContain("keys> ");
});

test("a rejected call is told as such", async () => {
  const { exitCode, out } = await call([voiceUrl, ...signed, "--from", "+15005550001"]);
  expect(exitCode).toBe(0);
  expect(told(out).slice(1, 2)).toEqual([expect.stringMatching(/^rejected {3}486/)]);
});

test("--json prints an event a line, and --verbose documents, callflows and notes with them", async () => {
  const script = { files: { script: "at 12s hang up" } };
  const kindsOf = async (...args: string[]) => {
    const { out } = await call([voiceUrl, ...signed, "--json", "--caller", "script", ...args], script);
    return new Set(
      out
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { kind: string }).kind),
    );
  };
  const kinds = ["requested", "asked", "silence", "answered", "heard", "ended"];
  expect(await kindsOf()).toEqual(new Set(kinds));
  expect(await kindsOf("--verbose")).toEqual(new Set([...kinds, "document", "flow", "note"]));
});

test("--verbose prints documents with line numbers, the callflow, and notes with their place", async () => {
  await using app = await startApplication({
    "/voice": "<Response>\n  <Say>Hi</Say>\n  <Dance/>\n</Response>",
  });
  const { out } = await call([`${app.url}/voice`, "-v"]);
  expect(out).toContain("           answer     200 text/xml; charset=utf-8\n");
  expect(out).toContain("                      2    <Say>Hi</Say>\n");
  expect(out).toMatch(/ {11}note {7}3:3: verb-unknown \(\w+\): /);
  expect(out).toContain('           callflow   tts "Hi" → hangup\n');
});

test("what an application sends cannot command the terminal", async () => {
  await using app = await startApplication({ "/voice": "<Response><!-- \u001b[2J --></Response>" });
  const { out } = await call([`${app.url}/voice`, "-v"]);
  expect(out).not.toContain("\u001b");
});

test("each call has a sid of its own", async () => {
  await using app = await startApplication({ "/voice": "<Response><Hangup/></Response>" });
  for (const _ of [1, 2]) await call([`${app.url}/voice`]);
  const [one, other] = app.received.map(({ parameters }) => parameters["CallSid"]);
  expect(one).not.toBe(other);
});

test("the application is asked by GET where it is to be", async () => {
  await using app = await startApplication({ "GET /voice": "<Response><Hangup/></Response>" });
  const { exitCode } = await call([`${app.url}/voice`, "--method", "get"]);
  expect([exitCode, app.requests()[0]]).toEqual([0, expect.stringMatching(/^GET \/voice\?/)]);
});

test("the auth token of the environment signs too", async () => {
  expect((await call([voiceUrl], { env: { TWILIO_AUTH_TOKEN: authToken } })).exitCode).toBe(0);
});

test("a call without an auth token says that it is not signed, and what the application made of that", async () => {
  const { exitCode, err } = await call([voiceUrl]);
  expect(exitCode).toBe(1);
  expect(err).toMatch(/^warning: requests are not signed.*\napp-status: .*\/voice answered with status 400/);
});

test("an application that fails later is told, and what the caller hears of it", async () => {
  await using app = await startApplication({
    "/voice": "<Response><Say>One moment.</Say><Redirect>/broken</Redirect></Response>",
    "/broken": { status: 500 },
  });
  const { exitCode, out, err } = await call([`${app.url}/voice`]);
  expect(exitCode).toBe(1);
  expect(told(out).at(-2)).toContain("an application error has occurred");
  expect(err).toContain("/broken");
});

test("where nobody listens at the URL, the error says so", async () => {
  const { exitCode, err } = await call(["http://127.0.0.1:1/voice", ...signed]);
  expect(exitCode).toBe(1);
  expect(err).toBe(
    "app-refused: http://127.0.0.1:1/voice refused the connection: start the application, or correct host and port.\n",
  );
});

test.each([
  [[], "Name one URL: that of the application's voice webhook."],
  [["http://a.example", "http://b.example"], "Name one URL: that of the application's voice webhook."],
  [["a.example/voice"], 'URL="a.example/voice" is not valid; it must be an absolute URL'],
  [["http://a.example", "--kazoo", "4.2"], '--kazoo="4.2" is not valid; it must be one of 4.3, 5.0.'],
  [["http://a.example", "--method", "PUT"], '--method="PUT" is not valid; it must be one of POST, GET.'],
  [["http://a.example", "--from", ""], '--from="" is not valid; it must be a phone number'],
  [["http://a.example", "--auth-token-file", "none"], "--auth-token-file"],
  [["http://a.example", "--form", "1"], 'There is no option "--form". Did you mean --from?'],
])("%j is a fault of usage", async (args, fault) => {
  const { exitCode, out, err } = await call(args);
  expect([exitCode, out]).toEqual([2, ""]);
  expect(err).toContain(fault);
});

test.each([
  ["none", "The caller script cannot be read: there is no none\n"],
  ["script", "script: line 2: "],
])("a caller script %s that cannot be used is told", async (file, fault) => {
  const files = { script: "at 1s press 1\nsometime press 2" };
  const { exitCode, out, err } = await call(["http://a.example", "--caller", file], { files });
  expect([exitCode, out]).toEqual([1, ""]);
  expect(err).toContain(fault);
});
