import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { type AllowsHost, allowedHosts } from "./allowed-hosts.ts";
import { createConnecting } from "./connecting.ts";
import { failureOf } from "./http-failure.ts";
import { isMetadataAddress, lookupSafely, metadataRefused } from "./metadata-address.ts";
import {
  ExchangeError,
  type ExchangeFailure,
  type IncomingResponse,
  type OutgoingRequest,
  type Outside,
} from "./outside.ts";
import { joinUrl, splitUrl } from "./twiml/resolve-url.ts";

/** Below the 2 seconds after which common application servers hang up on an idle connection. */
const KEEP_ALIVE_MS = 1_500;

/** Connections that nobody waits for any longer are given up after this. */
const ABANDONED_CONNECT_MS = 15_000;

/**
 * The real `fetch`: HTTP/1.1 over connections that are kept for each origin. Metadata addresses of clouds, and hosts
 * that are not allowed, are refused as `bad-url`.
 *
 * `close` ends all connections; exchanges under way fail with `reset`.
 */
export function createFetch(
  allows: AllowsHost = allowedHosts(undefined),
): Outside["fetch"] & { close(): Promise<void> } {
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, allowH2: false, headersTimeout: 0, bodyTimeout: 0 };
  const connecting = createConnecting();
  const connect = buildConnector({ timeout: ABANDONED_CONNECT_MS, allowH2: false, lookup: lookupSafely });
  const named = new Agent({ ...options, connect: connecting.watch(connect) });
  const unnamed = new Agent({ ...options, connect: connecting.watch(connectWithoutName) });
  const fetch = (request: OutgoingRequest) => {
    const isUnnamed = !request.limits.serverName && /^https:/i.test(request.url);
    return exchange(isUnnamed ? unnamed : named, request, allows);
  };
  return Object.assign(fetch, {
    close: async () => {
      const destroyed = Promise.all([named.destroy(), unnamed.destroy()]);
      connecting.end();
      await destroyed;
    },
  });
}

/** TLS without SNI. The certificate must still be one for the host. */
function connectWithoutName(to: buildConnector.Options, callback: buildConnector.Callback): Socket {
  const port = Number(to.port || 443);
  const socket = connectTls({ host: to.hostname, port, lookup: lookupSafely, ALPNProtocols: ["http/1.1"] });
  socket.setTimeout(ABANDONED_CONNECT_MS, () => socket.destroy(new Error("the handshake took too long")));
  const failed = (error: Error) => callback(error, null);
  socket.once("error", failed);
  socket.once("secureConnect", () => {
    socket.setTimeout(0).off("error", failed);
    callback(null, socket);
  });
  return socket;
}

function exchange(agent: Agent, request: OutgoingRequest, allows: AllowsHost): Promise<IncomingResponse> {
  return new Promise((resolve, reject) => {
    const target = targetOf(request, allows);
    new Exchange(request, resolve, reject).start(agent, target);
  });
}

type Target = { readonly origin: string; readonly path: string; readonly host: string };

/** Where a request goes. Path and query stay as written, so does the host where it means the same. */
function targetOf({ url }: OutgoingRequest, allows: AllowsHost): Target {
  if (!URL.canParse(url)) throw new ExchangeError("bad-url", "not a URL");
  const parsed = new URL(url);
  if (isMetadataAddress(parsed.hostname)) throw metadataRefused(parsed.hostname);
  if (!allows(parsed.hostname)) {
    throw new ExchangeError("bad-url", `${parsed.hostname} is not in TWIVOT_ALLOWED_HOSTS`);
  }
  const { host = "", port, path, query } = splitUrl(url);
  const written = port === undefined ? host : `${host}:${port}`;
  const requested = { scheme: undefined, userinfo: undefined, host: undefined, port: undefined, query };
  return {
    origin: parsed.origin,
    path: joinUrl({ ...requested, path: path === "" ? "/" : path, fragment: undefined }),
    host: written.toLowerCase() === parsed.host ? written : parsed.host,
  };
}

/** One exchange as undici tells it, with timers of its own: undici's are a second coarse. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest;
  readonly #resolve: (response: IncomingResponse) => void;
  readonly #reject: (error: ExchangeError) => void;
  readonly #chunks: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #total: NodeJS.Timeout | undefined;
  #connecting: NodeJS.Timeout | undefined;
  #reading: NodeJS.Timeout | undefined;
  #failure: ExchangeError | undefined;
  #status = 0;
  #headers: IncomingResponse["headers"] = {};
  #bytesLeft = 0;

  constructor(
    request: OutgoingRequest,
    resolve: (response: IncomingResponse) => void,
    reject: (error: ExchangeError) => void,
  ) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(agent: Agent, { origin, path, host }: Target): void {
    const { method, headers, body = null, limits } = this.#request;
    this.#total = this.#failAfter(limits.totalTimeoutMs, "total-timeout");
    this.#connecting = this.#failAfter(limits.connectTimeoutMs, "connect-timeout");
    agent.dispatch({ origin, path, method, headers: { host, ...headers }, body }, this);
  }

  /** The request goes out on a connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) {
      controller.abort(this.#failure);
      return;
    }
    clearTimeout(this.#connecting);
    clearTimeout(this.#reading);
    this.#reading = this.#failAfter(this.#request.limits.readTimeoutMs, "read-timeout");
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingResponse["headers"],
  ): void {
    this.#reading?.refresh();
    this.#status = status;
    this.#headers = headers;
    const contentType = headers["content-type"];
    this.#bytesLeft = this.#request.limits.maxBodyBytes(
      typeof contentType === "object" ? contentType[0] : contentType,
    );
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#reading?.refresh();
    this.#bytesLeft -= chunk.length;
    if (this.#bytesLeft < 0) this.#fail(new ExchangeError("too-large", "the body is larger than allowed"));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#stopTimers();
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(
      error instanceof ExchangeError ? error : new ExchangeError(failureOf(error), error.message, error),
    );
  }

  #failAfter(delayMs: number, failure: ExchangeFailure): NodeJS.Timeout {
    return setTimeout(() => this.#fail(new ExchangeError(failure, `${delayMs} ms are over`)), delayMs);
  }

  #fail(error: ExchangeError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#stopTimers();
    this.#controller?.abort(error);
    this.#reject(error);
  }

  #stopTimers(): void {
    for (const timer of [this.#total, this.#connecting, this.#reading]) clearTimeout(timer);
  }
}
