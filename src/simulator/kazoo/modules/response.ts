import type { KazooModule } from "../call.ts";
import { numberOf, textOf } from "../data.ts";
import { playItem, soundOf } from "../playback.ts";

/** Refuses a call that rings; one that is answered is just ended (cf_response:handle/2, kz_call_response:send/5). */
export const response: KazooModule = {
  name: "response",
  versions: ["4.3", "5.0"],
  defaults: () => ({ code: 486 }),
  run: (data, call) => {
    const media = textOf(data, "media") ?? "";
    // Media comes first, as early media.
    if (media !== "")
      playItem(call, { sound: soundOf(media), terminators: [], times: 1, application: "playback" });
    if (!call.line.isAnswered && !call.line.isEnded) {
      const code = numberOf(data, "code") ?? 486;
      call.line.note({ kind: "rejected", code, message: textOf(data, "message") ?? "" });
    }
    return { to: "end", cause: "CALL_REJECTED" };
  },
};
