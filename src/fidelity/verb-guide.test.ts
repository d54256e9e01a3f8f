import { describe, expect, test } from "vitest";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { verbs } from "../verbs/index.ts";
import { catalogue } from "./catalogue.ts";
import { exampleFlows } from "./example-flows.ts";
import { verbExamples } from "./verb-examples.ts";
import { verbGuide, verbGuideIndex } from "./verb-guide.ts";

const names = [...verbs.keys()].toSorted();

test("every verb has an example, and there are no others", () => {
  expect(Object.keys(verbExamples).toSorted()).toEqual(names);
});

describe.each(Object.entries(verbExamples))("the example of <%s>", (name, example) => {
  test("has the verb", () => {
    const elements = childElements(parseTwiml(example.document.join("\n")));
    expect(elements.map((element) => element.name)).toContain(name);
  });

  test.each(["4.3", "5.0"] as const)("becomes a flow on Kazoo %s", (kazoo) => {
    const { flows } = exampleFlows(example, kazoo);
    expect(flows.length).toBeGreaterThan(0);
    for (const flow of flows) expect(flow.length).toBeGreaterThan(0);
  });

  test.each(["4.3", "5.0"] as const)("is written as it should be, for Kazoo %s", (kazoo) => {
    const faults = ["attribute-invalid", "attribute-unknown", "child-unexpected"];
    const codes: readonly string[] = exampleFlows(example, kazoo).notes.map(({ code }) => code);
    expect(codes.filter((code) => faults.includes(code))).toEqual([]);
  });
});

test("an example goes on where Kazoo comes back for the rest of it, and tells what follows a failure", () => {
  const document = [
    "<Response>",
    `<Say>${"One. ".repeat(2500)}</Say>`,
    "<Dial>+15005550010</Dial><Say>Gone.</Say></Response>",
  ];
  const { flows } = exampleFlows({ document }, "4.3");
  expect(flows[0]?.at(-1)).toBe("pivot");
  expect(flows.at(-1)?.slice(-2)).toEqual(["resources +15005550010", "else pivot"]);
});

describe.each(names)("the guide of <%s>", (name) => {
  const guide = verbGuide(name, []);

  test("has its example and what becomes of it on both versions", () => {
    for (const line of verbExamples[name]?.document ?? []) expect(guide).toContain(`\n${line}\n`);
    for (const kazoo of ["4.3", "5.0"])
      expect(guide).toMatch(new RegExp(`^On Kazoo (.* and )?${kazoo}`, "m"));
  });

  test("tells what each attribute takes", () => {
    const { attributes = {} } = verbs.get(name) ?? {};
    for (const [attribute, { expected }] of Object.entries(attributes)) {
      expect(guide).toContain(`| \`${attribute}\` | ${expected} |`);
    }
  });

  test("tells of each noun", () => {
    const { nouns = [], children = [] } = verbs.get(name) ?? {};
    for (const noun of nouns) {
      expect(guide).toContain(
        children.includes(noun.name) ? `\n### ${noun.name}\n` : `\n- \`<${noun.name}>\`: `,
      );
    }
  });
});

test("versions that differ are told apart, in the flow and in the notes", () => {
  const guide = verbGuide("Record", []);
  expect(guide).toContain("On Kazoo 4.3:\n\n```text\n");
  expect(guide).toContain("On Kazoo 5.0:\n\n```text\n");
  expect(guide).toMatch(/^- line 3, \[record-any-key\].* On Kazoo 4\.3 only\.$/m);
});

test("a verb is exact, or but for its notes, or has a note that is its own", () => {
  expect(verbGuide("Set", [])).toContain("\n`<Set>` is exact.\n");
  expect(verbGuide("Play", [])).toContain("\n`<Play>` is exact but for what is told below.\n");
  expect(verbGuide("Echo", [])).toContain(
    "\nWhat most often differs in `<Echo>`: lost ([echo-unavailable](#echo-unavailable)).\n",
  );
});

test("a default is told, and so is that there is none", () => {
  const guide = verbGuide("Gather", []);
  expect(guide).toContain("| `timeout` | a whole number from 1 to 86400 | `5` | exact |");
  expect(guide).toContain("| `action` | a URL | none | exact |");
});

test("the attributes of a noun have their values, defaults and notes", () => {
  const guide = verbGuide("Dial", []);
  expect(guide).toContain("| `muted` | true or false | `false` | exact |");
  expect(guide).toContain("| `coach` | text | none | lost ([conference-coach](#conference-coach)) |");
});

test("what may stand in a verb and is told elsewhere is linked", () => {
  expect(verbGuide("Gather", [])).toContain("[`<Say>`](Say.md), [`<Play>`](Play.md), [`<Pause>`](Pause.md).");
  expect(verbGuide("Stop", [])).toContain("[`<Recording>`](Start.md#recording)");
});

test("fixtures are linked by their names, and others counted", () => {
  const fixtures = [
    { name: "say-it", verbs: new Set(["Say"]) },
    { name: "greet", verbs: new Set(["Say"]) },
  ];
  expect(verbGuide("Say", fixtures)).toContain(
    "## Fixtures\n\n- [say it](../../fixtures/say-it)\n\nIt also is in 1 other.\n",
  );
  expect(verbGuideIndex(fixtures)).toMatch(/^\| \[Say\]\(Say\.md\) \|.*\| 2 \|$/m);
});

test("the list has every verb, and each note is told in a guide or there", () => {
  const index = verbGuideIndex([]);
  for (const name of names) expect(index).toContain(`\n| [${name}](${name}.md) |`);
  const all = [index, ...names.map((name) => verbGuide(name, []))].join("\n");
  for (const code of Object.keys(catalogue)) expect(all).toContain(`\n### ${code}\n`);
});

test("there is no guide of what is no verb", () => {
  expect(() => verbGuide("Shout", [])).toThrow("There is no verb Shout.");
});
