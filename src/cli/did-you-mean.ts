import { nearestWord } from "../nearest-word.ts";

/** `There is no command "serv". Did you mean serve?`, where one of the known names is near. */
export function unknown(kind: string, name: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  const hint = near ? `Did you mean ${near}?` : "twivot --help lists what there is.";
  return `There is no ${kind} "${name}". ${hint}`;
}
