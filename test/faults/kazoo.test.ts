import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenBox } from "../../src/continuation/token.ts";
import { createFetch } from "../../src/http-client.ts";
import { type Upload, uploadUrl } from "../../src/recordings/upload.ts";
import { buildServer } from "../../src/server.ts";
import { createMemoryStore } from "../../src/store/memory-store.ts";
import { type Application, type Routes, startApplication } from "../support/application.ts";
import { askPivot, modulesOf, wayBack } from "../support/ask-pivot.ts";
import { wavBytes } from "../support/audio-bytes.ts";
import { newUpload } from "../support/recordings-server.ts";
import { keepingLog, startTwivot, type Twivot, testConfig } from "../support/twivot.ts";
import { hello, menu } from "./broken-application.ts";
import { expectNothingLeft, expectNothingLeftAtEnd, resources } from "./leaks.ts";

/** What comes from where Kazoo should be. */
expectNothingLeftAtEnd();

const form = "Account-ID=0123456789abcdef0123456789abcdef&Call-ID=call-1&From=%2B15005550006&To=15005550010";
const pivot = (body: string, headers = "") =>
  `POST /pivot HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

type House = AsyncDisposable & { readonly application: Application; readonly twivot: Twivot };

async function start(routes: Routes = { "/voice": hello }, deadlineMs = 4_500): Promise<House> {
  const application = await startApplication(routes);
  const app = { voiceUrl: `${application.url}/voice` };
  const twivot = await startTwivot({ app, config: { deadlineMs } });
  return {
    application,
    twivot,
    [Symbol.asyncDispose]: async () => {
      await twivot[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

function open({ url }: Twivot): Socket {
  // Connections break here, which is what these tests are about.
  return connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
}

/** All that comes back for some bytes. */
async function send(twivot: Twivot, bytes: string | Uint8Array): Promise<string> {
  const socket = open(twivot);
  socket.write(bytes);
  return text(socket).catch(() => "");
}

/** The call after a fault is served as ever. */
async function expectServing({ twivot }: House): Promise<void> {
  expect(modulesOf(await askPivot(twivot))).toEqual(["tts", "hangup"]);
}

function bugs({ twivot }: House): readonly unknown[] {
  return twivot.logged.filter(({ level }) => level === "error");
}

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((json) => Buffer.from(json)),
  fc
    .array(fc.constantFrom("&", "=", "[", "]", "%", "+", "a", "Call-ID", "Account-ID", "\0", "é"), {
      maxLength: 200,
    })
    .map((parts) => Buffer.from(parts.join(""))),
);
const types = fc.constantFrom("application/x-www-form-urlencoded", "application/json", "text/xml", "x", "");

test("a body of garbage is a refusal with a code, and no bug", async () => {
  await using house = await start();
  const property = fc.asyncProperty(bodies, types, async (body, type) => {
    const head = `POST /pivot HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`;
    const answer = await send(house.twivot, Buffer.concat([Buffer.from(head), body]));
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d [\s\S]*\{"error":\{"code":"pivot-/);
  });
  await fc.assert(property, { numRuns: 150 });
  expect(bugs(house)).toEqual([]);
  expect(house.application.requests()).toEqual([]);
  await expectServing(house);
});

test.each([
  ["zeros", Buffer.alloc(10_000)],
  ["random bytes", randomBytes(10_000)],
  ["a TLS handshake", Buffer.from("16030100a5010000a10303", "hex")],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["two lengths", "POST /pivot HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"],
  [
    "a length and chunks",
    "POST /pivot HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
])("a head that is %s is a 400, and the connection is closed", async (_name, bytes) => {
  await using house = await start();
  expect(await send(house.twivot, bytes)).toMatch(/^HTTP\/1\.1 400 /);
  await expectServing(house);
});

test("a body of 100 MB is refused at its head, and the connection is closed", async () => {
  await using house = await start();
  const answer = await send(house.twivot, pivot("").replace("length: 0", "length: 100000000"));
  expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*"pivot-too-large"/);
  await expectServing(house);
});

test("of requests that are sent without waiting the first one is answered, and the connection is closed", async () => {
  await using house = await start();
  const answer = await send(house.twivot, pivot(form) + pivot(form) + pivot(form));
  expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  await expectServing(house);
});

test("a request that comes twice, one after the other, is answered twice alike", async () => {
  await using house = await start({ "/voice": menu, "/menu": hello });
  const at = wayBack(await askPivot(house.twivot));
  const ask = () => askPivot(house.twivot, { at, parameters: { "Digits[g1]": "1" } });
  expect([modulesOf(await ask()), modulesOf(await ask())]).toEqual([
    ["tts", "hangup"],
    ["tts", "hangup"],
  ]);
});

test("a request that comes twice at once is answered twice alike", async () => {
  await using house = await start({ "/voice": menu, "/menu": () => sleep(50, hello) });
  const at = wayBack(await askPivot(house.twivot));
  const ask = () => askPivot(house.twivot, { at, parameters: { "Digits[g1]": "1" } });
  const answers = await Promise.all([ask(), ask()]);
  expect(answers.map(modulesOf)).toEqual([
    ["tts", "hangup"],
    ["tts", "hangup"],
  ]);
  expect(bugs(house)).toEqual([]);
});

test("a late answer that is asked for twice at once is given twice, and the application asked once", async () => {
  await using house = await start({ "/voice": () => sleep(400, hello) }, 150);
  const at = wayBack(await askPivot(house.twivot));
  const collect = async () => {
    let answer = await askPivot(house.twivot, { at });
    while (modulesOf(answer)[0] === "sleep") answer = await askPivot(house.twivot, { at: wayBack(answer) });
    return modulesOf(answer);
  };
  expect(await Promise.all([collect(), collect()])).toEqual([
    ["tts", "hangup"],
    ["tts", "hangup"],
  ]);
  expect(house.application.requests()).toEqual(["POST /voice"]);
});

test.each([
  ["in the middle of the head", pivot(form).slice(0, 30)],
  ["in the middle of the body", pivot(form).slice(0, -10)],
])("where Kazoo disappears %s the application is not asked, and nothing is left", async (_name, bytes) => {
  const before = resources();
  const house = await start();
  const socket = open(house.twivot);
  socket.write(bytes, () => socket.resetAndDestroy());
  await once(socket, "close");
  await expectServing(house);
  expect(house.application.requests()).toEqual(["POST /voice"]);
  expect(bugs(house)).toEqual([]);
  await house[Symbol.asyncDispose]();
  await expectNothingLeft(before);
});

test("where Kazoo disappears while the application is asked, its answer is dropped, and nothing is left", async () => {
  const before = resources();
  const house = await start({ "/voice": () => sleep(100, hello) });
  const socket = open(house.twivot);
  socket.write(pivot(form), () => setTimeout(() => socket.resetAndDestroy(), 50));
  await once(socket, "close");
  await expectServing(house);
  expect(bugs(house)).toEqual([]);
  await house[Symbol.asyncDispose]();
  await expectNothingLeft(before);
});

/** Ten seconds for a head and for a body are 300 ms here. */
async function startImpatient() {
  const fetch = createFetch();
  const directory = await mkdtemp(join(tmpdir(), "twivot-slow-"));
  const recordings = {
    store: { kind: "directory", directory },
    auth: false,
    keepDays: 30,
    maxBytes: 1_000_000,
  } as const;
  const config = testConfig({ app: { voiceUrl: "http://127.0.0.1:1/" }, config: { recordings } });
  const box = createTokenBox<Upload>(config.secrets, "upload");
  const url = uploadUrl(newUpload(), "record_caller", { box, config });
  const outside = {
    fetch,
    now: Date.now,
    randomBytes,
    log: keepingLog([]),
    store: createMemoryStore(Date.now),
  };
  const server = buildServer(() => config, outside, { slowSenderMs: 300 });
  await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    port: (server.server.address() as AddressInfo).port,
    uploadPath: new URL(url).pathname,
    close: async () => {
      await server.close();
      await fetch.close();
      await rm(directory, { recursive: true });
    },
  };
}

test.each([
  ["says nothing", "", ""],
  ["sends its head a byte at a time", "POST /pivot HTTP/1.1\r\nx: ", "y"],
  ["sends its body a byte at a time", pivot("x".repeat(1_000)).slice(0, -900), "y"],
])("a sender that %s is cut off, and Kazoo is served", async (_name, begin, more) => {
  const { port, close } = await startImpatient();
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  socket.write(begin);
  const timer = setInterval(() => socket.write(more), 20);
  const begun = performance.now();
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(timer);
  expect(performance.now() - begun).toBeLessThan(3_000);
  await close();
});

test("a twivot that is told to stop ends, although somebody holds a connection and says nothing", async () => {
  const { port, close } = await startImpatient();
  const silent = connect(port, "127.0.0.1").on("error", () => undefined);
  await once(silent, "connect");
  const begun = performance.now();
  await close();
  expect(performance.now() - begun).toBeLessThan(3_000);
  silent.destroy();
});

test("an upload may take longer than other requests", async () => {
  const { port, close, uploadPath } = await startImpatient();
  const audio = wavBytes(1);
  const socket = connect(port, "127.0.0.1");
  const answer = text(socket);
  socket.write(`PUT ${uploadPath} HTTP/1.1\r\nhost: x\r\ncontent-length: ${audio.length}\r\n\r\n`);
  for (let sent = 0; sent < audio.length; sent += 2_000) {
    socket.write(audio.subarray(sent, sent + 2_000));
    await sleep(100);
  }
  expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
  await close();
});
