import type { KazooModule } from "../call.ts";
import { answer } from "./answer.ts";
import { audioMacro } from "./audio-macro.ts";
import { collectDtmf } from "./collect-dtmf.ts";
import { flushDtmf } from "./flush-dtmf.ts";
import { hangup } from "./hangup.ts";
import { language } from "./language.ts";
import { pivot } from "./pivot.ts";
import { play } from "./play.ts";
import { response } from "./response.ts";
import { sendDtmf } from "./send-dtmf.ts";
import { setCid } from "./set-cid.ts";
import { sleep } from "./sleep.ts";
import { tts } from "./tts.ts";

const all = [
  answer,
  audioMacro,
  collectDtmf,
  flushDtmf,
  hangup,
  language,
  pivot,
  play,
  response,
  sendDtmf,
  setCid,
  sleep,
  tts,
];

/** The callflow modules that the simulator knows, by name. */
export const modules: ReadonlyMap<string, KazooModule> = new Map(all.map((module) => [module.name, module]));
