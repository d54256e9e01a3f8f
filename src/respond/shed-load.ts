import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { node, pivotTo } from "../callflow/build.ts";
import type { Config } from "../config.ts";
import { TwivotError } from "../errors.ts";
import type { Tell } from "../happening.ts";
import type { Log } from "../outside.ts";
import { type Answer, apologyAnswer, errorAnswer, flowAnswer } from "./answer.ts";
import { query } from "./links.ts";

/** How much is too much, beside the number of requests, which is configured. */
export type LoadLimits = {
  /** Mean delay of the event loop beyond which no new call is taken, in milliseconds. */
  readonly startDelayMs: number;
  /** Beyond which calls that are there must wait. Kazoo hears nothing for five seconds at most. */
  readonly goOnDelayMs: number;
  /** How often the event loop is looked at. Two looks in a row decide, so that one collection of garbage does not. */
  readonly lookEveryMs: number;
};

const usualLimits: LoadLimits = { startDelayMs: 300, goOnDelayMs: 1_500, lookEveryMs: 500 };

/** Calls that are there are served up to so many times the configured number of requests. */
const ROOM_TO_GO_ON = 2;

/** How long Kazoo waits before it tries again; in a second its bucket gets back what the two nodes cost (kz_buckets). */
const PAUSE_MS = 1_000;

/** A call that has waited so often ends. */
const MAX_PAUSES = 10;

type World = {
  readonly config: () => Pick<Config, "maxRequests" | "onAppError" | "kazooVersion" | "publicUrl">;
  readonly outside: { readonly log: Log };
  readonly tell?: Tell;
};

/**
 * Sheds load before it is worked on: beyond `maxRequests` of Kazoo's requests at once, or where the event loop lags, a
 * new call is refused at once with 503 `overloaded`, so that the `_` child of the operator's pivot node runs. A call
 * that is there is served up to twice the number; beyond it Kazoo sleeps a second and comes to the same URL again, ten
 * times at most, and then the caller hears the apology. There is never a `Retry-After`: Kazoo would ask again without
 * end (httpc).
 *
 * ```
 * sleep → pivot (the same URL)
 * ```
 */
export function shedLoad(server: FastifyInstance, world: World, changed: Partial<LoadLimits> = {}): void {
  const limits = { ...usualLimits, ...changed };
  const underWay = new Set<FastifyRequest>();
  const lag = watchEventLoop(server, limits.lookEveryMs);
  const count = countShed(server, world, limits.lookEveryMs);

  // The body is there by then, so that an answer is not lost to a connection with unread bytes.
  server.addHook("preHandler", (request, reply, done) => {
    const path = pathOf(request);
    if (!path.startsWith("/pivot")) return done();
    const isNew = !/^\/pivot\/(?:c|w|return)(?:\/|$)/.test(path);
    const { maxRequests } = world.config();
    const isTooMuch = isNew
      ? underWay.size >= maxRequests || lag() > limits.startDelayMs
      : underWay.size >= maxRequests * ROOM_TO_GO_ON || lag() > limits.goOnDelayMs;
    if (!isTooMuch) {
      underWay.add(request);
      return done();
    }
    count();
    const answer = isNew ? refusal(world) : pause(request, world);
    reply
      .code(answer.status)
      .header("connection", "close")
      .header("content-type", answer.contentType)
      .send(Buffer.from(answer.body));
  });
  // Also where Kazoo is gone by then: what counts is the work.
  server.addHook("onSend", (request, _reply, payload, done) => {
    underWay.delete(request);
    done(null, payload);
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.split("?", 1)[0] ?? "";
}

function refusal({ config }: World): Answer {
  if (config().onAppError === "apology") return apologyAnswer();
  const message = "twivot has too much to do: start another instance, or raise TWIVOT_MAX_REQUESTS.";
  return errorAnswer(new TwivotError("overloaded", message, { status: 503 }));
}

/** What Kazoo gets that must go on with a call later. */
function pause(request: FastifyRequest, { config, outside }: World): Answer {
  const asked = new URLSearchParams(request.url.split("?")[1] ?? "");
  const pauses = Number(asked.get("pauses") ?? 0) + 1;
  if (!(pauses <= MAX_PAUSES)) return apologyAnswer();
  const { publicUrl, kazooVersion } = config();
  const again = query({
    outcome: asked.get("outcome") ?? undefined,
    pauses: String(pauses),
    // As it was asked with: it has not been looked at yet, and who does not have it must not get it here.
    key: asked.get("key") ?? undefined,
  });
  const flow = node(
    "sleep",
    { duration: PAUSE_MS, unit: "ms" },
    pivotTo(`${publicUrl}${pathOf(request)}${again}`),
  );
  return flowAnswer(flow, kazooVersion, outside.log);
}

/** The lesser of the last two mean delays of the event loop, in milliseconds; it is watched while the server listens. */
function watchEventLoop(server: FastifyInstance, everyMs: number): () => number {
  const resolution = 10;
  let delays: readonly [number, number] = [0, 0];
  let histogram: ReturnType<typeof monitorEventLoopDelay> | undefined;
  let timer: NodeJS.Timeout | undefined;
  server.addHook("onListen", async () => {
    const watched = monitorEventLoopDelay({ resolution });
    watched.enable();
    histogram = watched;
    timer = setInterval(() => {
      // After a long turn this may come before the delay is noted.
      if (watched.count === 0) return;
      delays = [delays[1], watched.mean / 1e6 - resolution];
      watched.reset();
    }, everyMs).unref();
  });
  server.addHook("onClose", async () => {
    clearInterval(timer);
    histogram?.disable();
  });
  return () => Math.min(...delays);
}

/** Counts what is shed; one line of the log tells how much in each while, since a line each would be load itself. */
function countShed(server: FastifyInstance, { outside, tell }: World, everyMs: number): () => void {
  let shed = 0;
  let timer: NodeJS.Timeout | undefined;
  const log = () => {
    clearTimeout(timer);
    timer = undefined;
    if (shed > 0) outside.log.warn({ code: "overloaded", shed }, "requests were not served");
    shed = 0;
  };
  server.addHook("onClose", async () => log());
  return () => {
    shed += 1;
    tell?.({ kind: "refused", code: "overloaded" });
    timer ??= setTimeout(log, everyMs).unref();
  };
}
