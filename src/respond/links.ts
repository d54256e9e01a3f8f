import type { Config } from "../config.ts";
import { pack, type Session } from "../continuation/pack.ts";
import type { TokenBox } from "../continuation/token.ts";
import type { Continuation } from "../translate/draft.ts";

/** How long a continuation can be opened: a call at Twilio lasts a day at most. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/**
 * The URL at which Kazoo brings a continuation back. It is complete: any replica with the same secret can go
 * on from it, also one that has just started.
 */
export async function continuationUrl(
  continuation: Continuation,
  session: Session,
  { box, config, nowMs }: { box: TokenBox; config: Pick<Config, "publicUrl" | "pivotKey">; nowMs: number },
): Promise<string> {
  const expiresAtSeconds = Math.floor(nowMs / 1000) + LIFETIME_SECONDS;
  const token = await box.seal(pack(session, continuation, expiresAtSeconds));
  return `${config.publicUrl}/pivot/c/${token}${keyQuery(config)}`;
}

/** What every URL that Kazoo asks ends in. */
function keyQuery({ pivotKey }: Pick<Config, "pivotKey">): string {
  return pivotKey === undefined ? "" : `?key=${encodeURIComponent(pivotKey)}`;
}
