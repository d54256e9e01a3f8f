import type { TwilioVerb } from "../call.ts";
import { gather } from "./gather.ts";
import { hangup } from "./hangup.ts";
import { pause } from "./pause.ts";
import { play } from "./play.ts";
import { redirect } from "./redirect.ts";
import { reject } from "./reject.ts";
import { say } from "./say.ts";
import { set } from "./set.ts";

const all = [gather, hangup, pause, play, redirect, reject, say, set];

/** The verbs that the reference Twilio runs, by name. */
export const verbs: ReadonlyMap<string, TwilioVerb> = new Map(all.map((verb) => [verb.name, verb]));

/** Verbs of TwiML that it does not know yet, so that it must not pass them over. */
export const notSimulated: ReadonlySet<string> = new Set([
  "Connect",
  "Dial",
  "Echo",
  "Enqueue",
  "Leave",
  "Message",
  "Pay",
  "Prompt",
  "Queue",
  "Record",
  "Refer",
  "Sms",
  "Start",
  "Stop",
]);
