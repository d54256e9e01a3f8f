import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { verbs } from "../verbs/index.ts";
import { catalogue } from "./catalogue.ts";
import { type MatrixRow, matrix } from "./matrix.ts";

/** Elements that Twilio's builder does not know, and why they are here. */
const beyondTheBuilder: Readonly<Record<string, string>> = {
  Assistant: "on Twilio's pages, left out of the builder",
  Callflow: "ours, a thing of Kazoo's",
  Device: "Kazoo's own TwiML",
  Group: "ours, a thing of Kazoo's",
  Message: "an old spelling of Sms",
  Set: "Kazoo's own TwiML",
  User: "Kazoo's own TwiML",
  Variable: "Kazoo's own TwiML",
  Voicemail: "ours, a thing of Kazoo's",
};

/** Attributes that are on Twilio's pages and not in the builder's types. */
const attributesBeyondTheBuilder: Readonly<Record<string, readonly string[]>> = { Dial: ["callReason"] };

/** What the builder of the `twilio` package can write: the widest list of TwiML that Twilio publishes. */
const builder = readBuilder();

function readBuilder() {
  const folder = createRequire(import.meta.url).resolve("twilio/lib/twiml/VoiceResponse.js");
  const code = readFileSync(folder, "utf8");
  const types = readFileSync(folder.replace(/js$/, "d.ts"), "utf8");
  const attributes = new Map<string, Set<string>>();
  for (const [, name = "", body = ""] of types.matchAll(/interface (\w+)Attributes \{(.*?)\n {4}\}/gs)) {
    const element = elementOf(name);
    const known = attributes.get(element) ?? new Set();
    for (const [, quoted, plain] of body.matchAll(/^ +(?:"([^"]+)"|(\w+))\?:/gm))
      known.add(quoted ?? plain ?? "");
    attributes.set(element, known);
  }
  const elements = new Set([...code.matchAll(/\.ele\("([\w-]+)"/g)].map(([, name = ""]) => name));
  const roots = new Set([...code.matchAll(/this\.response\.ele\("(\w+)"/g)].map(([, name = ""]) => name));
  return { elements, roots, attributes };
}

/** The builder's types say SsmlSayAs and SipUri for say-as and Uri. */
function elementOf(type: string): string {
  if (!type.startsWith("Ssml")) return type === "SipUri" ? "Uri" : type;
  return type
    .slice(4)
    .replace(/(?!^)(?=[A-Z])/g, "-")
    .toLowerCase();
}

const rows = matrix();

function rowsOf(element: string): readonly MatrixRow[] {
  return rows.filter((row) => row.element === element);
}

test("the builder is read as it is meant to be", () => {
  expect(builder.elements.size).toBeGreaterThanOrEqual(56);
  expect(builder.roots).toContain("Dial");
  expect(builder.attributes.get("say-as")).toEqual(new Set(["format", "interpret-as"]));
});

test("every element of TwiML is there", () => {
  const missing = [...builder.elements].filter((element) => rowsOf(element).length === 0);
  expect(missing).toEqual([]);
});

test("every element that can stand in a Response is a verb", () => {
  const missing = [...builder.roots].filter((root) => !rowsOf(root).some(({ kind }) => kind === "verb"));
  expect(missing).toEqual([]);
});

test("what the builder does not know is there for a reason", () => {
  const others = rows.filter(({ element }) => !builder.elements.has(element)).map(({ element }) => element);
  expect(others.toSorted()).toEqual(Object.keys(beyondTheBuilder));
});

describe.each([...builder.elements])("<%s>", (element) => {
  test("has all its attributes, and no others", () => {
    const others = attributesBeyondTheBuilder[element] ?? [];
    const expected = [...(builder.attributes.get(element) ?? []), ...others].toSorted();
    for (const row of rowsOf(element)) expect(Object.keys(row.attributes)).toEqual(expected);
  });
});

test("an element is there once as a verb and once as a noun at most", () => {
  const names = rows.map(({ kind, element }) => `${kind} ${element}`);
  expect(new Set(names).size).toBe(names.length);
});

test("every verb that translates has its row, and what is not exact names its note", () => {
  expect(rows.filter(({ kind }) => kind === "verb").map(({ element }) => element)).toEqual(
    [...verbs.keys()].toSorted(),
  );
  const standings = rows.flatMap((row) => [row, ...Object.values(row.attributes)]);
  for (const { support, note } of standings) {
    expect(support).toBe(note === undefined ? "exact" : catalogue[note].severity);
  }
});

test("verbs come first, then nouns, then SSML, each by name", () => {
  expect(rows[0]?.element).toBe("Connect");
  expect(rows.at(-1)?.element).toBe("w");
  expect(rows.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1])).toEqual([
    "verb",
    "noun",
    "ssml",
  ]);
});

test("a verb that Kazoo cannot do is told with what it is lost for", () => {
  expect(rowsOf("Refer")).toEqual([
    {
      element: "Refer",
      kind: "verb",
      support: "lost",
      note: "refer-unavailable",
      attributes: {
        action: { support: "approximated", note: "refer-transfer" },
        method: { support: "exact" },
      },
    },
  ]);
});

test("a verb that is translated is told attribute by attribute", () => {
  expect(rowsOf("Play")).toEqual([
    {
      element: "Play",
      kind: "verb",
      support: "exact",
      attributes: { digits: { support: "exact" }, loop: { support: "approximated", note: "loop-endless" } },
    },
  ]);
});
