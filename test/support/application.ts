import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import twilio from "twilio";

/** A request that the application got. */
export type Received = {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Those of the body, or of a GET's query. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the validator of the `twilio` package says of the signature. */
  readonly isSigned: boolean;
};

/** What the application answers: TwiML, or an answer of its own. */
export type Reply =
  | string
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    };

/** By method and path, `POST /voice`, or by path for both; a function sees the request. */
export type Routes = Readonly<Record<string, Reply | ((received: Received) => Reply | Promise<Reply>)>>;

export type Application = AsyncDisposable & {
  /** Without a slash at its end. */
  readonly url: string;
  readonly received: readonly Received[];
  /** `POST /voice`, a line for each request. */
  readonly requests: () => readonly string[];
};

/** The auth token that applications in tests check signatures with. */
export const authToken = "12345678901234567890123456789012";

/** A TwiML application on a real socket. What it has no route for is answered 404. */
export async function startApplication(routes: Routes): Promise<Application> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const one = await receive(request);
    received.push(one);
    const path = one.url.split("?")[0];
    const route = routes[`${one.method} ${one.url}`] ?? routes[`${one.method} ${path}`] ?? routes[`${path}`];
    answer(
      response,
      typeof route === "function" ? await route(one) : (route ?? { status: 404, body: "not found" }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    requests: () => received.map(({ method, url }) => `${method} ${url}`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function receive(request: IncomingMessage): Promise<Received> {
  const { method = "", url = "", headers } = request;
  const body = await text(request);
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  const parameters = Object.fromEntries(method === "POST" ? new URLSearchParams(body) : query);
  const signed = String(headers["x-twilio-signature"]);
  const form = method === "POST" ? parameters : {};
  const isSigned = twilio.validateRequest(authToken, signed, `http://${headers.host}${url}`, form);
  return { method, url, headers, body, parameters, isSigned };
}

function answer(response: ServerResponse, reply: Reply): void {
  const whole = typeof reply === "string" ? { body: reply } : reply;
  const { status = 200, headers = {}, body = "" } = whole;
  const type = typeof reply === "string" ? { "content-type": "text/xml; charset=utf-8" } : {};
  response.writeHead(status, { "content-length": Buffer.byteLength(body), ...type, ...headers }).end(body);
}
