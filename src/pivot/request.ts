import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "../config.ts";
import { PivotRequestError } from "../errors.ts";
import type { Call } from "./call.ts";
import { readCall } from "./read-call.ts";

/** What is read of an HTTP request: Fastify's, or one made by hand. */
export type PivotRequest = {
  /** Path and query as received. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
};

/**
 * Reads the call out of a Pivot request.
 *
 * @throws {PivotRequestError} 403 without the configured key, 400, 413 and 415 where it is not Pivot's.
 */
export function readPivotRequest(request: PivotRequest, config: Pick<Config, "pivotKey">): Call {
  const query = request.url.split(/\?(.*)/s)[1] ?? "";
  if (
    config.pivotKey !== undefined &&
    !isSame(new URLSearchParams(query).get("key") ?? "", config.pivotKey)
  ) {
    throw new PivotRequestError(
      "pivot-key",
      "The key is missing or wrong: give the URL in Kazoo the query ?key=… of TWIVOT_PIVOT_KEY.",
      { status: 403 },
    );
  }
  return readCall({
    query,
    contentType: request.headers["content-type"]?.toString(),
    body: typeof request.body === "string" ? request.body : "",
  });
}

/** Compares without telling by its time how much was right. */
export function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
