import type { Config } from "../config.ts";
import type { Expiring, TokenBox } from "../continuation/token.ts";
import type { Recorder } from "../translate/draft.ts";
import type { Recording } from "../translate/recording.ts";

/** What twivot has to know when the file of a recording comes: it travels, sealed, in the URL at which Kazoo puts it. */
export type Upload = Expiring & {
  /** Name of the application. */
  readonly app: string;
  readonly recording: Recording;
  /** The standard parameters of a request about the call, with its CallSid and AccountSid. */
  readonly parameters: Readonly<Record<string, string>>;
  /** When the flow left that begins the recording, in milliseconds since 1970. */
  readonly leftAtMs: number;
};

/** Kazoo tries for an hour at most (kapps_call_command:store_file, media.call_recording.storage_retry_times). */
export const UPLOAD_LIFETIME_SECONDS = 36 * 60 * 60;

type World = {
  readonly box: TokenBox<Upload>;
  readonly config: Pick<Config, "publicUrl" | "pivotKey">;
};

/**
 * The URL that Kazoo is given for the file of a recording. To that of `record_caller` it adds `/<Call-ID>.mp3` whatever
 * stands before, so that it has no query (ecallmgr_fs_recordings:maybe_store_recording/5); that of `record_call` gets
 * the name of the file as the value of its last parameter (kzc_recording, kz_att_http).
 */
export function uploadUrl(
  upload: Omit<Upload, "x">,
  by: Recorder["data"]["by"],
  { box, config }: World,
): string {
  const token = box.seal({ ...upload, x: Math.floor(upload.leftAtMs / 1000) + UPLOAD_LIFETIME_SECONDS });
  const url = `${config.publicUrl}/recordings/u/${token}`;
  if (by === "record_caller") return url;
  const key = config.pivotKey === undefined ? "" : `key=${encodeURIComponent(config.pivotKey)}&`;
  return `${url}?${key}file=`;
}

/**
 * For Fastify's `rewriteUrl`. `record_caller` adds the Call-ID as it is, in which a percent sign begins no escape: the
 * router would refuse the whole URL for it.
 */
export function keepPercents({ url = "/" }: { readonly url?: string | undefined }): string {
  return url.startsWith("/recordings/u/") ? url.replaceAll("%", "%25") : url;
}
