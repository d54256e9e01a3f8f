import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { IncomingResponse } from "../outside.ts";
import { documentText, MAX_AUDIO_BYTES, MAX_TEXT_BYTES, readDocument } from "./document.ts";

const url = "https://u:p@app.test/ivr/start";
const twiml = "<Response><Say>Hello</Say></Response>";

function response(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  status = 200,
): IncomingResponse {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return { status, headers: { "content-type": "text/xml", ...headers }, body: bytes };
}

test.each(["text/xml", "application/xml", "text/html", "TEXT/XML; charset=utf-8", "application/xml;x=1"])(
  "%s is TwiML",
  async (contentType) => {
    const document = await readDocument(url, response(twiml, { "content-type": contentType }));
    expect(document).toEqual({ url, kind: "twiml", contentType, body: Buffer.from(twiml) });
  },
);

test.each(["audio/mpeg", "audio/x-wav", "Audio/GSM; rate=8000"])("%s is audio", async (contentType) => {
  const document = await readDocument(url, response("RIFF", { "content-type": contentType }));
  expect(document.kind).toBe("audio");
});

test.each([
  ["<Response/>", "twiml"],
  ["<Response>\n</Response>", "twiml"],
  ['<?xml version="1.0"?><Response/>', "twiml"],
  ["\n <!-- menu --><Response/>", "twiml"],
  ["\ufeff<Response/>", "twiml"],
  ["<Responses/>", "speech"],
  ["Hello <Response/>", "speech"],
  ["Good morning.", "speech"],
])("plain text %j is %s", async (body, kind) => {
  const document = await readDocument(url, response(body, { "content-type": "text/plain" }));
  expect(document.kind).toBe(kind);
});

test.each([
  ["a status of 404", response(twiml, {}, 404), "app-status", 11200],
  ["a status of 500", response(twiml, {}, 500), "app-status", 11200],
  ["a status of 304", response("", {}, 304), "app-status", 11200],
  ["no Content-Type", response(twiml, { "content-type": "" }), "app-content-type", 11200],
  ["JSON", response("{}", { "content-type": "application/json; charset=utf-8" }), "app-content-type", 12300],
  ["an image", response("GIF", { "content-type": "image/gif" }), "app-content-type", 12300],
  ["nothing", response(""), "app-empty", 11770],
  ["nothing, compressed", response(gzipSync(""), { "content-encoding": "gzip" }), "app-empty", 11770],
  ["damaged gzip", response("no gzip", { "content-encoding": "gzip" }), "app-encoding", 11200],
  [
    "cut gzip",
    response(gzipSync(twiml).subarray(0, 20), { "content-encoding": "gzip" }),
    "app-encoding",
    11200,
  ],
  ["brotli", response(twiml, { "content-encoding": "br" }), "app-encoding", 11200],
  ["a byte too many", response("x".repeat(MAX_TEXT_BYTES + 1)), "app-too-large", 11750],
  [
    "a byte too many, compressed",
    response(gzipSync("x".repeat(MAX_TEXT_BYTES + 1)), { "content-encoding": "gzip" }),
    "app-too-large",
    11750,
  ],
  [
    "audio of a byte too many",
    response(new Uint8Array(MAX_AUDIO_BYTES + 1), { "content-type": "audio/wav" }),
    "app-too-large",
    11750,
  ],
])("an answer with %s fails and says so", async (_what, answer, code, twilioCode) => {
  await expect(readDocument(url, answer)).rejects.toMatchObject({
    code,
    twilioCode,
    url: "https://app.test/ivr/start",
    message: expect.stringMatching(/^https:\/\/app\.test\/ivr\/start .+: .+\.$/),
  });
});

test("a document of exactly 64 kB is read", async () => {
  const document = await readDocument(url, response(twiml.padEnd(65_536)));
  expect(document.body.length).toBe(65_536);
});

test("other statuses of success are read like 200", async () => {
  expect((await readDocument(url, response(twiml, {}, 201))).kind).toBe("twiml");
});

test("gzip is undone", async () => {
  for (const encoding of ["gzip", "X-GZIP"]) {
    const document = await readDocument(url, response(gzipSync(twiml), { "content-encoding": encoding }));
    expect(documentText(document)).toBe(twiml);
  }
});

const latin1 = Buffer.from("<Say>Zoë</Say>", "latin1");
const declared = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><Say>Zoë</Say>', "latin1");

test.each([
  ["UTF-8 by default", "text/xml", Buffer.from("Zoë")],
  ["the charset of the Content-Type", "text/xml; charset=iso-8859-1", latin1],
  ["a charset in quotes", 'text/xml;Charset="ISO-8859-1"', latin1],
  ["the XML declaration", "text/xml", declared],
  [
    "the charset before the XML declaration",
    "text/xml; charset=utf-8",
    Buffer.from('<?xml encoding="latin1"?>Zoë'),
  ],
  ["a byte order mark before the charset", "text/xml; charset=latin1", Buffer.from("\ufeffZoë")],
  ["UTF-16 with its mark", "text/xml", Buffer.from("\ufeffZoë", "utf16le")],
  ["UTF-8 where the charset does not exist", "text/xml; charset=klingon", Buffer.from("Zoë")],
])("text is decoded by %s", (_what, contentType, body) => {
  expect(documentText({ contentType, body })).toContain("Zoë");
});

test("a byte order mark is no part of the text", () => {
  expect(documentText({ contentType: "text/xml", body: Buffer.from("\ufeff<Response/>") })).toBe(
    "<Response/>",
  );
});
