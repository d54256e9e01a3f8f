import { type KazooCall, type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";
import { allDigits, areTerminators, playItem, soundOf, terminatorsOf, timesOf } from "../playback.ts";

/** callflow.post_answer_delay. */
const postAnswerDelayMs = 100;

/** Answers unless told not to, and plays a file or a stream (cf_play:handle/2). */
export const play: KazooModule = {
  name: "play",
  versions: ["4.3", "5.0"],
  defaults: () => ({ endless_playback: false, terminators: allDigits }),
  run: (data, call) => {
    const id = textOf(data, "id");
    // Without an id nothing is played or answered.
    if (id === undefined || id === "") return toChild;
    if (data["answer"] !== false) answerAndPause(call);
    const terminators = terminatorsOf(data);
    if (!areTerminators(terminators)) return toChild;
    const times = timesOf(data, call);
    playItem(call, { sound: soundOf(id), terminators, times, application: "playback" });
    return toChild;
  },
};

/** Keys wait in the mailbox of the module meanwhile, and are collected with those of the sound. */
function answerAndPause(call: KazooCall): void {
  call.line.answer();
  call.line.play({ kind: "silence", lengthMs: postAnswerDelayMs }, postAnswerDelayMs, (digit) => {
    call.digits.append(digit);
    return false;
  });
}
