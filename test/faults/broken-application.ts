import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** What an application does with a request that has come whole, in the place of an answer. */
export type Misbehave = (socket: Socket, request: string) => unknown;

/** An application that misbehaves, on a real socket. */
export type BrokenApplication = AsyncDisposable & {
  /** Without a slash at its end. */
  readonly url: string;
  /** First lines of the requests. */
  readonly requests: readonly string[];
  /** How many connections are open. */
  readonly open: () => number;
  /** Bytes that it could send, over all connections. */
  readonly bytesSent: () => number;
};

export const hello = "<Response><Say>Hello</Say><Hangup/></Response>";
export const menu = '<Response><Gather numDigits="1" action="/menu"><Say>Press 1</Say></Gather></Response>';

/** A whole answer of 200 with TwiML. */
export function answerOf(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Buffer {
  const all = {
    "content-type": "text/xml",
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join("\r\n")}\r\n\r\n`), Buffer.from(body)]);
}

type Options = {
  /** The document where it does not misbehave. */
  readonly otherwise?: string;
  /** What it does with a connection before the first byte. */
  readonly greet?: (socket: Socket) => void;
};

/** Starts one. It misbehaves at a path; at every other it asks for a key, or answers what is given. */
export async function startBroken(
  misbehave: Misbehave,
  at = "/voice",
  { otherwise = menu, greet = () => undefined }: Options = {},
): Promise<BrokenApplication> {
  const requests: string[] = [];
  return {
    ...(await listen((socket, request) => {
      const [line = ""] = request.split("\r\n", 1);
      requests.push(line);
      if (line.split(/[ ?]/)[1] === at) misbehave(socket, request);
      else socket.write(answerOf(otherwise));
    }, greet)),
    requests,
  };
}

async function listen(
  act: Misbehave,
  greet: (socket: Socket) => void,
): Promise<Omit<BrokenApplication, "requests">> {
  const sockets = new Set<Socket>();
  let closedBytes = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      closedBytes += socket.bytesWritten;
    });
    // Peers give up, which is what these tests are about.
    socket.on("error", () => undefined);
    greet(socket);
    readRequests(socket, act);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => sockets.size,
    bytesSent: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, closedBytes),
    [Symbol.asyncDispose]: () => close(server, sockets),
  };
}

/** Requests as they come, with their bodies, which have a length. */
function readRequests(socket: Socket, act: Misbehave): void {
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
    const head = text.indexOf("\r\n\r\n");
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (head < 0 || text.length < head + 4 + length) return;
    const request = text;
    text = "";
    act(socket, request);
  });
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, "close");
}
