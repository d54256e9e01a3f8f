import type { WrongTranslation } from "./wrong-translations.ts";

/** Mistakes of Record, Enqueue and of verbs that Kazoo cannot do. */
export const wrongRecords: readonly WrongTranslation[] = [
  {
    name: "a Record does not beep",
    file: "verbs/record.ts",
    right: "return values.playBeep ? beepFirst(context, flow) : flow;",
    wrong: "return flow;",
  },
  {
    name: "a Record of Kazoo 5.0 does not beep",
    file: "verbs/record.ts",
    right: "return values.playBeep ? beepFirst(context, flow) : answerFirst(context, flow);",
    wrong: "return answerFirst(context, flow);",
  },
  {
    name: "a recording goes on beyond its greatest length",
    file: "verbs/record.ts",
    right: "const wait = untilKey(seconds, values.finishOnKey, stopRecorder(next));",
    wrong: "const wait = untilKey(seconds * 3, values.finishOnKey, stopRecorder(next));",
  },
  {
    name: "a recording of Kazoo 5.0 ends at every key",
    file: "verbs/record.ts",
    right: "return allKeys.filter((key) => keys.includes(key));",
    wrong: "return allKeys.filter(() => keys.length >= 0);",
  },
  {
    name: "a recording of Kazoo 5.0 is not stopped",
    file: "verbs/record.ts",
    right: "stopRecorder(next));",
    wrong: "next);",
  },
  {
    name: "a recording has the number of the one before",
    file: "verbs/record.ts",
    right: "number: state.recordings + 1,",
    wrong: "number: state.recordings,",
  },
  {
    name: "a Record of Kazoo 5.0 counts from the beginning of what is said before it",
    file: "verbs/record.ts",
    right: 'isBeginningTold(values) || context.kazoo === "5.0"',
    wrong: "isBeginningTold(values)",
  },
  {
    name: "who hangs up while recording is not told of",
    file: "verbs/record.ts",
    right: "    action: {\n      url: resolveUrl(documentUrl",
    wrong: "    unasked: {\n      url: resolveUrl(documentUrl",
  },
  {
    name: "a queue that nobody configured is waited in",
    file: "verbs/enqueue.ts",
    right: 'return endpoint?.kind === "queue" ? endpoint.id : undefined;',
    wrong: 'return endpoint?.kind === "queue" ? endpoint.id : "0123456789abcdef0123456789abcdef";',
  },
  {
    name: "the result of a queue without agents is another",
    file: "verbs/enqueue.ts",
    right: 'QueueResult: "system-error"',
    wrong: 'QueueResult: "queue-full"',
  },
  {
    name: "a queue is waited in without an answer",
    file: "verbs/enqueue.ts",
    right: 'return answerFirst(context, node("acdc_member", { id }, next));',
    wrong: 'return node("acdc_member", { id }, next);',
  },
];
