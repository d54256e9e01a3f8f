import { defineCommand, type ExitCode, type World } from "./command.ts";
import {
  documentOptions,
  EXAMPLE_PUBLIC_URL,
  type Outcome,
  targetOf,
  translateFile,
} from "./translate-document.ts";

/** `twivot translate`: the callflow of a TwiML document, and what will differ from Twilio. */
export const translate = defineCommand({
  name: "translate",
  summary: "Print the callflow of TwiML documents, with notes on what will differ from Twilio",
  operands: "FILE…|-",
  more: [
    "One file gives an object with flow and notes; several give a line of JSON each. Where a flow comes back to",
    "twivot its URL ends in preview-1, preview-2, …; a running twivot puts a sealed token there.",
  ].join("\n"),
  options: {
    ...documentOptions,
    "public-url": {
      type: "string",
      value: "URL",
      about: `where Kazoo reaches twivot, default ${EXAMPLE_PUBLIC_URL}`,
    },
  },
  run: async (values, world, files) => {
    const target = targetOf(values, files, world);
    if (target === undefined) return 2;
    let exitCode: ExitCode = 0;
    for (const file of files) {
      const outcome = await translateFile(file, target, world);
      if ("error" in outcome) exitCode = 1;
      if (files.length > 1) world.stdout(`${JSON.stringify(outcome)}\n`);
      else printOnly(outcome, values.json ?? false, world);
    }
    return exitCode;
  },
});

function printOnly(outcome: Outcome, json: boolean, world: World): void {
  const { file, ...content } = outcome;
  if ("error" in content && !json) {
    const { code, message, line, column } = content.error;
    world.stderr(`${file}:${line}:${column}: ${code}: ${message}\n`);
    return;
  }
  world.stdout(`${JSON.stringify(content, undefined, json ? undefined : 2)}\n`);
}
