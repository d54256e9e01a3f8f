import { flagOf, type Variable, variableList } from "../config/variables.ts";
import type { Option } from "./command.ts";

/** The options of commands that read the configuration: one a variable. */
export const configurationOptions: Readonly<Record<string, Option & { readonly type: "string" }>> =
  Object.fromEntries(variableList.map(([, variable]) => [flagOf(variable), optionOf(variable)]));

/** What is told of the environment below the options of such a command. */
export const environmentHelp =
  "Each option can be given by the variable in brackets instead; a secret also by a file that <variable>_FILE names.";

function optionOf(variable: Variable) {
  const remark = variable.required ? ", required" : variable.default && `, default ${variable.default}`;
  const value = variable.secret ? "FILE" : "VALUE";
  const about = variable.secret ? `file with: ${variable.about}` : variable.about;
  return { type: "string", value, about: `${about} [${variable.name}${remark ?? ""}]` } as const;
}
