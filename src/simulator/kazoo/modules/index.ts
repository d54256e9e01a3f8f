import type { KazooModule } from "../call.ts";
import { acdcMember } from "./acdc-member.ts";
import { afterBridge } from "./after-bridge.ts";
import { answer } from "./answer.ts";
import { audioMacro } from "./audio-macro.ts";
import { callflow } from "./callflow.ts";
import { collectDtmf } from "./collect-dtmf.ts";
import { conference } from "./conference.ts";
import { device } from "./device.ts";
import { flushDtmf } from "./flush-dtmf.ts";
import { group } from "./group.ts";
import { hangup } from "./hangup.ts";
import { language } from "./language.ts";
import { offnet } from "./offnet.ts";
import { pivot } from "./pivot.ts";
import { play } from "./play.ts";
import { recordCall } from "./record-call.ts";
import { recordCaller } from "./record-caller.ts";
import { resources } from "./resources.ts";
import { response } from "./response.ts";
import { ringGroup } from "./ring-group.ts";
import { sendDtmf } from "./send-dtmf.ts";
import { setCid } from "./set-cid.ts";
import { setVariables } from "./set-variables.ts";
import { sleep } from "./sleep.ts";
import { transfer } from "./transfer.ts";
import { tts } from "./tts.ts";
import { user } from "./user.ts";
import { voicemail } from "./voicemail.ts";

const all = [
  acdcMember,
  afterBridge,
  answer,
  audioMacro,
  callflow,
  collectDtmf,
  conference,
  device,
  flushDtmf,
  group,
  hangup,
  language,
  offnet,
  pivot,
  play,
  recordCall,
  recordCaller,
  resources,
  response,
  ringGroup,
  sendDtmf,
  setCid,
  setVariables,
  sleep,
  transfer,
  tts,
  user,
  voicemail,
];

/** The callflow modules that the simulator knows, by name. */
export const modules: ReadonlyMap<string, KazooModule> = new Map(all.map((module) => [module.name, module]));
