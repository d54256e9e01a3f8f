import { once } from "node:events";
import { connect } from "node:net";

/** What a load came to. */
export type Sample = { readonly requestsPerSecond: number; readonly p50Ms: number; readonly p99Ms: number };

export type Load = {
  /** Where a server of this machine listens. */
  readonly port: number;
  /** The request that is sent, as it is on the wire, by its number from 0. */
  readonly request: (count: number) => Uint8Array;
  readonly seconds: number;
  /** Requests under way at once, where `ratePerSecond` is not given. */
  readonly connections: number;
  /** Requests begun each second, whatever the answers do; without it, as many as there can be. */
  readonly ratePerSecond?: number;
};

/** Sends requests again and again, each over a connection of its own, as Kazoo does with `connection: close`. */
export async function load({ port, request, seconds, connections, ratePerSecond }: Load): Promise<Sample> {
  const took: number[] = [];
  const endMs = performance.now() + seconds * 1000;
  let count = 0;
  const one = async (dueMs: number) => {
    await exchange(port, request(count++));
    took.push(performance.now() - dueMs);
  };
  if (ratePerSecond === undefined) {
    const worker = async () => {
      while (performance.now() < endMs) await one(performance.now());
    };
    await Promise.all(Array.from({ length: connections }, worker));
  } else {
    await atRate(ratePerSecond, endMs, one);
  }
  took.sort((a, b) => a - b);
  const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(took.length * q))] ?? Number.NaN;
  return { requestsPerSecond: took.length / seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

/** Latency counts from when a request was due, so that waiting for a slow server is not left out. */
async function atRate(
  ratePerSecond: number,
  endMs: number,
  one: (dueMs: number) => Promise<void>,
): Promise<void> {
  const startMs = performance.now();
  const underWay: Promise<void>[] = [];
  for (let count = 0; ; count += 1) {
    const dueMs = startMs + (count * 1000) / ratePerSecond;
    if (dueMs >= endMs) break;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    underWay.push(one(dueMs));
  }
  await Promise.all(underWay);
}

/** A POST of a form as Kazoo sends it, as it is on the wire. */
export function post(path: string, form: string): Uint8Array {
  const head = [
    `POST ${path} HTTP/1.1`,
    "host: twivot.test",
    "content-type: application/x-www-form-urlencoded",
    `content-length: ${Buffer.byteLength(form)}`,
    "connection: close",
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${form}`);
}

/**
 * One request over a connection of its own, and its answer up to the end of the connection. It is done by hand since
 * Node's HTTP client takes more time than the servers do that it would measure.
 *
 * @throws {Error} where the answer is not 200.
 */
export async function exchange(port: number, request: Uint8Array): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  const chunks: Uint8Array[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.write(request);
  await once(socket, "close");
  const answer = Buffer.concat(chunks).toString("latin1");
  if (!answer.startsWith("HTTP/1.1 200 ")) throw new Error(`port ${port} answered ${answer.slice(0, 500)}`);
  return answer;
}
