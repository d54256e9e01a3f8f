import type { WrongTranslation } from "./wrong-translations.ts";

/** Mistakes of Dial. */
export const wrongDials: readonly WrongTranslation[] = [
  {
    name: "a Dial answers the caller though it should only when bridged",
    file: "verbs/dial/attempt.ts",
    right: "return values.answerOnBridge ? flow : answerFirst(context, flow);",
    wrong: "return answerFirst(context, flow);",
  },
  {
    name: "a Dial does not answer the caller",
    file: "verbs/dial/attempt.ts",
    right: "return values.answerOnBridge ? flow : answerFirst(context, flow);",
    wrong: "return flow;",
  },
  {
    name: "a caller does not come back from a talk",
    file: "verbs/dial/attempt.ts",
    right: "const comesBack = isFollowed || state.dials > 0;",
    wrong: "const comesBack = false;",
  },
  {
    name: "an earlier caller id is not taken back",
    file: "verbs/dial/attempt.ts",
    right: "if (after.callerId !== state.callerId) {",
    wrong: 'if (after.callerId !== state.callerId && after.callerId !== "") {',
  },
  {
    name: "the verbs behind a Dial without action are lost",
    file: "verbs/dial/attempt.ts",
    right: "const rest = values.action === undefined ? context.rest : [];",
    wrong: "const rest = values.action === undefined ? context.rest.slice(1) : [];",
  },
  {
    name: "the second number of a Dial is not called",
    file: "verbs/dial/attempt.ts",
    right: "...(hasMore ? { next: state.promptsHeard + 1, isInRest: true } : {}),",
    wrong: "...(hasMore ? { isInRest: true } : {}),",
  },
  {
    name: "a Dial that can call nobody is passed over",
    file: "verbs/dial/attempt.ts",
    right: "values.action === undefined\n      ? context.then(change)",
    wrong: "true\n      ? context.then(change)",
  },
  {
    name: "a Dial that can call nobody says that nobody answered",
    file: "verbs/dial/outcome.ts",
    right: 'if (isHopeless === true) return "failed";',
    wrong: 'if (isHopeless === true) return "no-answer";',
  },
  {
    name: "a talk counts as a failure",
    file: "verbs/dial/outcome.ts",
    right: 'if (outcome === "bridged") return "completed";',
    wrong: 'if (outcome === "bridged") return "failed";',
  },
  {
    name: "DialBridged is the wrong way round",
    file: "verbs/dial/outcome.ts",
    right: "DialBridged: String(isBridged),",
    wrong: "DialBridged: String(!isBridged),",
  },
  {
    name: "the length of a talk is told in milliseconds",
    file: "verbs/dial/outcome.ts",
    right: "Math.round(tookMs / 1000)",
    wrong: "tookMs",
  },
  {
    name: "after a talk the call counts as ringing",
    file: "verbs/dial/outcome.ts",
    right: '{ ...done, answered: true, callerId: "" }',
    wrong: '{ ...done, answered: false, callerId: "" }',
  },
  {
    name: "an attempt that failed is followed by itself",
    file: "verbs/dial/outcome.ts",
    right: "change: { promptsHeard: pending.next, isNoted: true }",
    wrong: "change: { promptsHeard: pending.next - 1, isNoted: true }",
  },
  {
    name: "the action of a Dial is not asked",
    file: "verbs/dial/outcome.ts",
    right: "if (pending.action === undefined) {",
    wrong: "if (pending.action !== undefined) {",
  },
  {
    name: "a number is called by carriers of the account",
    file: "verbs/dial/bridge.ts",
    right: "use_local_resources: localResources,",
    wrong: "use_local_resources: !localResources,",
  },
  {
    name: "the children of a number's causes are missing",
    file: "verbs/dial/bridge.ts",
    right: 'return { module: "resources", data, children: children(failures, ends) };',
    wrong: 'return { module: "resources", data, children: children(["_"], ends) };',
  },
  {
    name: "a phone rings for a thousandth of its time",
    file: "verbs/dial/bridge.ts",
    right: "const data = { id, timeout: calling.timeout, ...sipHeaders(headers) };",
    wrong: "const data = { id, timeout: 1, ...sipHeaders(headers) };",
  },
  {
    name: "phones of one Dial ring one after the other",
    file: "verbs/dial/bridge.ts",
    right: "    strategy,\n    timeout:",
    wrong: '    strategy: "single",\n    timeout:',
  },
];
