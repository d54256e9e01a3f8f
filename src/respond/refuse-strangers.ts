import type { FastifyInstance } from "fastify";
import { PivotRequestError } from "../errors.ts";
import { type InNetworks, networks } from "../networks.ts";

/** What the application asks for itself: recordings, and audio that Kazoo's media servers fetch. */
const forEverybody = /^\/(?:2010-04-01|media)\//;

/**
 * Refuses requests that do not come from Kazoo's networks, where those are known. Behind a proxy the sender is who the
 * proxy says, if the proxy is trusted (`TWIVOT_TRUSTED_PROXIES`).
 */
export function refuseStrangers(server: FastifyInstance, senders: readonly string[] | undefined): void {
  if (senders === undefined) return;
  const isKazoo: InNetworks = networks(senders);
  server.addHook("onRequest", async (request) => {
    if (forEverybody.test(request.url) || isKazoo(request.ip)) return;
    const message = `Requests from ${request.ip} are not taken: add it to TWIVOT_ALLOWED_SENDERS if it is Kazoo's.`;
    throw new PivotRequestError("sender-refused", message, { status: 403 });
  });
}
