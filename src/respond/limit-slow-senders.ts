import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Uploads of recordings are long, and have a limit of their own. */
const upload = /^\/recordings\//;

/**
 * Ends connections on which no whole request has come in time, whether there is nothing, half a head or half a body; of
 * an upload the head must be there. Node's own limits know no uploads, and once a server closes they end nothing, so
 * that one silent connection would keep it from stopping.
 */
export function limitSlowSenders(server: FastifyInstance, ms: number): void {
  const timers = new WeakMap<Socket, NodeJS.Timeout>();
  const isInTime = (socket: Socket) => clearTimeout(timers.get(socket));
  server.server.on("connection", (socket: Socket) => {
    timers.set(socket, setTimeout(() => socket.destroy(), ms).unref());
    socket.once("close", () => isInTime(socket));
  });
  server.addHook("onRequest", ({ raw }, _reply, done) => {
    if (upload.test(raw.url ?? "")) isInTime(raw.socket);
    done();
  });
  server.addHook("preHandler", ({ raw }, _reply, done) => {
    isInTime(raw.socket);
    done();
  });
}
