import { type KazooModule, toChild } from "../call.ts";
import { numberOf, textOf } from "../data.ts";
import { playItem, soundOf } from "../playback.ts";

/** vm_message_prompts: the mailbox's greeting, then a tone (cf_voicemail:compose_voicemail/3). */
const greeting = "prompt://vm-person";
const tone = "tone_stream://%(500,0,1000)";

/** Answers, and takes a message until a key or the limit ends it (cf_voicemail:handle/2). What `check` says is not simulated. */
export const voicemail: KazooModule = {
  name: "voicemail",
  versions: ["4.3", "5.0"],
  defaults: () => ({
    action: "compose",
    callerid_match_login: false,
    interdigit_timeout: 2000,
    max_message_length: 500,
    single_mailbox_login: false,
  }),
  run: (data, call) => {
    call.line.answer();
    if (textOf(data, "action") !== "compose") return toChild;
    for (const id of [greeting, tone]) {
      playItem(call, { sound: soundOf(id), terminators: ["#"], times: 1, application: "playback" });
    }
    call.line.wait((numberOf(data, "max_message_length") ?? 0) * 1000);
    return toChild;
  },
};
