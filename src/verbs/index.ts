import { connect } from "./connect.ts";
import type { AnyVerb } from "./define.ts";
import { dial } from "./dial.ts";
import { echo } from "./echo.ts";
import { enqueue } from "./enqueue.ts";
import { gather } from "./gather.ts";
import { hangup } from "./hangup.ts";
import { leave } from "./leave.ts";
import { pause } from "./pause.ts";
import { pay, prompt } from "./pay.ts";
import { play } from "./play.ts";
import { queue } from "./queue.ts";
import { record } from "./record.ts";
import { redirect } from "./redirect.ts";
import { refer } from "./refer.ts";
import { reject } from "./reject.ts";
import { say } from "./say.ts";
import { set } from "./set.ts";
import { message, sms } from "./sms.ts";
import { start } from "./start.ts";
import { stop } from "./stop.ts";

const all: readonly AnyVerb[] = [
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
  prompt,
  queue,
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

/** Every verb that twivot knows, by name. */
export const verbs: ReadonlyMap<string, AnyVerb> = new Map(all.map((verb) => [verb.name, verb]));
