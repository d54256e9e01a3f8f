import { request } from "node:http";

/** What a load came to. */
export type Sample = { readonly requestsPerSecond: number; readonly p50Ms: number; readonly p99Ms: number };

export type Load = {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly seconds: number;
  /** Requests under way at once; with `ratePerSecond` at most. */
  readonly connections: number;
  /** Requests begun each second, whatever the answers do; without it, as many as there can be. */
  readonly ratePerSecond?: number;
};

/** Posts a form again and again, each time over a connection of its own, as Kazoo does with `connection: close`. */
export async function load({ ratePerSecond, ...rest }: Load): Promise<Sample> {
  const took: number[] = [];
  const endMs = performance.now() + rest.seconds * 1000;
  const one = async (dueMs: number) => {
    await post(rest);
    took.push(performance.now() - dueMs);
  };
  if (ratePerSecond === undefined) {
    const worker = async () => {
      while (performance.now() < endMs) await one(performance.now());
    };
    await Promise.all(Array.from({ length: rest.connections }, worker));
  } else {
    await atRate(ratePerSecond, endMs, one);
  }
  took.sort((a, b) => a - b);
  const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(took.length * q))] ?? Number.NaN;
  return { requestsPerSecond: took.length / rest.seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
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

function post({ port, path, body }: Pick<Load, "port" | "path" | "body">): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": body.length };
    const outgoing = request(
      { host: "127.0.0.1", port, path, method: "POST", headers, agent: false },
      (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`port ${port} answered ${answer.statusCode}`));
        answer.resume();
        answer.on("end", resolve);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
