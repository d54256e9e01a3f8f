import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { listenOnLoopback } from "./demo/store.ts";
import { sendOverHttp } from "./kazoo-over-http.ts";

const publicUrl = "http://twivot.test:8080";
const request = {
  method: "POST",
  url: `${publicUrl}/pivot?a=%20b`,
  headers: { "content-type": "application/json" },
  body: '{"é":1}',
} as const;

test("a request reaches where twivot listens, byte for byte, under the name that Kazoo knows", async () => {
  await using listener = await listenOnLoopback(async (incoming, response) => {
    const { method, url, headers } = incoming;
    const { host, connection } = headers;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, host, connection, body: await text(incoming) }));
  });
  const answer = await sendOverHttp({ publicUrl, url: listener.url }, request);
  expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
  expect(JSON.parse("body" in answer ? answer.body : "")).toEqual({
    method: "POST",
    url: "/pivot?a=%20b",
    host: "twivot.test:8080",
    connection: "close",
    body: request.body,
  });
});

test("a twivot that hangs up has given no answer", async () => {
  await using listener = await listenOnLoopback((incoming) => incoming.socket.destroy());
  const answer = await sendOverHttp({ publicUrl, url: listener.url }, request);
  expect(answer).toMatchObject({ failed: "socket hang up" });
});

test("an answer that breaks off is none", async () => {
  await using listener = await listenOnLoopback((incoming, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("{", () => incoming.socket.destroy());
  });
  const answer = await sendOverHttp({ publicUrl, url: listener.url }, request);
  expect(answer).toMatchObject({ failed: "aborted" });
});

test("a request to somebody else is not sent", async () => {
  const elsewhere = { ...request, url: "http://elsewhere.test/" };
  await expect(sendOverHttp({ publicUrl, url: "http://127.0.0.1:9" }, elsewhere)).rejects.toThrow(
    "Kazoo asked somebody else: http://elsewhere.test/",
  );
});
