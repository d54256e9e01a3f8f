import { expect, test } from "vitest";
import { cliWorld } from "../../test/cli-world.ts";
import { authToken, startApplication } from "../../test/support/application.ts";
import { keepingLog } from "../../test/support/twivot.ts";
import { createFetch } from "../http-client.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { runCli } from "./main.ts";

type Files = Readonly<Record<string, string>>;

const hello = {
  "fixtures/hello/call.txt": "voice: POST /voice\n",
  "fixtures/hello/answers/voice.xml": "<Response><Say>Hello.</Say></Response>",
};
const bye = {
  "fixtures/shop/bye/call.txt": "voice: POST /bye\nkazoo: 5.0\n",
  "fixtures/shop/bye/answers/bye.xml": "<Response><Hangup/></Response>",
};

/** Runs `twivot verify` on files in memory, and gives also what is there afterwards. */
async function verify(args: readonly string[], given: Files) {
  const files: Record<string, string> = { ...given };
  const read = (path: string) => files[path] ?? missing(path);
  const world = cliWorld({
    readFile: read,
    readBytes: (path) => Buffer.from(read(path)),
    readDirectory: (path) => {
      const below = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      return below.length === 0 ? missing(path) : below.map((file) => file.slice(path.length + 1)).sort();
    },
    writeFile: (path, content) => {
      if (path.startsWith("/full/")) throw new Error("no space left");
      files[path] = Buffer.from(content).toString();
    },
    openOutside: async () => {
      const fetch = createFetch();
      const randomBytes = (size: number) => new Uint8Array(size);
      return {
        fetch,
        now: () => 0,
        randomBytes,
        log: keepingLog([]),
        store: createMemoryStore(Date.now),
        hideSecretsOf: () => undefined,
        close: () => fetch.close(),
      };
    },
  });
  const exitCode = await runCli(["verify", ...args], world);
  return { exitCode, out: world.out(), err: world.err(), files };
}

function missing(path: string): never {
  throw new Error(`there is no ${path}`);
}

test("what --update records is found again, with exit code 0", async () => {
  const { files, exitCode } = await verify(["--update"], { ...hello, ...bye });
  expect(exitCode).toBe(0);
  expect(await verify([], files)).toMatchObject({
    exitCode: 0,
    out: [
      "exact         4.3, 5.0  hello",
      "exact         5.0       shop/bye",
      "2 fixtures, 3 calls: 3 exact.",
      "",
    ].join("\n"),
  });
});

test("a fixture that was not recorded gives exit code 1", async () => {
  const { exitCode, out } = await verify(["fixtures/hello", "--kazoo", "4.3"], hello);
  expect(exitCode).toBe(1);
  expect(out).toContain("stale         4.3       hello\n");
});

test("--filter and --kazoo leave out what was not asked for", async () => {
  const { out } = await verify(["--filter", "ell", "--kazoo=5.0", "--json"], { ...hello, ...bye });
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([{ fixture: "hello", kazoo: "5.0", verdict: "stale", problems: [] }]);
});

test("a fixture that cannot be read is told with its faults, and the others are verified", async () => {
  const broken = { "fixtures/broken/call.txt": "voise: POST /voice\n" };
  const { exitCode, out, err } = await verify(["--update"], { ...hello, ...broken });
  expect(exitCode).toBe(1);
  expect(err).toBe("broken/call.txt: line 1: voise: POST /voice is no header and no step\n");
  expect(out).toContain("exact         4.3, 5.0  hello");
});

test("--junit writes a file", async () => {
  const { files } = await verify(["--junit", "report.xml"], hello);
  expect(files["report.xml"]).toContain('tests="2" failures="2" errors="0"');
});

test("--summary prints Markdown only", async () => {
  const { out } = await verify(["--update", "--summary"], hello);
  expect(out).toMatch(/^1 call in \[fixtures\]\(fixtures\).*\n\n\| Kazoo \| exact \|\n/);
});

test.each([
  [["--kazoo", "4.2"], 2, '--kazoo="4.2" is not valid; it must be 4.3 or 5.0.'],
  [["--filter", "nothing"], 1, 'No fixture in fixtures has "nothing" in its name.'],
  [["elsewhere"], 1, "elsewhere cannot be read: there is no elsewhere"],
  [
    ["fixtures/hello/answers"],
    1,
    "fixtures/hello/answers holds no fixture: no file in it is named call.txt.",
  ],
  [["--application", "app"], 2, '--application="app" is not valid; it must be a URL with http://'],
  [["--application", "http://app.test/voice"], 2, "has a path; the fixtures name the paths."],
])("%j is exit code %i", async (args, exitCode, sentence) => {
  const result = await verify(args, hello);
  expect(result.exitCode).toBe(exitCode);
  expect(result.err).toContain(sentence);
});

test("a file that cannot be written is told", async () => {
  const { exitCode, err } = await verify(["--junit", "/full/report.xml"], hello);
  expect([exitCode, err]).toEqual([1, "/full/report.xml cannot be written: no space left\n"]);
});

test("a running application is recorded, and its record holds without it", async () => {
  await using application = await startApplication({
    "POST /voice": '<Response><Gather numDigits="1" action="/m"><Say>Press a key.</Say></Gather></Response>',
    "POST /m": (received) => `<Response><Say>You pressed ${received.parameters["Digits"]}.</Say></Response>`,
  });
  const call = {
    "fixtures/key/call.txt": 'voice: POST /voice\n\nhears "Press" wait 500ms press 7\n',
    token: authToken,
  };
  const args = ["--application", application.url, "--auth-token-file", "token"];
  const { files, exitCode } = await verify([...args, "--update"], call);
  expect(exitCode).toBe(0);
  expect(application.received.every(({ isSigned }) => isSigned)).toBe(true);
  expect(files["fixtures/key/answers/m.xml"]).toBe("<Response><Say>You pressed 7.</Say></Response>");
  expect(files["fixtures/key/transcript.txt"]).not.toContain(application.url);
  expect((await verify(args, files)).out).toContain("exact         4.3, 5.0  key\n");
  expect((await verify([], files)).out).toContain("exact         4.3, 5.0  key\n");
});

test("an application that has changed makes its record stale", async () => {
  const { files } = await verify(["--update"], hello);
  await using application = await startApplication({
    "/voice": "<Response><Say>Good evening.</Say></Response>",
  });
  const { exitCode, out, err } = await verify(["--application", application.url, "--kazoo=4.3"], files);
  expect(exitCode).toBe(1);
  expect(out).toContain('now:      00:00.020  hears      "Good evening." (man, en-US)');
  expect(err).toContain("warning: the requests carry no valid signature");
});
