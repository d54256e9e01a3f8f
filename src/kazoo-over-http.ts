import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { KazooAnswer, KazooRequest } from "./simulator/kazoo/call.ts";

/** Where a twivot is: what it calls itself towards Kazoo, and where it really listens. Without a slash at the end. */
export type Listening = { readonly publicUrl: string; readonly url: string };

/** On the virtual clock an answer comes at once, however long it really took. */
const TOOK_MS = 1;

/**
 * Sends a request of the pretend Kazoo to a twivot, over a connection of its own as Kazoo has it (httpc). The public
 * name leads to where twivot listens, so that no name server is needed.
 *
 * @throws {Error} when Kazoo asks somebody else.
 */
export async function sendOverHttp(
  { publicUrl, url }: Listening,
  request: KazooRequest,
): Promise<KazooAnswer> {
  if (!request.url.startsWith(publicUrl)) throw new Error(`Kazoo asked somebody else: ${request.url}`);
  const { hostname, port } = new URL(url);
  const outgoing = httpRequest({
    hostname,
    port,
    path: request.url.slice(publicUrl.length),
    method: request.method,
    headers: {
      host: new URL(publicUrl).host,
      ...request.headers,
      "content-length": Buffer.byteLength(request.body),
    },
    agent: false,
  });
  outgoing.end(request.body);
  try {
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    const { statusCode: status = 0, headers } = response;
    return { status, headers, body: await text(response), tookMs: TOOK_MS };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error), tookMs: TOOK_MS };
  }
}
