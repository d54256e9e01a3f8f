import type { WrongTranslation } from "./wrong-translations.ts";

const gather = "verbs/gather.ts";
const build = "callflow/build.ts";

/** Mistakes of nodes in general, and of Gather. */
export const wrongGathers: readonly WrongTranslation[] = [
  {
    name: "the next node hangs below another key",
    file: build,
    right: "{ module, data, children: { _: next } };",
    wrong: "{ module, data, children: { default: next } } as unknown as Node<M, Next>;",
  },
  {
    name: "a Say outside a Gather can be cut short",
    file: build,
    right: "isInterruptible ? allKeys : [];",
    wrong: "isInterruptible ? allKeys : allKeys;",
  },
  {
    name: "the prompt of a Gather cannot be cut short",
    file: build,
    right: "isInterruptible ? allKeys : [];",
    wrong: "isInterruptible ? [] : [];",
  },
  {
    name: "a timeout is given in seconds",
    file: gather,
    right: "collectKeys(values.timeout * 1000, pending, context)",
    wrong: "collectKeys(values.timeout, pending, context)",
  },
  {
    name: "the time between two keys is Kazoo's own",
    file: build,
    right: "    interdigit_timeout: timeoutMs,\n",
    wrong: "",
  },
  {
    name: "keys typed ahead are not dropped on Kazoo 4.3",
    file: gather,
    right: 'return node("flush_dtmf", { collection_name: "default" }, next);',
    wrong: "return next;",
  },
  {
    name: "keys typed ahead are dropped on Kazoo 5.0 as on 4.3",
    file: gather,
    right: 'if (kazoo === "4.3") return node',
    wrong: "if (kazoo) return node",
  },
  {
    name: "finishOnKey is ignored",
    file: gather,
    right: 'pending.finishOnKey === "" ? "#" : pending.finishOnKey,\n      collection',
    wrong: '"#",\n      collection',
  },
  {
    name: "numDigits is ignored",
    file: gather,
    right: "numDigits: values.numDigits ?? UNLIMITED_DIGITS",
    wrong: "numDigits: UNLIMITED_DIGITS",
  },
  {
    name: "numDigits is one too many",
    file: gather,
    right: "maxDigits: pending.numDigits,",
    wrong: "maxDigits: pending.numDigits + 1,",
  },
  {
    name: "an action is not resolved against its document",
    file: gather,
    right: 'url: resolveUrl(context.documentUrl, values.action ?? ""),',
    wrong: 'url: resolveUrl(new URL("/", context.documentUrl).href, values.action ?? ""),',
  },
  {
    name: "relative URLs count from the document before",
    file: "respond/documents.ts",
    right: "session: { ...session, visit, documentUrl: document.url, documents }",
    wrong: "session: { ...session, visit, documents }",
  },
  {
    name: "the method of an action is ignored",
    file: gather,
    right: "      method: values.method,\n",
    wrong: '      method: "POST",\n',
  },
  {
    name: "the default of methods is GET",
    file: "twiml/attributes.ts",
    right: 'oneOf(["GET", "POST"], { default: "POST",',
    wrong: 'oneOf(["GET", "POST"], { default: "GET",',
  },
  {
    name: "actionOnEmptyResult is ignored",
    file: gather,
    right: "evenEmpty: values.actionOnEmptyResult,",
    wrong: "evenEmpty: false,",
  },
  {
    name: "an action is always asked",
    file: gather,
    right: "evenEmpty: values.actionOnEmptyResult,",
    wrong: "evenEmpty: true,",
  },
  {
    name: "the digits are read from another collection",
    file: gather,
    right: 'call.digits[pending.collection] ?? ""',
    wrong: 'call.digits["default"] ?? ""',
  },
  {
    name: "what follows a Gather is lost",
    file: gather,
    right: "      rest: context.rest,\n      state: { ...context.state, ...afterGather(context)",
    wrong: "      rest: [],\n      state: { ...context.state, ...afterGather(context)",
  },
  {
    name: "a key during the first part of a prompt does not skip the others",
    file: gather,
    right: 'const promptsHeard = typed === "" ? pending.heard : Number.MAX_SAFE_INTEGER;',
    wrong: "const promptsHeard = pending.heard;",
  },
  {
    name: "a finishing key between the parts of a prompt counts as a digit",
    file: gather,
    right: 'pending.finishOnKey === "" ? -1 : typed.indexOf(pending.finishOnKey)',
    wrong: "-1",
  },
  {
    name: "bargeIn is ignored",
    file: gather,
    right: 'values.bargeIn && values.input !== "speech"',
    wrong: 'values.input !== "speech"',
  },
];
