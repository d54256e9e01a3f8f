import { cleanText } from "./clean-text.ts";
import { allKeys, type Key } from "./fields.ts";
import type { ModuleData, ModuleName } from "./modules.ts";

/** A node of a callflow with its one way on; `Next` may be more than Kazoo's modules. */
export type Node<M extends ModuleName, Next> = {
  readonly module: M;
  readonly data: ModuleData[M];
  readonly children?: { readonly _: Next };
};

/**
 * A node. Without a next one it has no children: an empty child is invalid (callflows.action).
 *
 * ```
 * module → children._ → next
 * ```
 */
export function node<M extends ModuleName, Next = never>(
  module: M,
  data: ModuleData[M],
  next?: Next | undefined,
): Node<M, Next> {
  return next === undefined ? { module, data } : { module, data, children: { _: next } };
}

/** What is to be spoken, and how. */
export type Speech = {
  /** 1 to 1,000 characters. */
  readonly text: string;
  /** `male` or `female` for flite, other names for other engines (kazoo_tts). */
  readonly voice: string;
  /** Such as `en-us`. */
  readonly language: string;
  /** The account's own where none is given (kazoo_tts:default_provider/1). A macro has none. */
  readonly engine?: "flite" | "google" | "ispeech" | "voicefabric";
};

/** How long something is heard. */
type Hearing = {
  /** Whether any key cuts it short; else none does. */
  readonly isInterruptible?: boolean;
  /** Whether it is repeated until the caller hangs up; not in 5.0. */
  readonly isEndless?: boolean;
};

/** Speaks a text; the call is answered before (cf_tts:handle/2). */
export function speak<Next = never>(speech: Speech & Hearing, next?: Next | undefined): Node<"tts", Next> {
  const { text, voice, language, engine } = speech;
  const by = engine === undefined ? {} : { engine };
  return node("tts", { text: cleanText(text), ...by, voice, language, ...hearing(speech) }, next);
}

/** What is to be played, and how. */
export type Audio = {
  /** A URL that FreeSWITCH can open. */
  readonly id: string;
  /** Not for 5.0. */
  readonly loopCount?: number;
  /** Whether the call is known to be answered; else it is answered before, which takes 100 ms. */
  readonly isAnswered: boolean;
};

/** Plays a URL or a stream (cf_play:handle/2). */
export function playUrl<Next = never>(
  { id, loopCount, isAnswered, ...rest }: Audio & Hearing,
  next?: Next | undefined,
): Node<"play", Next> {
  const answer = isAnswered ? { answer: false as const } : {};
  const loop = loopCount === undefined ? {} : { loop_count: loopCount };
  return node("play", { id, ...answer, ...hearing(rest), ...loop }, next);
}

function hearing({ isInterruptible = false, isEndless = false }: Hearing) {
  const terminators: readonly Key[] = isInterruptible ? allKeys : [];
  return isEndless ? { terminators, endless_playback: true } : { terminators };
}

/** Something to be played together with others by one node, which does not answer (cf_audio_macro:handle/2). */
export type Macro = ModuleData["audio_macro"]["macros"][number];

/** Speech that any key cuts short; in a macro that cannot be switched off. */
export function speakMacro({ text, voice, language }: Speech): Macro {
  return { macro: "tts", text: cleanText(text), voice, language, terminators: allKeys };
}

/** A URL or a stream that any key cuts short. */
export function playMacro(id: string): Macro {
  return { macro: "play", id, terminators: allKeys };
}

/** What keys are collected, and how long they are waited for. */
export type Collection = {
  readonly maxDigits: number;
  /** For the first key, and again after each. */
  readonly timeoutMs: number;
  /** Kazoo always has one: its schema fills in `#`. */
  readonly terminator: Key;
  /** A name that the call has not used yet, since what is collected is sent again with every request. */
  readonly collection: string;
};

/** Collects keys; the call is answered before (cf_collect_dtmf:handle/2). */
export function collect<Next = never>(
  { maxDigits, timeoutMs, terminator, collection }: Collection,
  next?: Next | undefined,
): Node<"collect_dtmf", Next> {
  const data = {
    max_digits: maxDigits,
    timeout: timeoutMs,
    interdigit_timeout: timeoutMs,
    terminator,
    collection_name: collection,
  };
  return node("collect_dtmf", data, next);
}

/**
 * Asks a URL of twivot how to go on. The child runs when there is no usable answer (cf_pivot:handle/2).
 *
 * ```
 * pivot → tts → hangup
 * ```
 */
export function pivotTo(url: string) {
  return node(
    "pivot",
    { voice_url: url, method: "post", req_format: "kazoo", req_body_format: "json" },
    apology(),
  );
}

/**
 * Says what Twilio says when an application fails, and hangs up.
 *
 * ```
 * tts → hangup
 * ```
 */
export function apology() {
  const text = "We're sorry, an application error has occurred. Goodbye.";
  return speak({ text, voice: "female", language: "en-us" }, node("hangup", {}));
}
