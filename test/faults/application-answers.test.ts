import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { operatorsApology, playCall } from "../support/kazoo.ts";
import {
  answerOf,
  type BrokenApplication,
  hello,
  type Misbehave,
  startBroken,
} from "./broken-application.ts";
import { expectNothingLeft, expectNothingLeftAtEnd, resources } from "./leaks.ts";
import {
  apology,
  appTimeoutMs,
  expectAtOnce,
  expectInTime,
  marginMs,
  meetFault,
  startHurried,
  unhurried,
} from "./meet-fault.ts";

/** Applications that answer, but wrongly. Times are scaled: see meet-fault.ts. */

expectNothingLeftAtEnd();

const MEGABYTE = 1024 * 1024;
const zipped = gzipSync(hello);
const gzip = { "content-encoding": "gzip" };
const write =
  (...parts: readonly (string | Uint8Array)[]): Misbehave =>
  (socket) =>
    socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
const end =
  (...parts: readonly (string | Uint8Array)[]): Misbehave =>
  (socket) =>
    socket.end(Buffer.concat(parts.map((part) => Buffer.from(part))));
const status = (line: string, headers = "") =>
  write(
    `HTTP/1.1 ${line}\r\n${headers}content-type: text/xml\r\ncontent-length: ${hello.length}\r\n\r\n${hello}`,
  );

/** Sends as much as the other side takes. */
function flood(head: string, chunk: string, bytes: number): Misbehave {
  return (socket) => {
    const piece = Buffer.from(chunk);
    let left = bytes;
    const more = () => {
      while (left > 0 && !socket.destroyed) {
        left -= piece.length;
        if (!socket.write(piece)) return void socket.once("drain", more);
      }
      socket.end();
    };
    socket.write(head);
    more();
  };
}

const kilobyte = "x".repeat(1024);
const xml = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n";

/** What fails at once: the name, what the application does, the code in the log. */
const atOnce: readonly [string, Misbehave, string][] = [
  ["closes the connection without a word", (socket) => socket.end(), "app-reset"],
  ["resets the connection", (socket) => socket.resetAndDestroy(), "app-reset"],
  ["names a length that is too long", end(answerOf(hello, { "content-length": "500" })), "app-reset"],
  ["names a length that is too short", write(answerOf(hello, { "content-length": "20" })), "twiml-malformed"],
  ["names a length that is no number", write(answerOf(hello, { "content-length": "x" })), "app-protocol"],
  ["names two lengths", write(`${xml}content-length: 5\r\ncontent-length: 6\r\n\r\nabcdef`), "app-protocol"],
  [
    "names a length and is chunked",
    write(`${xml}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n`),
    "app-protocol",
  ],
  [
    "sends a chunk of no size",
    write(`${xml}transfer-encoding: chunked\r\n\r\nzz\r\n${hello}`),
    "app-protocol",
  ],
  ["ends between two chunks", end(`${xml}transfer-encoding: chunked\r\n\r\n5\r\n<Resp\r\n`), "app-reset"],
  ["answers as HTTP/0.9", end(hello), "app-protocol"],
  ["answers zeros", write(Buffer.alloc(4_096)), "app-protocol"],
  ["answers as another server", write("220 mail.example ESMTP\r\n"), "app-protocol"],
  ["sends a header without an end", flood(`${xml}x: `, kilobyte, 10 * MEGABYTE), "app-protocol"],
  ["sends headers without an end", flood(xml, `x-${"y".repeat(500)}: z\r\n`, 10 * MEGABYTE), "app-protocol"],
  [
    "says that it has 100 MB",
    flood(`${xml}content-length: ${100 * MEGABYTE}\r\n\r\n`, kilobyte, 100 * MEGABYTE),
    "app-too-large",
  ],
  [
    "sends 100 MB in chunks",
    flood(`${xml}transfer-encoding: chunked\r\n\r\n`, `400\r\n${kilobyte}\r\n`, 100 * MEGABYTE),
    "app-too-large",
  ],
  ["sends 100 MB and no length", flood(`${xml}\r\n`, kilobyte, 100 * MEGABYTE), "app-too-large"],
  ["says gzip and sends none", write(answerOf(hello, gzip)), "app-encoding"],
  ["cuts its gzip short", write(answerOf(zipped.subarray(0, -9), gzip)), "app-encoding"],
  ["damages its gzip", write(answerOf(Buffer.from(zipped).fill(0, 15, 25), gzip)), "app-encoding"],
  [
    "sends a bomb of 100 MB in 100 kB",
    write(answerOf(gzipSync(Buffer.alloc(100 * MEGABYTE)), gzip)),
    "app-too-large",
  ],
  ["answers nothing", write(answerOf("")), "app-empty"],
  ["is overloaded (503, Retry-After)", status("503 Service Unavailable", "retry-after: 1\r\n"), "app-status"],
  ["has had enough (429, Retry-After)", status("429 Too Many Requests", "retry-after: 1\r\n"), "app-status"],
  ["has a bug (500)", status("500 Internal Server Error"), "app-status"],
  ["redirects to itself", status("307 Temporary Redirect", "location: ?\r\n"), "app-redirects"],
  ["redirects to nowhere", status("302 Found", "location: http://[\r\n"), "app-redirect-invalid"],
];

test.each(atOnce)(
  "an application that %s at the first request is a 502: the operator's own child runs",
  async (_name, misbehave, code) => {
    await using application = await startBroken(misbehave);
    const outcome = await meetFault(application, unhurried);
    expect(outcome).toMatchObject({
      heard: [operatorsApology, "ended by platform"],
      statuses: [502],
      codes: [code],
    });
    expectAtOnce(outcome);
    expectLittleRead(application);
  },
);

test.each(atOnce)("an application that %s later in a call is an apology", async (_name, misbehave, code) => {
  await using application = await startBroken(misbehave, "/menu");
  const outcome = await meetFault(application, unhurried);
  expect(outcome).toMatchObject({
    heard: ["Press 1 (cut)", apology, "ended by platform"],
    statuses: [200, 200],
    codes: [code],
  });
  expectAtOnce(outcome);
  expectLittleRead(application);
});

/** What the kernel holds on its way comes on top of what twivot reads. */
function expectLittleRead(application: BrokenApplication): void {
  expect(application.bytesSent()).toBeLessThan(12 * MEGABYTE);
}

function drip(everyMs: number, part: (index: number) => Uint8Array | string): Misbehave {
  return (socket) => {
    let index = 0;
    const timer = setInterval(() => {
      socket.write(part(index));
      index += 1;
    }, everyMs);
    socket.once("close", () => clearInterval(timer));
  };
}

const whole = answerOf(hello);

/** What only the application's time ends. */
const late: readonly [string, Misbehave][] = [
  ["says nothing", () => undefined],
  ["answers a byte at a time", drip(40, (index) => whole.subarray(index, index + 1))],
  ["says again and again that it will answer", drip(20, () => "HTTP/1.1 103 Early Hints\r\n\r\n")],
  [
    "sends a body without an end, slowly",
    (socket: Socket, request: string) => {
      socket.write(`${xml}\r\n`);
      drip(20, () => " ")(socket, request);
    },
  ],
];

test.each(late)(
  "an application that %s is given up after its time: the caller hears the apology",
  async (_name, misbehave) => {
    await using application = await startBroken(misbehave);
    const begun = performance.now();
    const outcome = await meetFault(application);
    expect(outcome).toMatchObject({ heard: [apology, "ended by platform"], codes: ["app-timeout"] });
    expect([...new Set(outcome.statuses)]).toEqual([200]);
    expectInTime(outcome);
    expect(performance.now() - begun).toBeLessThan(appTimeoutMs + 2 * marginMs);
    expect(application.requests).toHaveLength(1);
  },
);

/** Which byte it is that a call is about: it stands in the name of the caller. */
const byteOf = (request: string) => Number(/CallerName=(\d+)/.exec(request)?.[1]);

async function playAll(misbehave: Misbehave, times = {}): Promise<readonly (readonly string[])[]> {
  const before = resources();
  const application = await startBroken(misbehave);
  const twivot = await startHurried(`${application.url}/voice`, times);
  const calls = Array.from({ length: whole.length + 1 }, (_, byte) =>
    playCall(twivot, { facts: { callId: `call-${byte}`, callerIdName: String(byte) } }),
  );
  const heard = (await Promise.all(calls)).map((played) => played.heard);
  await twivot[Symbol.asyncDispose]();
  await application[Symbol.asyncDispose]();
  await expectNothingLeft(before);
  return heard;
}

/** What each call ends with, but the last, whose answer is whole. */
const allBut = (failed: string) =>
  Array.from({ length: whole.length + 1 }, (_, byte) => [
    byte === whole.length ? "Hello" : failed,
    "ended by platform",
  ]);

test("an application that stalls is given up after its time, whichever byte it stalls at", async () => {
  const heard = await playAll((socket, request) => socket.write(whole.subarray(0, byteOf(request))));
  expect(heard).toEqual(allBut(apology));
});

test("an application that closes is a 502, whichever byte it closes at", async () => {
  const heard = await playAll((socket, request) => socket.end(whole.subarray(0, byteOf(request))), unhurried);
  expect(heard).toEqual(allBut(operatorsApology));
});

test("an application that resets is a 502, whichever byte it resets at", async () => {
  const heard = await playAll((socket, request) => {
    const part = whole.subarray(0, byteOf(request));
    if (part.length === whole.length) socket.write(part);
    else socket.write(part, () => socket.resetAndDestroy());
  }, unhurried);
  expect(heard).toEqual(allBut(operatorsApology));
});
