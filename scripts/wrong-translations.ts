import { wrongDials } from "./wrong-dials.ts";
import { wrongGathers } from "./wrong-gathers.ts";
import { wrongOthers } from "./wrong-others.ts";
import { wrongRecords } from "./wrong-records.ts";

/** A mistake that somebody could make: one piece of text of a source, replaced by another. */
export type WrongTranslation = {
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  /** It stands in the file exactly once. */
  readonly right: string;
  readonly wrong: string;
};

/** Mistakes of the translation, of which the proof must find each one. */
export const wrongTranslations: readonly WrongTranslation[] = [
  ...wrongGathers,
  ...wrongDials,
  ...wrongOthers,
  ...wrongRecords,
  {
    name: "a loop is one round short",
    file: "verbs/say.ts",
    right: "const rounds = loop === 0 ? ENDLESS_ROUNDS : loop;",
    wrong: "const rounds = loop === 0 ? ENDLESS_ROUNDS : loop - 1;",
  },
  {
    name: "a long loop loses a round on its way through Kazoo",
    file: "verbs/parts.ts",
    right: "const promptsHeard = state.promptsHeard + parts.length;",
    wrong: "const promptsHeard = state.promptsHeard + parts.length + 1;",
  },
  {
    name: "a Play is repeated once too often",
    file: "verbs/play.ts",
    right: "loopCount: loop }",
    wrong: "loopCount: loop + 1 }",
  },
  {
    name: "an endless Say ends",
    file: "verbs/say.ts",
    right: "return speak({ ...first, isEndless: true });",
    wrong: "return speak({ ...first, isEndless: false });",
  },
  {
    name: "a Pause answers",
    file: "verbs/pause.ts",
    right: ': node("sleep", { duration: length, unit: "s" }, context.then({})),',
    wrong: ": playUrl({ id: silence(length * 1000), isAnswered: false }, context.then({ answered: true })),",
  },
  {
    name: "a Pause lasts a thousandth of its time",
    file: "verbs/pause.ts",
    right: "silence(length * 1000)",
    wrong: "silence(length)",
  },
  {
    name: "a Redirect answers",
    file: "verbs/redirect.ts",
    right: "rest: [], state });",
    wrong: "rest: [], state: { ...state, answered: true } });",
  },
  {
    name: "the method of a Redirect is ignored",
    file: "verbs/redirect.ts",
    right: "ownText(element)), method };",
    wrong: 'ownText(element)), method: method && "POST" };',
  },
  {
    name: "a Redirect comes back to what follows it",
    file: "verbs/redirect.ts",
    right: "{ documentUrl, state }) => {",
    wrong: "{ documentUrl, state, then }) => {\n    if (state.answered) return then({});",
  },
  {
    name: "a Reject answers first",
    file: "verbs/reject.ts",
    right: 'context.state.answered ? endOfCall(context) : node("response", answers[reason])',
    wrong: "(answers[reason], endOfCall(context))",
  },
  {
    name: "a Reject sends the same code for every reason",
    file: "verbs/reject.ts",
    right: "answers[reason]",
    wrong: "answers[reason && 'busy']",
  },
  {
    name: "a Hangup does not answer",
    file: "verbs/hangup.ts",
    right: 'return answerFirst(context, node("hangup", {}));',
    wrong: 'return context ? node("hangup", {}) : answerFirst(context, node("hangup", {}));',
  },
  {
    name: "what follows a Hangup is run",
    file: "verbs/hangup.ts",
    right: "endOfCall(context),\n",
    wrong: "context.then({}),\n",
  },
  {
    name: "a text that is split loses a character",
    file: "translate/split-text.ts",
    right: "rest = rest.slice(end);",
    wrong: "rest = rest.slice(end + 1);",
  },
  {
    name: "a text that is split loses its end",
    file: "translate/split-text.ts",
    right: 'if (rest !== "") pieces.push(rest);',
    wrong: "if (rest === text) pieces.push(rest);",
  },
  {
    name: "pieces of a text are spoken in the wrong order",
    file: "verbs/say.ts",
    right: "round[index % round.length]",
    wrong: "round[round.length - 1 - (index % round.length)]",
  },
  {
    name: "variables are dropped",
    file: "verbs/set.ts",
    right: "return context.then({ variables });",
    wrong: "return variables && context.then({});",
  },
  {
    name: "variables hide the standard parameters",
    file: "respond/documents.ts",
    right: "{ ...state.variables, ...standardParameters(call, app, config, state), ...parameters }",
    wrong: "{ ...standardParameters(call, app, config, state), ...parameters, ...state.variables }",
  },
  {
    name: "the fallback is not asked",
    file: "respond/documents.ts",
    right: "if (app.fallbackUrl === undefined) return undefined;",
    wrong: "if (app.fallbackUrl !== asked.url) return undefined;",
  },
  {
    name: "the fallback is told the wrong URL",
    file: "respond/documents.ts",
    right: "error instanceof AppError ? error.url : asked.url",
    wrong: "app.voiceUrl",
  },
  {
    name: "a relative Play is handed to Kazoo as it is",
    file: "verbs/play.ts",
    right: "const id = resolveUrl(context.documentUrl, url);",
    wrong: "const id = url;",
  },
  {
    name: "a relative Play inside a Gather counts from the root",
    file: "verbs/prompt.ts",
    right: "resolveUrl(setting.documentUrl, url)",
    wrong: 'resolveUrl(new URL("/", setting.documentUrl).href, url)',
  },
  {
    name: "a call counts as ringing after it has been answered",
    file: "respond/documents.ts",
    right: "standardParameters(call, app, config, state)",
    wrong: "standardParameters(call, app, config, { ...state, answered: false })",
  },
  {
    name: "a call counts as answered from the beginning",
    file: "respond/documents.ts",
    right: "standardParameters(call, app, config, state)",
    wrong: "standardParameters(call, app, config, { ...state, answered: true })",
  },
  {
    name: "the end of a document does not answer",
    file: "translate/translate.ts",
    right: "return endOfCall({ ...setting, state });",
    wrong: "return endOfCall({ ...setting, state: { ...state, answered: true } });",
  },
  {
    name: "a voice is of the wrong gender",
    file: "verbs/voices.ts",
    right: '  man: "male",',
    wrong: '  man: "female",',
  },
  {
    name: "a language is ignored",
    file: "verbs/voices.ts",
    right: "(language ?? own?.language ??",
    wrong: "(own?.language ??",
  },
  {
    name: "tones are sent without the pauses between them",
    file: "verbs/tones.ts",
    right: "const waits: Readonly<Record<string, number>> = { w: 500, W: 1000 };",
    wrong: "const waits: Readonly<Record<string, number>> = { w: 1, W: 1 };",
  },
  {
    name: "an unknown verb ends the document",
    file: "translate/translate.ts",
    right: 'notes.add("verb-unknown", element);\n    return then({});',
    wrong: 'notes.add("verb-unknown", element);\n    return endOfCall({ ...setting, state });',
  },
  {
    name: "a plain text is not spoken",
    file: "respond/document-verbs.ts",
    right: 'return [element("Say", {}, text(documentText(document)))];',
    wrong: "return childElements(element(documentText(document)));",
  },
  {
    name: "audio is played twice",
    file: "respond/document-verbs.ts",
    right: 'element("Play", {}, text',
    wrong: 'element("Play", { loop: "2" }, text',
  },
];
