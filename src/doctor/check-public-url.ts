import { isClientUrl } from "../callflow/client-url.ts";
import type { Config } from "../config.ts";
import { type Finding, fault, ok, warning, why } from "./finding.ts";

const TIMEOUT_MS = 5000;

/** Kazoo gives up after so long (pivot.request_timeout_ms). */
const SLOW_MS = 1000;

/** Whether Kazoo may ask the public URL, and whether this twivot answers there. */
export async function checkPublicUrl(config: Config, now: () => number): Promise<readonly Finding[]> {
  const { publicUrl } = config;
  if (!isClientUrl(publicUrl, config.kazooVersion)) {
    const message = `Kazoo refuses to ask ${publicUrl}: give TWIVOT_PUBLIC_URL a name or an address of the network.`;
    return [fault("public-url", message)];
  }
  const key = config.pivotKey === undefined ? "" : `?key=${encodeURIComponent(config.pivotKey)}`;
  const startedMs = now();
  try {
    const response = await fetch(`${publicUrl}/pivot/c/doctor${key}`, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.json().catch(() => undefined)) as { error?: { code?: string } } | undefined;
    return judge(publicUrl, { status: response.status, code: body?.error?.code, tookMs: now() - startedMs });
  } catch (error) {
    const message = `Nothing answers at ${publicUrl} (${why(error)}): start twivot, or correct TWIVOT_PUBLIC_URL.`;
    return [fault("public-url", message)];
  }
}

type Answer = { readonly status: number; readonly code: string | undefined; readonly tookMs: number };

function judge(publicUrl: string, { status, code, tookMs }: Answer): readonly Finding[] {
  // A token that is none is refused so by a twivot that has got as far as to look at it.
  if (code === "pivot-key") {
    const message = `The twivot at ${publicUrl} has another TWIVOT_PIVOT_KEY than this configuration.`;
    return [fault("public-url", message)];
  }
  if (code === "sender-refused") {
    return [ok("public-url", `${publicUrl} is a twivot, which takes requests from Kazoo's networks only.`)];
  }
  if (code === undefined || status >= 500) {
    const message = `What answers at ${publicUrl} is no twivot (status ${status}): correct TWIVOT_PUBLIC_URL or the proxy before it.`;
    return [fault("public-url", message)];
  }
  if (tookMs > SLOW_MS) {
    const message = `${publicUrl} took ${tookMs} ms for an answer without any work; Kazoo waits 5 s for all of it.`;
    return [warning("public-url", message)];
  }
  return [ok("public-url", `${publicUrl} is a twivot, and Kazoo may ask it.`)];
}
