import type { WrongTranslation } from "./wrong-translations.ts";

const causes = "verbs/dial/causes.ts";
const attempt = "verbs/dial/attempt.ts";
const steps = "verbs/dial/steps.ts";
const rests = "verbs/ssml/break.ts";

/** Mistakes in what is told of other parties, of hang-ups and of files, in breaks, and on the road of a request. */
export const wrongOthers: readonly WrongTranslation[] = [
  {
    name: "a busy party is told as one that failed",
    file: causes,
    right: '[...busy, ...sipBusy].map((outcome) => [outcome, "busy"] as const)',
    wrong: '[...busy, ...sipBusy].map((outcome) => [outcome, "failed"] as const)',
  },
  {
    name: "nobody answering is told as busy",
    file: causes,
    right: 'map((outcome) => [outcome, "no-answer"] as const)',
    wrong: 'map((outcome) => [outcome, "busy"] as const)',
  },
  {
    name: "a number that nobody has has no child",
    file: causes,
    right: '  "UNALLOCATED_NUMBER",\n',
    wrong: "",
  },
  {
    name: "the caller id of a Dial is not shown",
    file: attempt,
    right: "caller_id_number: after.callerId }",
    wrong: "caller_id_number: state.callerId }",
  },
  {
    name: "the caller id of a Dial counts for the next one",
    file: attempt,
    right: "callerId: callerIdOf(values, platform.defaultCountry),",
    wrong: "callerId: callerIdOf(values, platform.defaultCountry) || state.callerId,",
  },
  {
    name: "the action of a Dial is asked by POST",
    file: attempt,
    right: "resolveUrl(documentUrl, action), method } };",
    wrong: 'resolveUrl(documentUrl, action), method: method && "POST" } };',
  },
  {
    name: "every Dial of a call has the same DialCallSid",
    file: "verbs/dial/outcome.ts",
    right: 'sid("CA", dialName(dial))',
    wrong: 'sid("CA", dialName(dial - dial)).slice(2)',
  },
  {
    name: "numbers of a sequence are called in the wrong order",
    file: steps,
    right: "isSequential ? callable.map(one)",
    wrong: "isSequential ? callable.toReversed().map(one)",
  },
  {
    name: "only the first of several phones rings",
    file: steps,
    right: '{ kind: "several", to: phones, strategy, parties }',
    wrong: '{ kind: "several", to: phones.slice(0, 1), strategy, parties }',
  },
  {
    name: "a Dial counts from the beginning of what is said before it",
    file: "callbacks/take-event.ts",
    right: "hangUp.isFirst === true || (await",
    wrong: "hangUp.isFirst !== null || (await",
  },
  {
    name: "a queue counts from the beginning of what is said before it",
    file: "verbs/own-flow.ts",
    right: "return isFirst ? flow()",
    wrong: "return isFirst || rest ? flow()",
  },
  {
    name: "who hangs up in a Dial is not told of",
    file: attempt,
    right: "...(action === undefined ? {} : { action }), legs };",
    wrong: "...(action === undefined ? {} : {}), legs };",
  },
  {
    name: "variables are lost when the caller hangs up",
    file: "callbacks/calls.ts",
    right: "{ hangUp, variables: state.variables }",
    wrong: "{ hangUp, variables: {} }",
  },
  {
    name: "who hangs up while it rings counts as busy",
    file: "callbacks/hang-up-parameters.ts",
    right: 'return { DialCallStatus: "no-answer", ...sid',
    wrong: 'return { DialCallStatus: "busy", ...sid',
  },
  {
    name: "a conference goes on when its last member has left",
    file: "callbacks/conference.ts",
    right: "...(members.length === 0 ? [{ event",
    wrong: "...(members.length < 0 ? [{ event",
  },
  {
    name: "a room is another one for every caller",
    file: "verbs/dial/conference.ts",
    right: ".slice(0, MAX_NAME);",
    wrong: ".slice(3, MAX_NAME);",
  },
  {
    name: "a recording that was made in a talk is not told to the action",
    file: "verbs/dial/outcome.ts",
    right: "return recording === undefined ? talked : { ...talked, ...fileParameters(recording) };",
    wrong: "return talked;",
  },
  {
    name: "the length of a recording is one second short",
    file: "recordings/recording-callbacks.ts",
    right: "    RecordingDuration: String(seconds),\n    Digits",
    wrong: "    RecordingDuration: String(seconds - 1),\n    Digits",
  },
  {
    name: "a Record asks its action by the other method",
    file: "verbs/record.ts",
    right: "    method: values.method,\n    keys",
    wrong: '    method: values.method === "GET" ? "POST" : "GET",\n    keys',
  },
  {
    name: "what follows a Record is lost",
    file: "verbs/record.ts",
    right: "    rest,\n    state: {",
    wrong: "    rest: rest.slice(0, 0),\n    state: {",
  },
  {
    name: "Connect asks its action without answering",
    file: "verbs/ask-action.ts",
    right: "return answerFirst(context, continueWith({ pending",
    wrong: "return (answerFirst, continueWith)({ pending",
  },
  {
    name: "what follows a session that cannot be had is lost",
    file: "verbs/ask-action.ts",
    right: "context.then(afterAnswer)",
    wrong: "continueWith({ rest: [], state: context.state })",
  },
  {
    name: "a break in seconds lasts milliseconds",
    file: rests,
    right: 'unit.toLowerCase() === "s" ? 1000 : 1',
    wrong: 'unit.toLowerCase() === "s" ? 1 : 1',
  },
  {
    name: "a break without a time is silent for a second",
    file: rests,
    right: ': { kind: "mark", mark };',
    wrong: ': { kind: "silence", ms: 1000 };',
  },
];
