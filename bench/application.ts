import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { documents } from "./documents.ts";

/** The TwiML application of the bench. It answers any path with the document that the caller's name asks for. */
const server = createServer(async (request, response) => {
  const [, name = ""] = /Caller(?:-ID-)?Name=(\w+)/.exec(await text(request)) ?? [];
  const document = name === "story" || name === "book" ? documents[name] : documents.menu;
  response.writeHead(200, { "content-type": "text/xml", "content-length": Buffer.byteLength(document) });
  response.end(document);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
