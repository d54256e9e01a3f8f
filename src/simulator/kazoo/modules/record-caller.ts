import { recordCaller as recordUntil } from "../../speaking.ts";
import { type KazooModule, toChild } from "../call.ts";
import { numberOf, textOf } from "../data.ts";
import { allDigits } from "../playback.ts";
import { fileOf } from "./record-call.ts";

/** Silence hits of FreeSWITCH's `record`, which are about seconds. */
const silenceMs = 5000;

/**
 * Answers and records the caller until any key, silence, the limit or a hang-up; the key is lost. Without a URL it is
 * skipped (cf_record_caller:handle/2).
 */
export const recordCaller: KazooModule = {
  name: "record_caller",
  versions: ["4.3", "5.0"],
  defaults: () => ({ method: "put", time_limit: 3600 }),
  run: (data, call) => {
    if (textOf(data, "url") === undefined) return toChild;
    call.line.answer();
    const limitMs = (numberOf(data, "time_limit") ?? 0) * 1000;
    const { fromMs, toMs } = recordUntil(call.line, { limitMs, silenceMs, keys: allDigits });
    call.recordings.put(fileOf(data), fromMs, toMs);
    return toChild;
  },
};
