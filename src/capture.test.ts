import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Routes, startApplication } from "../test/support/application.ts";
import { playCall } from "../test/support/kazoo.ts";
import { startTwivot, testConfig } from "../test/support/twivot.ts";
import { createCapture } from "./capture.ts";
import type { Config } from "./config.ts";
import { readFixture } from "./fidelity/fixture.ts";
import { answering } from "./fidelity/fixture-answers.ts";
import type { IncomingResponse, Outside } from "./outside.ts";
import { verifyFixture } from "./proof/verify-fixture.ts";
import type { Turn } from "./respond/next-draft.ts";
import { plainSetting } from "./verbs/plain-setting.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "capture-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const menu = '<Response><Gather action="/menu?n=1" numDigits="1"><Say>Press one</Say></Gather></Response>';
const routes: Routes = {
  "/voice": { headers: { "content-type": "application/xml", "set-cookie": "session=s3cret" }, body: menu },
  "/menu": "<Response><Say>Call +1 415 555 0123</Say></Response>",
};

/** The files of the only call that was captured. */
function filesOf(): Map<string, string> {
  const [name = "", ...others] = readdirSync(directory);
  expect(others).toEqual([]);
  const entries = readdirSync(join(directory, name), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(join(directory, name), path), readFileSync(path, "utf8")]));
}

async function playedAndCaptured(config: Partial<Config> = {}, method: "GET" | "POST" = "POST") {
  await using application = await startApplication(routes);
  const app = { voiceUrl: `${application.url}/voice?lang=en`, voiceMethod: method };
  await using twivot = await startTwivot({ app, config: { captureDir: directory, ...config } });
  const facts = { callerIdNumber: "+14155550123", from: "+14155550123", callerIdName: "Alice" };
  const played = await playCall(twivot, { caller: 'hears "Press one" press 1', facts });
  await vi.waitFor(() => expect(filesOf().has("recorded/2-request.json")).toBe(true), 5000);
  await vi.waitFor(() => expect(filesOf().has("answers/menu@n=1.xml")).toBe(true), 5000);
  return { played, files: filesOf(), logged: twivot.logged };
}

test("a call becomes a fixture that plays the same call again", async () => {
  const { files, played } = await playedAndCaptured();
  const fixture = readFixture(files);
  expect(fixture.call).toMatchObject({
    voice: { method: "POST", path: "/voice?lang=en" },
    kazoo: ["4.3"],
    caller: [{ when: { hears: "Press one", plusMs: 1000 }, do: { press: "1" } }],
  });
  expect([...files.keys()].toSorted()).toEqual([
    "answers/menu@n=1.xml",
    "answers/voice@lang=en.xml",
    "call.txt",
    "recorded/1-request.json",
    "recorded/2-request.json",
  ]);
  expect(played.heard).toContain("Call +1 415 555 0123");
  const { outcomes, record } = await verifyFixture(fixture, { versions: ["4.3"], update: true });
  expect(outcomes.map(({ verdict, problems }) => [verdict, problems])).toEqual([["exact", []]]);
  expect(record.get("transcript.txt")).toContain("Call +15005550100");
});

test("numbers, names, cookies and signatures are not in it", async () => {
  const { files } = await playedAndCaptured();
  const all = [...files.values()].join("\n");
  expect(all).not.toMatch(/415.?555.?0123|s3cret|Alice|Signature/i);
  expect(files.get("call.txt")).toContain("from: +15005550100\n");
  expect(files.get("answers/menu@n=1.xml")).toContain("Call +15005550100");
});

test("numbers stay where they are to be kept", async () => {
  const { files } = await playedAndCaptured({ captureNumbers: "keep" });
  expect(files.get("call.txt")).toContain("from: +14155550123\n");
});

test("of a GET only the application's own query is kept", async () => {
  const { files } = await playedAndCaptured({}, "GET");
  expect([...files.keys()]).toContain("answers/voice@lang=en.xml");
});

test("a directory that cannot be written fails no call, and is told once", async () => {
  await using application = await startApplication(routes);
  const captureDir = "/dev/null/captured";
  await using twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice` },
    config: { captureDir },
  });
  const { heard } = await playCall(twivot, { caller: 'hears "Press one" press 1' });
  expect(heard).toContain("Call +1 415 555 0123");
  const told = () => twivot.logged.filter(({ message }) => message?.includes("captured"));
  await vi.waitFor(() => expect(told()).toHaveLength(1), 5000);
});

describe("by itself", () => {
  const app = testConfig({ app: { voiceUrl: "http://app.test/voice" } }).apps["default"];
  if (app === undefined) throw new Error("there is no default application");

  type Answers = readonly (Partial<IncomingResponse> | Error)[];

  const capturing = testConfig({
    app: { voiceUrl: "http://app.test/voice" },
    config: { captureDir: "calls" },
  });

  /** Captures one turn in which these answers come. */
  function capture(...answers: Answers) {
    return captureWith(() => capturing, ...answers);
  }

  async function captureWith(config: () => Config, ...answers: Answers) {
    const written = new Map<string, string | Uint8Array>();
    const left = [...answers];
    const fetch = async () => {
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body: new Uint8Array(), ...answer };
    };
    const outside = { fetch, now: Date.now } as unknown as Outside;
    const turn = {
      call: { callerIdNumber: "100", digits: {} },
      session: { callSid: "CA1", documents: 0 },
      state: { variables: { "a b": "c" } },
      setting: plainSetting("5.0", "https://app.test/"),
    } as unknown as Turn;
    const watched = createCapture(config, outside, async (path, content) => {
      written.set(path.replace("calls/CA1/", ""), content);
    })(turn, app as NonNullable<typeof app>);
    const request = { method: "GET", url: "http://app.test/voice?own=1&a+b=c&CallSid=CA1" } as const;
    for (const _ of answers)
      await watched.fetch({ ...request, headers: {}, limits: {} as never }).catch(() => {});
    await vi.waitFor(() => expect(written.size).toBeGreaterThan(2), 5000);
    const fixture = readFixture(written);
    const ask = answering(fixture.answers);
    return { written, fixture, ask: () => ask("GET", "/voice?own=1") };
  }

  const xml = { "content-type": "text/xml" };
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("a secret that came with a reload is not in it", async () => {
    const reloaded = { ...capturing, pivotKey: "the key of today" };
    const first = [capturing];
    const body = bytes("<Response><Say>the key of today</Say></Response>");
    const { written } = await captureWith(() => first.pop() ?? reloaded, { headers: xml, body });
    expect(written.get("answers/voice@own=1.xml")).toBe("<Response><Say>***</Say></Response>");
  });

  test("what is asked again and answered otherwise is numbered", async () => {
    const { written } = await capture(
      { headers: xml, body: bytes("<Response/>") },
      { headers: xml, body: bytes("<Response/>") },
      { headers: xml, body: bytes("<Response><Hangup/></Response>") },
    );
    await vi.waitFor(() => expect([...written.keys()]).toContain("answers/voice@own=1.3.xml"), 5000);
    expect(written.get("answers/voice@own=1.xml")).toBe("<Response/>");
    expect(written.has("answers/voice@own=1.2.xml")).toBe(false);
  });

  test("compressed documents of any charset become UTF-8", async () => {
    const body = gzipSync(
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><Response><Say>é</Say></Response>', "latin1"),
    );
    const { ask } = await capture({ headers: { ...xml, "content-encoding": "gzip" }, body });
    expect(ask()?.body).toBe('<?xml version="1.0"?><Response><Say>é</Say></Response>');
  });

  test.each([
    ["an error page", { status: 500, headers: xml, body: bytes("secret trace") }, { status: 500, body: "" }],
    ["no answer", new Error("reset"), { status: 502, body: "" }],
    [
      "a redirect",
      { status: 302, headers: { location: "http://app.test/menu" } },
      { status: 302, headers: { location: "/menu" } },
    ],
    [
      "audio",
      { headers: { "content-type": "audio/mpeg" }, body: new Uint8Array(100_000) },
      { status: 200, body: new Uint8Array(16_384) },
    ],
    [
      "a type that is no document",
      { headers: { "content-type": "application/json" }, body: bytes("{}") },
      { headers: { "content-type": "application/json" } },
    ],
  ])("%s is kept without what is not needed", async (_, answer, kept) => {
    expect((await capture(answer)).ask()).toMatchObject(kept);
  });

  test("a question for credentials is left out", async () => {
    const challenge = { status: 401, headers: { "www-authenticate": "Basic" } };
    const { ask } = await capture(challenge, { headers: xml, body: bytes("<Response/>") });
    expect(ask()).toMatchObject({ status: 200, time: 1 });
  });

  test("a call that is too long is cut, and says so", async () => {
    const long = { headers: xml, body: bytes(`<Response><Say>${"a".repeat(60_000)}</Say></Response>`) };
    const answers = Array.from({ length: 12 }, (_, index) => ({
      ...long,
      body: Buffer.concat([long.body, bytes(" ".repeat(index + 1))]),
    }));
    const { written } = await capture(...answers);
    await vi.waitFor(() => expect(String(written.get("call.txt"))).toContain("its end is missing"), 5000);
    const kept = [...written.keys()].filter((path) => path.startsWith("answers/"));
    expect(kept.length).toBe(8);
  });
});
