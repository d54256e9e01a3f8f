import { type KazooModule, toChild } from "../call.ts";
import { type Data, numberOf, textOf } from "../data.ts";
import type { Begins, File } from "../upload.ts";

/**
 * Begins to record both sides of the call, or stops the recording that was begun last; goes on at once, without an answer.
 * Without a label it fails in callflows that have no name, as those of Pivot (cf_record_call:handle/2).
 */
export const recordCall: KazooModule = {
  name: "record_call",
  versions: ["4.3", "5.0"],
  defaults: () => ({
    action: "start",
    method: "put",
    record_on_answer: false,
    record_on_bridge: false,
    should_follow_transfer: true,
    time_limit: 3600,
  }),
  run: (data, call) => {
    if (textOf(data, "action") === "stop") call.recordings.stop();
    else if (textOf(data, "label") !== undefined) {
      const limitMs = (numberOf(data, "time_limit") ?? 0) * 1000;
      call.recordings.start(fileOf(data), beginsOf(data), limitMs, data["should_follow_transfer"] !== false);
    }
    return toChild;
  },
};

/** The system's own format is MP3 (media, call_recording.extension). */
export function fileOf(data: Data): File {
  return { url: textOf(data, "url"), extension: textOf(data, "format") === "wav" ? "wav" : "mp3" };
}

function beginsOf(data: Data): Begins {
  if (data["record_on_bridge"] === true) return "bridged";
  return data["record_on_answer"] === true ? "answered" : "now";
}
