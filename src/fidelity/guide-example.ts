import type { KazooVersion } from "../callflow/flow.ts";
import type { Endpoint } from "../verbs/platform.ts";
import { type ExampleFlows, exampleFlows } from "./example-flows.ts";
import { plain } from "./fidelity-page.ts";
import { type Note, noteSentence } from "./note.ts";
import type { Operator, VerbExample } from "./verb-examples.ts";

const versions = ["4.3", "5.0"] as const;

/** What becomes of an example on both versions of Kazoo. Markdown, in lines. */
export function exampleSection(example: VerbExample): string[] {
  const { document, operator, caller } = example;
  const results = versions.map((kazoo) => ({ kazoo, ...exampleFlows(example, kazoo) }));
  return [
    "```xml",
    ...document,
    "```",
    "",
    ...(caller === undefined ? [] : [`The caller is \`${caller}\`.`, ""]),
    ...(operator === undefined
      ? []
      : ["With this in the operator's configuration:", "", ...yaml(operator), ""]),
    ...flowBlocks(results),
    ...noteLines(results),
  ];
}

type Result = ExampleFlows & { readonly kazoo: KazooVersion };

/** Versions that get the same flows are told together. */
function flowBlocks(results: readonly Result[]): string[] {
  const groups = Map.groupBy(results, ({ flows }) => flows.map((flow) => flow.join("\n")).join("\n\n"));
  return [...groups].flatMap(([outline, same]) => [
    `On Kazoo ${same.map(({ kazoo }) => kazoo).join(" and ")}:`,
    "",
    "```text",
    outline,
    "```",
    "",
  ]);
}

function noteLines(results: readonly Result[]): string[] {
  const all = results.flatMap(({ kazoo, notes }) => notes.map((note) => ({ kazoo, line: noteLine(note) })));
  const groups = Map.groupBy(all, ({ line }) => line);
  const lines = [...groups].map(([line, told]) =>
    told.length === results.length
      ? line
      : `${line} On Kazoo ${told.map(({ kazoo }) => kazoo).join(", ")} only.`,
  );
  return lines.length === 0 ? ["It leaves no note.", ""] : ["Its notes:", "", ...lines, ""];
}

function noteLine(note: Note): string {
  return `- line ${note.line}, [${note.code}](../fidelity.md#${note.code}): ${plain(noteSentence(note))}`;
}

/** The configuration file that says so: docs/configuration.md. */
function yaml({ returnExtension, endpoints }: Operator): string[] {
  const maps = Object.entries(endpoints ?? {}).flatMap(([map, names]) => [
    `  ${map}:`,
    ...Object.entries(names).map(([name, endpoint]) => `    ${name}: ${endpointText(endpoint)}`),
  ]);
  return [
    "```yaml",
    ...(returnExtension === undefined ? [] : [`returnExtension: ${returnExtension}`]),
    ...(maps.length === 0 ? [] : ["endpoints:", ...maps]),
    "```",
  ];
}

function endpointText(endpoint: Endpoint): string {
  return `{ ${endpoint.kind}: ${endpoint.kind === "number" ? endpoint.number : endpoint.id} }`;
}
