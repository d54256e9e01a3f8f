import type { TwilioVerb } from "../call.ts";
import { connect } from "./connect.ts";
import { dial } from "./dial.ts";
import { echo } from "./echo.ts";
import { enqueue } from "./enqueue.ts";
import { gather } from "./gather.ts";
import { hangup } from "./hangup.ts";
import { leave } from "./leave.ts";
import { pause } from "./pause.ts";
import { pay } from "./pay.ts";
import { play } from "./play.ts";
import { record } from "./record.ts";
import { redirect } from "./redirect.ts";
import { refer } from "./refer.ts";
import { reject } from "./reject.ts";
import { say } from "./say.ts";
import { set } from "./set.ts";
import { message, sms } from "./sms.ts";
import { start } from "./start.ts";
import { stop } from "./stop.ts";

const all = [
  connect,
  dial,
  echo,
  enqueue,
  gather,
  hangup,
  leave,
  message,
  pause,
  pay,
  play,
  record,
  redirect,
  refer,
  reject,
  say,
  set,
  sms,
  start,
  stop,
];

/** The verbs that the reference Twilio runs, by name. */
export const verbs: ReadonlyMap<string, TwilioVerb> = new Map(all.map((verb) => [verb.name, verb]));
