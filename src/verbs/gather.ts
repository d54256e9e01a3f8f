import { collect, node, playUrl } from "../callflow/build.ts";
import { allKeys, type Key } from "../callflow/fields.ts";
import type { Notes } from "../fidelity/note.ts";
import type { Call } from "../pivot/call.ts";
import { continueWith, type Draft } from "../translate/draft.ts";
import {
  flag,
  httpMethod,
  integer,
  oneOf,
  type Reader,
  text,
  url,
  type Values,
} from "../twiml/attributes.ts";
import type { Element } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { type Context, defineVerb, type Next } from "./define.ts";
import { type Part, playParts } from "./parts.ts";
import { type PromptPart, playPrompt, readPrompt, skippableGroups } from "./prompt.ts";
import { silence } from "./silence.ts";

/** How many keys are collected where no `numDigits` is given; Twilio has no limit. */
const UNLIMITED_DIGITS = 1000;

/** @see https://www.twilio.com/docs/voice/twiml/gather */
const attributes = {
  action: url({ twilioCode: 11100 }),
  method: httpMethod({ twilioCode: 13312 }),
  input: oneOf(["dtmf", "speech", "dtmf speech", "speech dtmf"], { default: "dtmf", twilioCode: 13326 }),
  /** Seconds, for the first key and between two. */
  timeout: integer({ default: 5, min: 1, max: 86_400, twilioCode: 13313 }),
  numDigits: integer({ default: undefined, min: 1, twilioCode: 13314 }),
  finishOnKey: oneOf(["", ...allKeys], { default: "#", expected: "one key or nothing", twilioCode: 13310 }),
  actionOnEmptyResult: flag({ default: false, twilioCode: 13338 }),
  bargeIn: flag({ default: true }),
  // The rest is about speech.
  /** Seconds of silence that end it; `auto` is for a recogniser to say. */
  speechTimeout: secondsOrAuto({ twilioCode: 13335 }),
  /** Seconds. */
  maxSpeechTime: integer({ default: undefined, min: 1 }),
  language: text({ default: undefined, twilioCode: 13512 }),
  speechModel: text({ default: undefined }),
  hints: text({ default: undefined }),
  enhanced: flag({ default: false }),
  profanityFilter: flag({ default: true }),
  partialResultCallback: url(),
  partialResultCallbackMethod: httpMethod({ twilioCode: 13312 }),
  debug: flag({ default: false }),
};

/** A number of seconds, or `auto`. */
function secondsOrAuto(options: { readonly twilioCode: number }): Reader<number | "auto" | undefined> {
  const seconds = integer({ default: undefined, min: 1, max: 86_400, ...options });
  return {
    ...seconds,
    expected: `${seconds.expected} or auto`,
    read: (value) => (value.trim().toLowerCase() === "auto" ? "auto" : seconds.read(value)),
  };
}

/** What a continuation needs to read the outcome. */
type Pending = {
  /**
   * `prompt`: between two groups of the prompt's parts; `input`: after the keys have been collected; `speech`: after the
   * time in which something could have been said.
   */
  readonly at: "prompt" | "input" | "speech";
  /** Groups of the prompt that have been heard. */
  readonly heard: number;
  /** The collection of Kazoo that holds the keys. */
  readonly collection: string;
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly finishOnKey: Key | "";
  readonly numDigits: number;
  /** Whether the action is asked though nothing was pressed. */
  readonly evenEmpty: boolean;
};

/**
 * Plays a prompt that any key cuts short, collects keys and asks the action what to do with them.
 *
 * ```
 * flush_dtmf → tts | play | audio_macro → collect_dtmf → pivot (the action, else what follows)
 * ```
 *
 * A prompt of several groups of parts comes back to twivot between them, where a key that was pressed skips
 * the groups that are left.
 */
export const gather = defineVerb({
  name: "Gather",
  source: "https://www.twilio.com/docs/voice/twiml/gather",
  attributes,
  children: ["Say", "Play", "Pause"],
  childrenCode: 13320,
  support: {
    element: "gather-prompt-parts",
    attributes: {
      input: "gather-speech",
      finishOnKey: "gather-finished-on-key",
      speechTimeout: "gather-speech",
      maxSpeechTime: "gather-speech",
      language: "gather-speech",
      speechModel: "gather-speech",
      hints: "gather-speech",
      enhanced: "gather-speech",
      profanityFilter: "gather-speech",
      partialResultCallback: "gather-speech",
      partialResultCallbackMethod: "gather-speech",
      debug: "gather-speech",
    },
  },
  translate: (values, element, context) => {
    const parts = readPrompt(element, context, context.notes);
    const isInterruptible = values.bargeIn && values.input !== "speech";
    const groups = isInterruptible ? skippableGroups(parts, context.kazoo) : [];
    leaveNotes(values, element, { hasPrompt: parts.length > 0, skips: groups.length }, context.notes);
    const pending: Pending = {
      at: "input",
      heard: 0,
      collection: `g${context.state.gathers + 1}`,
      url: resolveUrl(context.documentUrl, values.action ?? ""),
      method: values.method,
      finishOnKey: values.finishOnKey,
      numDigits: values.numDigits ?? UNLIMITED_DIGITS,
      evenEmpty: values.actionOnEmptyResult,
    };
    const input = (size: number) =>
      values.input === "speech"
        ? listen(values, pending, { hasPrompt: parts.length > 0, size }, context)
        : collectKeys(values.timeout * 1000, pending, context);
    if (isInterruptible) {
      return dropTypedAhead(context, playGroups(groups, pending, element, context, input(0)));
    }
    const nodes = parts.map(
      (part): Part =>
        (next) =>
          playPrompt([part], { isInterruptible, next, context }),
    );
    const prompt = playParts((index) => nodes[index], element, context, input);
    // Nobody takes keys while speech is awaited; a later Gather drops them all.
    return values.input === "speech" ? prompt : dropTypedAhead(context, prompt);
  },
  resume: (pending: Pending, { call }) => {
    if (pending.at === "speech") return nothingSaid(pending);
    return pending.at === "prompt" ? afterPrompt(pending, call) : afterInput(pending, call);
  },
});

function leaveNotes(
  { input, finishOnKey, numDigits, actionOnEmptyResult }: Values<typeof attributes>,
  element: Element,
  { hasPrompt, skips }: { readonly hasPrompt: boolean; readonly skips: number },
  notes: Notes,
): void {
  if (input !== "dtmf") notes.add("gather-speech", element);
  if (input === "speech") return;
  if (skips > 1) notes.add("gather-prompt-parts", element, { parts: skips });
  if (finishOnKey === "") {
    notes.add("gather-empty-finish-key", element);
    return;
  }
  // A single digit ends the input by itself, so that the key is told only where nothing was pressed.
  if (numDigits !== 1 || actionOnEmptyResult) notes.add("gather-finished-on-key", element);
  if (hasPrompt) notes.add("gather-finish-key-first", element, { key: finishOnKey });
}

function afterGather({ state }: Context) {
  return { answered: true, typedAhead: false, gathers: state.gathers + 1, promptsHeard: 0 };
}

/** Nobody is listened to: the time passes, and nothing was said. That is asked about only where it is wanted. */
function listen(
  { timeout, speechTimeout }: Values<typeof attributes>,
  pending: Pending,
  { hasPrompt, size }: { readonly hasPrompt: boolean; readonly size: number },
  context: Context,
): Draft {
  const seconds = typeof speechTimeout === "number" ? speechTimeout : timeout;
  const isAnswered = context.state.answered || hasPrompt;
  const change = { ...afterGather(context), typedAhead: true };
  const next = pending.evenEmpty
    ? continueWith({
        pending: { verb: "Gather", state: { ...pending, at: "speech" } },
        rest: context.rest,
        state: { ...context.state, ...change, isNoted: false },
      })
    : context.then(change, size);
  return playUrl({ id: silence(seconds * 1000), isAnswered }, next);
}

/** Twilio's one timer runs for the first key and starts again with each. */
function collectKeys(timeoutMs: number, pending: Pending, context: Context): Draft {
  return collect(
    {
      maxDigits: pending.numDigits,
      timeoutMs,
      // Kazoo always has a terminating key.
      terminator: pending.finishOnKey === "" ? "#" : pending.finishOnKey,
      collection: pending.collection,
    },
    continueWith({
      pending: { verb: "Gather", state: pending },
      rest: context.rest,
      state: { ...context.state, ...afterGather(context), isNoted: false },
    }),
  );
}

/** The group of the prompt that is next, and the way back to twivot if it is not the last one. */
function playGroups(
  groups: readonly (readonly PromptPart[])[],
  pending: Pending,
  element: Element,
  context: Context,
  input: Draft,
): Draft {
  const { state, rest } = context;
  const group = groups[state.promptsHeard];
  if (group === undefined) return input;
  const heard = state.promptsHeard + 1;
  const next =
    heard === groups.length
      ? input
      : continueWith({
          pending: { verb: "Gather", state: { ...pending, at: "prompt", heard } },
          rest: [element, ...rest],
          state: { ...state, answered: true, isNoted: true },
        });
  return playPrompt(group, { isInterruptible: true, next, context });
}

/**
 * Keys that were typed before the Gather do not count for it. In 5.0 flush_dtmf has no effect
 * (cf_flush_dtmf:handle/2 does not store the call), so a collection that nobody reads takes them away.
 */
function dropTypedAhead({ state, kazoo }: Context, next: Draft): Draft {
  if (!state.typedAhead || state.promptsHeard > 0) return next;
  if (kazoo === "4.3") return node("flush_dtmf", { collection_name: "default" }, next);
  return collect({ maxDigits: 1, timeoutMs: 1, terminator: "#", collection: "dropped" }, next);
}

function afterInput(pending: Pending, call: Call): Next {
  // A collection without keys is not sent at all (kapi_pivot:publish_req).
  const digits = call.digits[pending.collection] ?? "";
  return result(pending, digits, "") ?? { go: "rest", change: {}, skip: 0 };
}

function nothingSaid({ url, method }: Pending): Next {
  return { go: "request", url, method, parameters: { SpeechResult: "" } };
}

/** Between two groups the keys are in `default`, where also the finishing key is. */
function afterPrompt(pending: Pending, call: Call): Next {
  const typed = call.digits["default"] ?? "";
  const end = pending.finishOnKey === "" ? -1 : typed.indexOf(pending.finishOnKey);
  const digits = (end === -1 ? typed : typed.slice(0, end)).slice(0, pending.numDigits);
  const isComplete = digits.length === pending.numDigits;
  if (isComplete || end !== -1) {
    const finishedOnKey = isComplete ? "" : pending.finishOnKey;
    return (
      result(pending, digits, finishedOnKey) ?? {
        go: "rest",
        change: { promptsHeard: 0, isNoted: false },
        skip: 1,
      }
    );
  }
  const promptsHeard = typed === "" ? pending.heard : Number.MAX_SAFE_INTEGER;
  return { go: "rest", change: { promptsHeard }, skip: 0 };
}

/** The request that a result leads to; none where nothing was pressed and nobody wants to know. */
function result(pending: Pending, digits: string, finishedOnKey: string): Next | undefined {
  if (digits === "" && !pending.evenEmpty) return undefined;
  const parameters = { Digits: digits, FinishedOnKey: finishedOnKey, msg: "Gather End" };
  return { go: "request", url: pending.url, method: pending.method, parameters };
}
