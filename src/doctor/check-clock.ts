import type { App } from "../config.ts";
import { type Finding, ok, warning, why } from "./finding.ts";

const TIMEOUT_MS = 5000;

/** Beyond it tokens, callbacks and what applications compare with their own clock are wrong. */
const MOST_SECONDS = 30;

/** Whether this machine's clock is that of the application's. */
export async function checkClock({ voiceUrl }: App, now: () => number): Promise<readonly Finding[]> {
  try {
    const { origin } = new URL(voiceUrl);
    const response = await fetch(origin, {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const theirs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(theirs)) return [];
    const seconds = Math.round((now() - theirs) / 1000);
    if (Math.abs(seconds) <= MOST_SECONDS)
      return [ok("clock", "The clock is that of the application's machine.")];
    const which = seconds > 0 ? "ahead of" : "behind";
    const message = `The clock is ${Math.abs(seconds)} s ${which} that of the application's machine: let both keep time (NTP).`;
    return [warning("clock", message)];
  } catch (error) {
    return [warning("clock", `The clock could not be compared with the application's (${why(error)}).`)];
  }
}
