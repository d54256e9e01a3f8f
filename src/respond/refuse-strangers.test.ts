import Fastify from "fastify";
import { expect, test } from "vitest";
import { PivotRequestError } from "../errors.ts";
import { refuseStrangers } from "./refuse-strangers.ts";

function serverFor(senders: readonly string[] | undefined, trustProxy: string[] = []) {
  const server = Fastify({ trustProxy });
  refuseStrangers(server, senders);
  server.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof PivotRequestError)) throw error;
    return reply.code(error.status).send({ code: error.code });
  });
  server.get("/*", async () => "ok");
  return (url: string, remoteAddress: string, forwarded?: string) =>
    server.inject({
      url,
      remoteAddress,
      headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    });
}

test("without networks everybody is served", async () => {
  expect((await serverFor(undefined)("/pivot", "203.0.113.9")).statusCode).toBe(200);
});

test("with networks others are refused, whatever they say about themselves", async () => {
  const ask = serverFor(["10.0.0.0/8"]);
  expect((await ask("/pivot", "10.1.1.1")).statusCode).toBe(200);
  expect((await ask("/pivot", "203.0.113.9")).json()).toEqual({ code: "sender-refused" });
  expect((await ask("/webhooks/kazoo", "203.0.113.9", "10.1.1.1")).statusCode).toBe(403);
});

test("a trusted proxy says who the sender is", async () => {
  const ask = serverFor(["10.0.0.0/8"], ["192.0.2.1"]);
  expect((await ask("/pivot", "192.0.2.1", "10.1.1.1")).statusCode).toBe(200);
  expect((await ask("/pivot", "192.0.2.1", "203.0.113.9")).statusCode).toBe(403);
});

test("applications may have recordings from anywhere", async () => {
  const ask = serverFor(["10.0.0.0/8"]);
  const path = "/2010-04-01/Accounts/AC0/Recordings/RE0.mp3";
  expect((await ask(path, "203.0.113.9")).statusCode).toBe(200);
});
