import Fastify from "fastify";
import { Agent, request as fetchFrom } from "undici";

/** What twivot is measured against: the least that a proxy of this kind has to do. */
const [upstream] = process.argv.slice(2);
const agent = new Agent();
const server = Fastify();
server.removeAllContentTypeParsers();
server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
server.post("/pivot", async (request, reply) => {
  const answer = await fetchFrom(`${upstream}/voice`, {
    dispatcher: agent,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: String(request.body),
  });
  const text = await answer.body.text();
  return reply.header("connection", "close").header("content-type", "text/xml").send(text);
});
console.log(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
