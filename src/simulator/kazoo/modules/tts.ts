import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";
import { allDigits, areTerminators, playItem, terminatorsOf, timesOf } from "../playback.ts";

/** Answers and speaks, by flite as Kazoo does unless told otherwise (cf_tts:handle/2). */
export const tts: KazooModule = {
  name: "tts",
  versions: ["4.3", "5.0"],
  defaults: () => ({ voice: "female", terminators: allDigits }),
  run: (data, call) => {
    call.line.answer();
    const terminators = terminatorsOf(data);
    if (!areTerminators(terminators)) return toChild;
    playItem(call, {
      sound: {
        kind: "speech",
        text: textOf(data, "text") ?? "",
        voice: textOf(data, "voice") ?? "",
        language: textOf(data, "language") ?? call.language,
      },
      terminators,
      // An endless text is only restarted by a key: `speak` does not report it (ecallmgr_call_control [4.3]).
      times: timesOf(data, call),
      application: "speak",
    });
    return toChild;
  },
};
