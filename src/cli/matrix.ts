import { fidelityPage } from "../fidelity/fidelity-page.ts";
import { type MatrixRow, matrix as supportMatrix } from "../fidelity/matrix.ts";
import { defineCommand } from "./command.ts";

/** `twivot matrix`: what becomes of each element and attribute of TwiML. */
export const matrix = defineCommand({
  name: "matrix",
  summary: "Print what becomes of each verb, noun, SSML element and attribute of TwiML",
  more: "Each line is an element or an attribute, its support and the code of the note that says what differs.",
  options: {
    markdown: { type: "boolean", about: "print the page docs/fidelity.md, with the notes" },
  },
  run: async ({ json, markdown }, world) => {
    if (json && markdown) {
      world.stderr("Take --json or --markdown, not both.\n");
      return 2;
    }
    if (markdown) world.stdout(fidelityPage());
    else if (json) world.stdout(`${JSON.stringify(supportMatrix(), undefined, 2)}\n`);
    else world.stdout(supportMatrix().map(lines).join(""));
    return 0;
  },
});

function lines({ kind, element, attributes, ...standing }: MatrixRow): string {
  const of = Object.entries(attributes).map(([attribute, each]) => ({ what: `  ${attribute}`, ...each }));
  return [{ what: `${kind} <${element}>`, ...standing }, ...of]
    .map(({ what, support, note = "" }) => `${what.padEnd(40)}${support.padEnd(14)}${note}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}
