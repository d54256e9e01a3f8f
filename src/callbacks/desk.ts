import type { App, Config } from "../config.ts";
import type { Log } from "../outside.ts";
import type { Recordings } from "../recordings/recordings.ts";
import { sidInCall } from "../twilio/sids.ts";
import type { CallRecord, CallRecords } from "./call-records.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Conferences } from "./conferences.ts";
import type { Settling } from "./settling.ts";

/** What the events of calls are made callbacks with. */
export type Desk = {
  readonly config: () => Pick<Config, "apps">;
  readonly records: CallRecords;
  readonly callbacks: Callbacks;
  readonly conferences: Conferences;
  readonly recordings: Pick<Recordings, "awaitRecorded" | "began">;
  readonly settling: Settling;
  readonly log: Log;
};

/** The application of a call, unless it has been taken out of the configuration. */
export function appOf({ app }: CallRecord, { config }: Pick<Desk, "config">): App | undefined {
  const { apps } = config();
  return Object.hasOwn(apps, app) ? apps[app] : undefined;
}

/** The sids that belong to a call. */
export function sidsIn(sid: string) {
  return (prefix: string, name: string): string => sidInCall(prefix, sid, name);
}

/** For what goes on beside the request of the webhook. */
export async function withoutFail({ log }: Pick<Desk, "log">, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (err) {
    log.error({ code: "webhook-lost", err }, "what a webhook tells could not be used");
  }
}
