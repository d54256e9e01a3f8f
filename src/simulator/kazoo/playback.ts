import { durationMs } from "../durations.ts";
import type { Ending } from "../line.ts";
import type { Sound } from "../transcript.ts";
import type { KazooCall } from "./call.ts";
import { type Data, textsOf } from "./data.ts";

/** Every key of a telephone, as the schemas list them (callflows.tts.json). */
export const allDigits: readonly string[] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Something that FreeSWITCH is told to play. */
export type Item = {
  readonly sound: Sound;
  /** The keys that stop it. */
  readonly terminators: readonly string[];
  /** How often, Infinity for endlessly. */
  readonly times: number;
  /**
   * The FreeSWITCH application that plays it. Only `playback` reports the key that stopped it, which is what ends
   * loops and skips the rest of a macro (ecallmgr_call_control).
   */
  readonly application: "playback" | "speak" | "say";
};

/**
 * Plays an item; a key goes into the collection `default`, whether it stops the item or not, as a noop is waited
 * for (cf_util:process_event/3).
 */
export function playItem(call: KazooCall, item: Item): Ending {
  let ending: Ending = "whole";
  for (let round = 0; round < item.times; round++) {
    ending = call.line.play(item.sound, durationMs(item.sound, call.durations), (digit) => {
      call.digits.append(digit);
      return item.terminators.includes(digit);
    });
    if (ending === "hung-up" || (ending === "cut" && item.application === "playback")) break;
  }
  return ending;
}

/** Whether ecallmgr takes the terminators; a command with others is dropped, and nothing plays (kapi_dialplan:play_v/1). */
export function areTerminators(terminators: readonly string[]): boolean {
  return terminators.every((digit) => allDigits.includes(digit));
}

/** How often a node's sound is played: 5.0 has no loops (ecallmgr_call_command [5.0]). */
export function timesOf(data: Data, call: KazooCall): number {
  if (call.version === "5.0") return 1;
  if (data["endless_playback"] === true) return Number.POSITIVE_INFINITY;
  return typeof data["loop_count"] === "number" ? data["loop_count"] : 1;
}

/** The keys of a node or macro. */
export function terminatorsOf(data: Data): readonly string[] {
  return textsOf(data, "terminators");
}

/** What a media id sounds like (kz_media_util:media_path/2, ecallmgr_util:media_path/4). */
export function soundOf(id: string): Sound {
  const silence = /^silence_stream:\/\/(\d+)/.exec(id);
  if (silence !== null) return { kind: "silence", lengthMs: Number(silence[1]) };
  const tones = /^tone_stream:\/\/(.*)$/s.exec(id);
  return tones === null ? { kind: "media", url: id } : { kind: "tones", tones: tones[1] ?? "" };
}
