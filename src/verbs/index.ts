import type { AnyVerb } from "./define.ts";
import { gather } from "./gather.ts";
import { hangup } from "./hangup.ts";
import { later } from "./later.ts";
import { pause } from "./pause.ts";
import { play } from "./play.ts";
import { redirect } from "./redirect.ts";
import { reject } from "./reject.ts";
import { say } from "./say.ts";
import { set } from "./set.ts";

/** Every verb that twivot knows, by name. */
export const verbs: ReadonlyMap<string, AnyVerb> = new Map(
  [gather, hangup, pause, play, redirect, reject, say, set, ...later].map((verb) => [verb.name, verb]),
);
