import { readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createMemoryStore } from "../src/store/memory-store.ts";
import { StoreError } from "../src/store/store.ts";
import { recordingSid } from "../src/twilio/sids.ts";
import { plainPlatform } from "../src/verbs/platform.ts";
import { mp3Bytes, wavBytes } from "./support/audio-bytes.ts";
import {
  accountSid,
  authToken,
  newUpload,
  type RecordingsServer,
  sendRaw,
  startRecordings,
} from "./support/recordings-server.ts";
import { startS3 } from "./support/s3.ts";
import { testSecrets } from "./support/twivot.ts";

/** What Kazoo puts, what comes of it, and what the application gets: over real sockets, byte by byte. */

const mp3 = mp3Bytes(4);

function put(url: string, body: Uint8Array, type = "audio/mpeg"): Promise<Response> {
  return fetch(url, { method: "PUT", body, headers: { "content-type": type } });
}

/** Puts a recording of a new call; `path` is where the application gets it. */
async function putNew(server: RecordingsServer, body: Uint8Array = mp3, type?: string) {
  const upload = newUpload();
  const answer = await put(`${server.uploadUrl(upload)}/call@10.0.0.1.mp3`, body, type);
  const sid = recordingSid(upload.parameters["CallSid"] ?? "", 1, testSecrets);
  return { upload, answer, sid, path: `${server.url}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}` };
}

/** All files that are kept, whole or not. */
async function filesOf({ directory }: RecordingsServer): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

test("a recording that Kazoo puts is had under Twilio's path, byte for byte", async () => {
  await using server = await startRecordings();
  const { answer, sid, path } = await putNew(server);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("connection")).toBe("close");
  expect(await answer.json()).toEqual({ recording: { sid, seconds: 4, status: "completed" } });
  for (const url of [path, `${path}.mp3`]) {
    const got = await fetch(url);
    expect(got.status).toBe(200);
    expect(got.headers.get("content-type")).toBe("audio/mpeg");
    expect(Buffer.from(await got.arrayBuffer())).toEqual(mp3);
  }
});

test("a file of record_call is taken at the URL with a query, by POST too", async () => {
  await using server = await startRecordings();
  const url = `${server.uploadUrl(newUpload(), "record_call")}call_recording_a%2Fb.wav&from=%2B15005550006`;
  const answer = await fetch(url, {
    method: "POST",
    body: wavBytes(2),
    headers: { "content-type": "audio/x-wav" },
  });
  expect(await answer.json()).toMatchObject({ recording: { seconds: 2, status: "completed" } });
});

test.each(["50%@10.0.0.1", "%zz%C3%28", "a/b/../c", "a?b=c&d", "a%2Fb;c,(d)"])(
  "a Call-ID of %s is no hindrance",
  async (callId) => {
    await using server = await startRecordings();
    const path = `${new URL(server.uploadUrl()).pathname}/${callId}.mp3`;
    const head = `PUT ${path} HTTP/1.1\r\nhost: twivot\r\ncontent-length: ${mp3.length}\r\n\r\n`;
    expect(await sendRaw(server.url, [head, mp3])).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test.each([
  ["audio/mpeg", mp3, ".mp3"],
  ["audio/mp3", mp3, ".mp3"],
  ["audio/wav", wavBytes(4), ".wav"],
  ["audio/x-wav", wavBytes(4), ".wav"],
  ["application/octet-stream", wavBytes(4), ".wav"],
  ["application/octet-stream", mp3, ".mp3"],
  // The bytes tell, whatever the name of the file made of it.
  ["audio/mpeg", wavBytes(4), ".wav"],
])("what comes as %s is kept as what it is", async (type, bytes, extension) => {
  await using server = await startRecordings();
  const { answer, path } = await putNew(server, bytes, type);
  expect(answer.status).toBe(200);
  const got = await fetch(`${path}${extension}`);
  expect(Buffer.from(await got.arrayBuffer())).toEqual(bytes);
});

test("an upload of unknown length and without a type is taken", async () => {
  await using server = await startRecordings();
  const head = `PUT ${new URL(server.uploadUrl()).pathname} HTTP/1.1\r\nhost: twivot\r\ntransfer-encoding: chunked\r\n\r\n`;
  const parts = [head, `${mp3.length.toString(16)}\r\n`, mp3, "\r\n0\r\n\r\n"];
  expect(await sendRaw(server.url, parts)).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
  ["a token of nobody", "foreign", "token-foreign"],
  [
    "a token of another secret",
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
    "token-foreign",
  ],
])("%s is refused", async (_what, token, code) => {
  await using server = await startRecordings();
  const answer = await put(`${server.url}/recordings/u/${token}/x.mp3`, mp3);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { code } });
  expect(await filesOf(server)).toEqual([]);
});

test("an upload a day and a half late is refused", async () => {
  await using server = await startRecordings();
  const answer = await put(server.uploadUrl({ leftAtMs: Date.now() - 36 * 3_600_000 - 1_000 }), mp3);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { code: "token-expired" } });
});

test.each([
  ["text/html", mp3],
  ["multipart/form-data; boundary=x", mp3],
  ["nonsense", mp3],
  ["audio/mpeg", Buffer.from("<html>".repeat(100))],
])("what comes as %s and is no audio is refused, and nothing is kept", async (type, bytes) => {
  await using server = await startRecordings();
  const { answer } = await putNew(server, bytes, type);
  expect(answer.status).toBe(415);
  expect(await answer.json()).toMatchObject({ error: { code: "recording-type" } });
  expect(await filesOf(server)).toEqual([]);
});

test("a file that says that it is too large is refused before it comes", async () => {
  await using server = await startRecordings({ recordings: { maxBytes: 10_000 } });
  const head = `PUT ${new URL(server.uploadUrl()).pathname} HTTP/1.1\r\nhost: twivot\r\ncontent-length: 10001\r\n\r\n`;
  const answer = await sendRaw(server.url, [head]);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain("recording-too-large");
});

test("a file that is too large without saying so is refused, and nothing is kept", async () => {
  await using server = await startRecordings({ recordings: { maxBytes: 10_000 } });
  const head = `PUT ${new URL(server.uploadUrl()).pathname} HTTP/1.1\r\nhost: twivot\r\ntransfer-encoding: chunked\r\n\r\n`;
  const answer = await sendRaw(server.url, [head, `${mp3.length.toString(16)}\r\n`, mp3, "\r\n0\r\n\r\n"]);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(await filesOf(server)).toEqual([]);
});

test("an upload that is cut leaves nothing, and the next one works", async () => {
  await using server = await startRecordings();
  const upload = newUpload();
  const url = server.uploadUrl(upload);
  const head = `PUT ${new URL(url).pathname} HTTP/1.1\r\nhost: twivot\r\ncontent-length: ${mp3.length}\r\n\r\n`;
  await sendRaw(server.url, [head, mp3.subarray(0, 5_000)], { isCut: true });
  await vi.waitUntil(() => server.logged.some(({ content }) => codeOf(content) === "recording-cut"));
  expect(await filesOf(server)).toEqual([]);
  expect(server.sent).toEqual([]);
  expect((await put(url, mp3)).status).toBe(200);
  expect(server.sent).toHaveLength(1);
});

test("an upload of which nothing more comes is given up", async () => {
  await using server = await startRecordings({ silenceMs: 50 });
  const head = `PUT ${new URL(server.uploadUrl()).pathname} HTTP/1.1\r\nhost: twivot\r\ncontent-length: ${mp3.length}\r\n\r\n`;
  await sendRaw(server.url, [head, mp3.subarray(0, 5_000)]);
  await vi.waitUntil(() => server.logged.some(({ content }) => codeOf(content) === "recording-cut"));
  expect(await filesOf(server)).toEqual([]);
});

test("a second upload of a recording changes nothing and tells nobody", async () => {
  await using server = await startRecordings();
  const upload = newUpload();
  const first = await put(server.uploadUrl(upload), mp3);
  const second = await put(server.uploadUrl(upload), wavBytes(9), "audio/wav");
  expect(second.status).toBe(200);
  expect(await second.json()).toEqual(await first.json());
  expect(server.sent).toHaveLength(1);
  expect(await filesOf(server)).toHaveLength(1);
});

test("several of Kazoo's nodes may put a recording at once: one of them counts", async () => {
  await using server = await startRecordings();
  const url = server.uploadUrl(newUpload());
  const answers = await Promise.all(Array.from({ length: 8 }, () => put(url, mp3)));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(server.sent).toHaveLength(1);
  expect(await filesOf(server)).toHaveLength(1);
});

test.each([
  ["no bytes", Buffer.alloc(0)],
  ["no audio", wavBytes(0)],
])("a recording of %s is absent", async (_what, bytes) => {
  await using server = await startRecordings();
  const { answer, path } = await putNew(server, bytes);
  expect(await answer.json()).toMatchObject({ recording: { seconds: 0, status: "absent" } });
  expect(server.sent.map(({ parameters }) => parameters["RecordingStatus"])).toEqual(["absent"]);
  expect((await fetch(path)).status).toBe(404);
  expect(await filesOf(server)).toEqual([]);
});

test("a disk that fails is told to Kazoo, which tries again, and to the operator", async () => {
  await using server = await startRecordings();
  const url = server.uploadUrl(newUpload());
  await rm(server.directory, { recursive: true });
  await writeFile(server.directory, "no directory");
  const answer = await put(url, mp3);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ error: { code: "recording-storage" } });
  expect(server.logged).toContainEqual(expect.objectContaining({ level: "error" }));
  await rm(server.directory);
  expect((await put(url, mp3)).status).toBe(200);
});

test("a recording is kept and told of although the store has failed, and no call waits for ever", async () => {
  const gone = () => Promise.reject(new StoreError(new Error("ECONNREFUSED")));
  const store = { ...createMemoryStore(Date.now), get: gone, add: gone };
  await using server = await startRecordings({ store, patience: { awaitMs: 60 } });
  const { answer, path } = await putNew(server);
  expect(answer.status).toBe(200);
  expect((await fetch(path)).status).toBe(200);
  expect(server.sent).toHaveLength(1);
  expect(await server.recordings.awaitRecorded("CA1", 1, accountSid)).toMatchObject({ duration: undefined });
  expect(server.logged.map(({ content }) => codeOf(content))).toContain("recording-state-lost");
});

test("a recording that is there is told to the application with all of its parameters", async () => {
  await using server = await startRecordings();
  const { sid } = await putNew(server);
  expect(server.sent).toMatchObject([
    {
      app: { name: "default" },
      url: "http://app.example/status",
      method: "POST",
      parameters: { RecordingSid: sid, RecordingStatus: "completed", RecordingDuration: "4" },
    },
  ]);
});

test("a call that waits for its recording gets it as soon as it is there", async () => {
  await using server = await startRecordings({ patience: { pollMs: 10_000, awaitMs: 10_000 } });
  const upload = newUpload();
  const callSid = upload.parameters["CallSid"] ?? "";
  const awaited = server.recordings.awaitRecorded(callSid, 1, accountSid);
  await sleep(30);
  const startedMs = performance.now();
  await put(server.uploadUrl(upload), mp3);
  const sid = recordingSid(callSid, 1, testSecrets);
  expect(await awaited).toEqual({
    sid,
    url: `http://twivot.test:8080/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`,
    duration: 4,
  });
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test("a call gets a recording that came to another replica", async () => {
  const store = createMemoryStore(Date.now);
  await using one = await startRecordings({ store });
  await using other = await startRecordings({ store, directory: one.directory });
  const upload = newUpload();
  const awaited = other.recordings.awaitRecorded(upload.parameters["CallSid"] ?? "", 1, accountSid);
  await put(one.uploadUrl(upload), mp3);
  expect(await awaited).toMatchObject({ duration: 4 });
});

test("a call whose recording does not come in time goes on without its duration", async () => {
  await using server = await startRecordings({ patience: { awaitMs: 60 } });
  const recorded = await server.recordings.awaitRecorded("CA1", 3, accountSid);
  expect(recorded).toMatchObject({ sid: recordingSid("CA1", 3, testSecrets), duration: undefined });
});

const action = { url: "http://app.example/recorded", method: "POST" } as const;

test("where Kazoo does not come back, the action is requested once, by one replica", async () => {
  const store = createMemoryStore(Date.now);
  await using one = await startRecordings({ store });
  await using other = await startRecordings({ store, directory: one.directory });
  const upload = newUpload({ action });
  await Promise.all([put(one.uploadUrl(upload), mp3), put(other.uploadUrl(upload), mp3)]);
  await vi.waitUntil(() => [...one.sent, ...other.sent].length === 2);
  await sleep(100);
  const sent = [...one.sent, ...other.sent].filter(({ url }) => url === action.url);
  expect(sent).toMatchObject([
    { method: "POST", parameters: { CallStatus: "completed", Digits: "hangup", RecordingDuration: "4" } },
  ]);
});

test("where Kazoo comes back before or after the file, the action is left to the call", async () => {
  await using server = await startRecordings();
  const [before, after] = [newUpload({ action }), newUpload({ action })];
  const awaited = server.recordings.awaitRecorded(before.parameters["CallSid"] ?? "", 1, accountSid);
  await put(server.uploadUrl(before), mp3);
  await awaited;
  await put(server.uploadUrl(after), mp3);
  await server.recordings.awaitRecorded(after.parameters["CallSid"] ?? "", 1, accountSid);
  await sleep(150);
  expect(server.sent.filter(({ url }) => url === action.url)).toEqual([]);
});

test("a call that comes back late still gets its recording", async () => {
  await using server = await startRecordings();
  const upload = newUpload({ action });
  await put(server.uploadUrl(upload), mp3);
  await vi.waitUntil(() => server.sent.some(({ url }) => url === action.url));
  const late = await server.recordings.awaitRecorded(upload.parameters["CallSid"] ?? "", 1, accountSid);
  expect(late).toMatchObject({ duration: 4 });
});

test("a server that closes decides about hang-ups first", async () => {
  const server = await startRecordings({ patience: { hangUpMs: 150 } });
  await put(server.uploadUrl(newUpload({ action })), mp3);
  await server[Symbol.asyncDispose]();
  expect(server.sent.map(({ url }) => url)).toContain(action.url);
});

test("an empty recording with a hang-up has its action only where that is configured", async () => {
  const platform = { ...plainPlatform("4.3"), recordEmpty: "action" } as const;
  for (const [app, expected] of [
    [{}, 0],
    [{ platform }, 1],
  ] as const) {
    const server = await startRecordings({ app });
    await put(server.uploadUrl(newUpload({ action })), wavBytes(0));
    await server[Symbol.asyncDispose]();
    expect(server.sent.filter(({ url }) => url === action.url)).toHaveLength(expected);
  }
});

test("the format that is not there is not found, and the answer says which is", async () => {
  await using server = await startRecordings();
  const { path, sid } = await putNew(server);
  const answer = await fetch(`${path}.wav`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    error: { code: "recording-format", message: expect.stringContaining(`${sid}.mp3`) },
  });
});

test.each(["RE1", `RE${"0".repeat(32)}`, `RE${"0".repeat(32)}.mp3`, "..%2F..%2Fetc%2Fpasswd", "incoming"])(
  "there is no recording %s",
  async (name) => {
    await using server = await startRecordings();
    const answer = await fetch(`${server.url}/2010-04-01/Accounts/${accountSid}/Recordings/${name}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: "recording-unknown" } });
  },
);

test("another account has no such recording", async () => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  expect((await fetch(path.replace(accountSid, `AC${"9".repeat(32)}`))).status).toBe(404);
});

test("HEAD gives the headers alone", async () => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  const answer = await fetch(path, { method: "HEAD" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-length")).toBe(String(mp3.length));
  expect(answer.headers.get("accept-ranges")).toBe("bytes");
  expect(answer.headers.get("etag")).toMatch(/^".+"$/);
  expect(Date.parse(answer.headers.get("last-modified") ?? "")).toBeGreaterThan(Date.now() - 60_000);
  expect(await answer.text()).toBe("");
});

test.each([
  ["bytes=0-99", 0, 99],
  ["bytes=100-", 100, mp3.length - 1],
  ["bytes=-10", mp3.length - 10, mp3.length - 1],
])("a piece %s is given as such", async (range, start, end) => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  const answer = await fetch(path, { headers: { range } });
  expect(answer.status).toBe(206);
  expect(answer.headers.get("content-range")).toBe(`bytes ${start}-${end}/${mp3.length}`);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(mp3.subarray(start, end + 1));
});

test("several pieces at once are answered by the whole", async () => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  const answer = await fetch(path, { headers: { range: "bytes=0-1,4-5" } });
  expect(answer.status).toBe(200);
  expect((await answer.arrayBuffer()).byteLength).toBe(mp3.length);
});

test("a piece behind the end is refused with the true length", async () => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  const answer = await fetch(path, { headers: { range: `bytes=${mp3.length}-` } });
  expect(answer.status).toBe(416);
  expect(answer.headers.get("content-range")).toBe(`bytes */${mp3.length}`);
  expect(await answer.json()).toMatchObject({ error: { code: "recording-range" } });
});

test("a piece of an earlier file is answered by the whole of this one", async () => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  const ask = (ifRange: string) => fetch(path, { headers: { range: "bytes=0-9", "if-range": ifRange } });
  const { headers } = await fetch(path, { method: "HEAD" });
  expect((await ask('"another"')).status).toBe(200);
  expect((await ask(headers.get("etag") ?? "")).status).toBe(206);
  expect((await ask(headers.get("last-modified") ?? "")).status).toBe(206);
});

test("who has the recording already is told that it is unchanged", async () => {
  await using server = await startRecordings();
  const { path } = await putNew(server);
  const { headers } = await fetch(path, { method: "HEAD" });
  const etag = headers.get("etag") ?? "";
  const since = headers.get("last-modified") ?? "";
  const ask = async (given: Record<string, string>) => (await fetch(path, { headers: given })).status;
  expect(await ask({ "if-none-match": `"other", W/${etag}` })).toBe(304);
  expect(await ask({ "if-none-match": "*" })).toBe(304);
  expect(await ask({ "if-modified-since": since })).toBe(304);
  expect(await ask({ "if-none-match": '"other"', "if-modified-since": since })).toBe(200);
  expect(await ask({ "if-modified-since": new Date(0).toUTCString() })).toBe(200);
});

const credentials = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;

test("where recordings ask for credentials, only the application gets them", async () => {
  await using server = await startRecordings({ recordings: { auth: true } });
  const { path } = await putNew(server);
  const refused = await fetch(path);
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toBe('Basic realm="Twilio API"');
  expect(await refused.json()).toMatchObject({ error: { code: "recording-auth" } });
  expect((await fetch(path, { headers: { authorization: credentials } })).status).toBe(200);
});

test("a recording can be deleted by the application, and by nobody else", async () => {
  await using server = await startRecordings();
  const { upload, path } = await putNew(server);
  expect((await fetch(path, { method: "DELETE" })).status).toBe(401);
  const remove = () => fetch(path, { method: "DELETE", headers: { authorization: credentials } });
  expect((await remove()).status).toBe(204);
  expect((await fetch(path)).status).toBe(404);
  expect((await remove()).status).toBe(404);
  await put(server.uploadUrl(upload), mp3);
  expect((await fetch(path)).status).toBe(404);
});

test("recordings older than they are kept are gone after a start", async () => {
  await using server = await startRecordings();
  const old = await putNew(server);
  const young = await putNew(server);
  const longAgo = new Date(Date.now() - 31 * 24 * 3_600_000);
  await utimes(join(server.directory, accountSid, `${old.sid}.mp3`), longAgo, longAgo);
  await using next = await startRecordings({ directory: server.directory });
  await vi.waitUntil(() => next.logged.some(({ message }) => message === "recordings deleted"));
  expect((await fetch(old.path)).status).toBe(404);
  expect((await fetch(young.path)).status).toBe(200);
});

test("a directory that cannot be used is told at the start", async () => {
  await using server = await startRecordings();
  const file = join(server.directory, "file");
  await writeFile(file, "");
  await using broken = await startRecordings({ directory: file });
  await vi.waitUntil(() => broken.logged.some(({ content }) => codeOf(content) === "recording-storage"));
});

test("recordings in a bucket are put, fetched in pieces and deleted alike", async () => {
  await using s3 = await startS3();
  await using server = await startRecordings({ recordings: { store: s3.store } });
  const { answer, path } = await putNew(server);
  expect(await answer.json()).toMatchObject({ recording: { seconds: 4, status: "completed" } });
  const whole = await fetch(path);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(mp3);
  const piece = await fetch(`${path}.mp3`, { headers: { range: "bytes=10-19" } });
  expect([piece.status, Buffer.from(await piece.arrayBuffer())]).toEqual([206, mp3.subarray(10, 20)]);
  const { status } = await fetch(path, { method: "DELETE", headers: { authorization: credentials } });
  expect(status).toBe(204);
  expect((await fetch(path)).status).toBe(404);
});

function codeOf(content: unknown): unknown {
  return (content as { readonly code?: unknown }).code;
}
