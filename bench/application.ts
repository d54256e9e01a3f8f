import { createServer } from "node:http";

/** The TwiML application of the bench: a menu, always the same. */
const document = `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Gather action="/menu" numDigits="1">
    <Say voice="alice">Welcome to the store. For opening hours, press 1. For orders, press 2.</Say>
  </Gather>
  <Say>We did not receive any input.</Say>
  <Redirect>/voice</Redirect>
</Response>`;

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/xml", "content-length": Buffer.byteLength(document) });
    response.end(document);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("ready"));
