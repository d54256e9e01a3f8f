import { Type } from "typebox";
import { inBoth, type Module, takes, writes } from "./define-module.ts";
import { flag, oneOf, someText, text, whole } from "./fields.ts";

/** An upload appends a file name, and characters that httpc refuses end it (kz_att_http, OTP httpc). */
const uploadUrl = Type.String({ pattern: '^https?://[!-"$-~]+$' });

/** What Kazoo takes for one to ask: no other scheme (kz_json_schema_extensions:is_valid_client_url/1). */
const webUrl = Type.String({ pattern: "^https?://" });

const format = oneOf("mp3", "wav");

/** Seconds. */
const timeLimit = whole({ minimum: 5, maximum: 10_800 });

/**
 * Records the caller until any key, five seconds of silence or the limit, and puts the file at the URL. Answers before;
 * 5.0 never sends the file (cf_record_caller:handle/2, ecallmgr_fs_recordings).
 */
export const recordCaller = {
  versions: ["4.3", "5.0"],
  takes: takes({}, { format, method: oneOf("put", "post"), time_limit: timeLimit, url: webUrl }),
  clientUrls: ["url"],
  writes: {
    "4.3": writes({ url: uploadUrl, method: Type.Literal("put"), format, time_limit: timeLimit }),
  },
} as const satisfies Module;

/** Starts to record both sides, or stops the recording started last, and goes on at once (cf_record_call:handle/2). */
export const recordCall = {
  versions: ["4.3", "5.0"],
  takes: takes(
    {},
    {
      action: oneOf("start", "stop"),
      format,
      label: text,
      media_name: text,
      method: oneOf("put", "post"),
      origin: text,
      record_min_sec: whole(),
      record_on_answer: flag,
      record_on_bridge: flag,
      record_sample_rate: whole(),
      should_follow_transfer: flag,
      time_limit: timeLimit,
      url: webUrl,
    },
  ),
  clientUrls: ["url"],
  writes: inBoth(
    writes({
      action: oneOf("start", "stop"),
      // Without it the module fails where the callflow has no name (cf_record_call:handle/2).
      label: someText,
      url: Type.Optional(uploadUrl),
      method: Type.Optional(Type.Literal("put")),
      format: Type.Optional(format),
      time_limit: Type.Optional(timeLimit),
      record_on_answer: Type.Optional(flag),
      record_on_bridge: Type.Optional(flag),
      should_follow_transfer: Type.Optional(flag),
    }),
  ),
} as const satisfies Module;
