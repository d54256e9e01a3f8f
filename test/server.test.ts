import { createConnection } from "node:net";
import { text as readAll } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { OutgoingRequest } from "../src/outside.ts";
import { type Reply, startApplication } from "./support/application.ts";
import { askPivot, modulesOf, wayBack } from "./support/ask-pivot.ts";
import { startTwivot, type TwivotOptions } from "./support/twivot.ts";

/** What Kazoo, or whoever poses as it, gets from the public listener, over real sockets. */
const menu = '<Response><Gather numDigits="1" action="/menu"><Say>Press 1</Say></Gather></Response>';
const bye = "<Response><Hangup/></Response>";

async function start(options: Omit<TwivotOptions, "app"> = {}, first: Reply = menu) {
  const application = await startApplication({ "/voice": first, "/menu": bye });
  const twivot = await startTwivot({ app: { voiceUrl: `${application.url}/voice` }, ...options });
  return {
    application,
    twivot,
    [Symbol.asyncDispose]: async () => {
      await twivot[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

test.each(["Call-ID", "Account-ID"])("a request without %s is told which field is missing", async (field) => {
  await using house = await start();
  const answer = await askPivot(house.twivot, { parameters: { [field]: undefined } });
  expect(answer.status).toBe(400);
  expect(answer.json).toEqual({
    error: { code: "pivot-field-missing", message: expect.stringContaining(field), field },
  });
  expect(house.application.received).toEqual([]);
});

test.each([
  ["/pivot/nobody", "app-unknown"],
  ["/pivot/constructor", "app-unknown"],
  ["/", "not-found"],
  ["/pivots", "not-found"],
  ["/pivot/default/more", "not-found"],
])("%s is answered 404 %s", async (at, code) => {
  await using house = await start();
  const answer = await askPivot(house.twivot, { at });
  expect(answer.status).toBe(404);
  expect(answer.json).toMatchObject({ error: { code } });
});

test.each(["/pivot", "/pivot/", "/pivot/default"])("%s is the default application", async (at) => {
  await using house = await start();
  expect((await askPivot(house.twivot, { at })).status).toBe(200);
});

test.each(["", "?key=", "?key=wrong", "?KEY=right"])(
  "with the query %j the key is not given, and the application is not asked",
  async (query) => {
    await using house = await start({ config: { pivotKey: "right" } });
    for (const at of [`/pivot${query}`, `/pivot/c/token${query}`]) {
      const answer = await askPivot(house.twivot, { at });
      expect(answer.status).toBe(403);
      expect(answer.json).toMatchObject({ error: { code: "pivot-key" } });
    }
    expect(house.application.received).toEqual([]);
  },
);

test("a body over the limit is too large", async () => {
  await using house = await start();
  const body = "x".repeat(256 * 1024 + 1);
  const answer = await askPivot(house.twivot, { body });
  expect(answer.status).toBe(413);
  expect(answer.json).toMatchObject({ error: { code: "pivot-too-large" } });
});

test("a head over the limit is refused, in the same form", async () => {
  await using house = await start();
  const answer = await askPivot(house.twivot, { at: `/pivot/c/${"x".repeat(129 * 1024)}` });
  expect(answer.status).toBe(413);
  expect(answer.headers).toMatchObject({ connection: "close", "content-type": "application/json" });
  expect(answer.json).toMatchObject({ error: { code: "pivot-too-large" } });
});

test("what is no HTTP is refused, in the same form", async () => {
  await using house = await start();
  const socket = createConnection(Number(new URL(house.twivot.url).port), "127.0.0.1");
  socket.write("HELLO\r\n\r\n");
  const answer = await readAll(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*\r\nconnection: close\r\n/s);
  expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ error: { code: "pivot-http" } });
});

const large = { body: "x".repeat(300_000) };
const picture = { headers: { "content-type": "image/png" }, body: "png" };
const brokenJson = { headers: { "content-type": "application/json" }, body: "{" };

test.each([
  ["a flow", 200, {}],
  ["a flow by GET", 200, { method: "GET" }],
  ["a field that is missing", 400, { parameters: { "Call-ID": undefined } }],
  ["JSON that is broken", 400, brokenJson],
  ["a token that is none", 403, { at: "/pivot/c/x" }],
  ["nothing there", 404, { at: "/elsewhere" }],
  ["no such audio", 404, { at: "/media/x.mp3", method: "GET" }],
  ["another method", 404, { method: "DELETE" }],
  ["a body that is too large", 413, large],
  ["a body of another kind", 415, picture],
])("%s is an answer of %i, whole, after which the connection is closed", async (_name, status, ask) => {
  await using house = await start();
  const { headers, body, ...answer } = await askPivot(house.twivot, ask);
  expect(answer.status).toBe(status);
  expect(headers).toMatchObject({
    connection: "close",
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
  });
  expect(headers).not.toHaveProperty("transfer-encoding");
});

test("an application that fails is a 502 of the same form", async () => {
  await using house = await start({}, { status: 500 });
  const { status, headers, json } = await askPivot(house.twivot);
  expect(status).toBe(502);
  expect(headers).toMatchObject({ connection: "close", "content-type": "application/json" });
  expect(json).toMatchObject({ error: { code: "app-status" } });
});

test("a flow is ASCII, whatever is spoken and whatever is accepted", async () => {
  await using house = await start({}, "<Response><Say>Grüße, 你好 😀 \u0085</Say></Response>");
  const { body, headers, json } = await askPivot(house.twivot, {
    headers: { accept: "text/html", "accept-encoding": "gzip, br" },
  });
  expect(body).toMatch(/^[ -~]+$/);
  expect(headers).not.toHaveProperty("content-encoding");
  expect(json).toMatchObject({ module: "tts", data: { text: "Grüße, 你好 😀" } });
});

test.each([
  ["a redirect", { status: 302, headers: { location: "/menu" } }],
  ["no content", { status: 204 }],
  ["created", { status: 201, headers: { "content-type": "text/xml" }, body: menu }],
  ["busy", { status: 503, headers: { "retry-after": "1" } }],
])("%s of the application does not become one of twivot", async (_name, reply) => {
  await using house = await start({}, reply);
  const { status, headers } = await askPivot(house.twivot);
  expect([200, 502]).toContain(status);
  expect(headers).not.toHaveProperty("location");
  expect(headers).not.toHaveProperty("retry-after");
});

test("a bug is logged and heard as the apology, with status 200", async () => {
  const bug = new Error("boom");
  await using house = await start({ outside: { fetch: () => Promise.reject(bug) } });
  const answer = await askPivot(house.twivot);
  expect(answer.status).toBe(200);
  expect(modulesOf(answer)).toEqual(["tts", "hangup"]);
  expect(house.twivot.logged).toMatchObject([
    { level: "error", content: { err: bug, callId: expect.anything() } },
  ]);
});

test("audio that the application answers with is played from twivot, where Kazoo can fetch it", async () => {
  const body = Buffer.from([0x49, 0x44, 0x33, 0xff, 0x00]);
  await using house = await start({}, { headers: { "content-type": "audio/mpeg" }, body });
  const answer = await askPivot(house.twivot);
  expect(answer.json).toMatchObject({ module: "play", children: { _: { module: "hangup" } } });
  const { id } = (answer.json as { data: { id: string } }).data;
  expect(id).toMatch(/^http:\/\/twivot\.test:8080\/media\/[0-9a-f]{32}\.mp3$/);
  const fetched = await fetch(id.replace(house.twivot.publicUrl, house.twivot.url));
  expect(fetched.status).toBe(200);
  expect(fetched.headers.get("content-type")).toBe("audio/mpeg");
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(body);
});

test("plain text that the application answers with is spoken", async () => {
  await using house = await start({}, { headers: { "content-type": "text/plain" }, body: "Hello <there>" });
  expect((await askPivot(house.twivot)).json).toMatchObject({
    module: "tts",
    data: { text: "Hello <there>" },
  });
});

test("redirects without end go on through Kazoo after 20 documents, and end after 1,000", async () => {
  const asked: OutgoingRequest[] = [];
  const body = new TextEncoder().encode("<Response><Redirect/></Response>");
  await using twivot = await startTwivot({
    app: { voiceUrl: "http://app.test/voice" },
    outside: {
      fetch: async (request) => {
        asked.push(request);
        return { status: 200, headers: { "content-type": "text/xml" }, body };
      },
    },
  });
  let answer = await askPivot(twivot);
  for (let requests = 1; requests < 50; requests += 1) {
    expect(asked).toHaveLength(20 * requests);
    expect(modulesOf(answer)).toEqual(["sleep", "pivot"]);
    answer = await askPivot(twivot, { at: wayBack(answer) });
  }
  expect(asked).toHaveLength(1000);
  expect(modulesOf(answer)).toEqual(["tts", "hangup"]);
  expect(twivot.logged.at(-1)).toMatchObject({ level: "warn", content: { code: "too-many-documents" } });
});
