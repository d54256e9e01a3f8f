import { type KazooCall, type KazooModule, toChild } from "../call.ts";
import { type Data, listOf, objectOf, textOf } from "../data.ts";
import { allDigits, areTerminators, type Item, playItem, soundOf, terminatorsOf } from "../playback.ts";

/**
 * Plays several things by one command, without answering (cf_audio_macro:handle/2). The `terminators` of the node
 * are never read, as the schema has filled in those of each macro.
 */
export const audioMacro: KazooModule = {
  name: "audio_macro",
  versions: ["4.3", "5.0"],
  defaults: () => ({ terminators: allDigits }),
  run: (data, call) => {
    const macros = listOf(data, "macros").map(objectOf);
    const crashes = macros.some((macro) => isCrashing(macro, data));
    if (!crashes)
      playAll(
        macros.flatMap((macro) => itemOf(macro, data, call)),
        call,
      );
    return toChild;
  },
};

/** In 4.3 a key that stops a `playback` skips what follows (ecallmgr_call_control:flush_group_id/3 [4.3]). */
function playAll(items: readonly Item[], call: KazooCall): void {
  for (const item of items) {
    const ending = playItem(call, item);
    if (ending === "hung-up") return;
    if (ending === "cut" && item.application === "playback" && call.version === "4.3") return;
  }
}

/** kapps_call_command:build_macro/2 has no clause for all of them, and the whole node plays nothing. */
function isCrashing(macro: Data, data: Data): boolean {
  const language = textOf(macro, "language") ?? textOf(data, "language");
  const all = [macro["text"], macro["type"], macro["method"], language, macro["gender"]];
  return macro["macro"] === "say" && all.every((value) => value !== undefined && value !== "");
}

/** The item of a macro; none where it never plays. */
function itemOf(macro: Data, data: Data, call: KazooCall): Item[] {
  switch (macro["macro"]) {
    case "play":
      return playItemOf(macro);
    case "prompt":
      return promptItemOf(macro);
    case "tts":
      return ttsItemOf(macro, data, call);
    case "say":
      return [sayItemOf(macro, data, call)];
    // `tone` crashes ecallmgr's tones_app, which then goes on with the next command.
    default:
      return [];
  }
}

function playItemOf(macro: Data): Item[] {
  const id = textOf(macro, "id") ?? "";
  const terminators = terminatorsOf({ terminators: allDigits, ...macro });
  if (id === "" || !areTerminators(terminators)) return [];
  return [{ sound: soundOf(id), terminators, times: 1, application: "playback" }];
}

function promptItemOf(macro: Data): Item[] {
  const id = textOf(macro, "id") ?? "";
  if (id === "") return [];
  const sound = { kind: "media", url: `prompt://${id}` } as const;
  return [{ sound, terminators: allDigits, times: 1, application: "playback" }];
}

/** Arguments end at the first that is empty: text, voice, language, terminators (cf_audio_macro:macro/2). */
function ttsItemOf(macro: Data, data: Data, call: KazooCall): Item[] {
  const text = textOf(macro, "text") ?? "";
  const voice = textOf(macro, "voice") ?? "female";
  const language = textOf(macro, "language") ?? textOf(data, "language") ?? "";
  const own = terminatorsOf({ terminators: allDigits, ...macro });
  const hasAll = voice !== "" && language !== "" && own.length > 0;
  const terminators = hasAll ? own : allDigits;
  if (text === "" || !areTerminators(terminators)) return [];
  const sound = {
    kind: "speech",
    text,
    voice: voice || "male",
    language: (voice !== "" && language) || call.language,
  } as const;
  return [{ sound, terminators, times: 1, application: "speak" }];
}

/** FreeSWITCH's phrases; no key stops them. A language counts only behind a type and a method. */
function sayItemOf(macro: Data, data: Data, call: KazooCall): Item {
  const isFull = Boolean(macro["type"] && macro["method"]);
  const language = (isFull && (textOf(macro, "language") ?? textOf(data, "language"))) || call.language;
  const sound = { kind: "speech", text: textOf(macro, "text") ?? "", voice: "say", language } as const;
  return { sound, terminators: [], times: 1, application: "say" };
}
