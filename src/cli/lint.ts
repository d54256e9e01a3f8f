import { defineCommand, type ExitCode } from "./command.ts";
import { documentOptions, targetOf, translateFile } from "./translate-document.ts";

/** `twivot lint`: the notes on TwiML documents, as a compiler prints its findings. */
export const lint = defineCommand({
  name: "lint",
  summary: "Print what is wrong with TwiML documents and what will differ from Twilio, a line each",
  operands: "FILE…|-",
  more: "Each line is file:line:column: code: sentence. A note does not make the exit status 1, a fault does.",
  options: documentOptions,
  run: async ({ json, ...values }, world, files) => {
    const target = targetOf(values, files, world);
    if (target === undefined) return 2;
    let exitCode: ExitCode = 0;
    for (const file of files) {
      const outcome = await translateFile(file, target, world);
      const findings = "error" in outcome ? [{ severity: "error", ...outcome.error }] : outcome.notes;
      if ("error" in outcome) exitCode = 1;
      for (const finding of findings) {
        const { line, column, code, message } = finding;
        world.stdout(
          json
            ? `${JSON.stringify({ file, ...finding })}\n`
            : `${file}:${line}:${column}: ${code}: ${message}\n`,
        );
      }
    }
    return exitCode;
  },
});
