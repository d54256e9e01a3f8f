import { describe, expect, test } from "vitest";
import { newState } from "../translate/draft.ts";
import { translate } from "../translate/translate.ts";
import { flag, integer, oneOf, text } from "../twiml/attributes.ts";
import { element } from "../twiml/element.ts";
import type { AnyVerb } from "../verbs/define.ts";
import { verbs } from "../verbs/index.ts";
import { plainSetting } from "../verbs/plain-setting.ts";
import { acceptedBy, acceptedByNoun } from "./accepted-values.ts";
import { matrix } from "./matrix.ts";

test.each([
  [integer({ default: 5, min: 1, max: 9 }), "a whole number from 1 to 9", "5"],
  [flag({ default: false }), "true or false", "false"],
  [oneOf(["", "a"], { default: "" }), " or a", "nothing"],
  [text({ default: undefined }), "text", undefined],
  [{ ...text({ default: undefined }), default: ["1", "#"] }, "text", "1#"],
  [{ ...text({ default: undefined }), default: ["ringing", "answered"] }, "text", "ringing answered"],
])("a reader of %o is told in words", (reader, expected, preset) => {
  expect(acceptedBy(reader)).toEqual({ expected, default: preset });
});

function verbOf(name: string): AnyVerb {
  const verb = verbs.get(name);
  if (verb === undefined) throw new Error(`no verb ${name}`);
  return verb;
}

test("the attributes of a noun are told by the verb that reads it", () => {
  const attributes = ["maxParticipants", "muted", "participantLabel"];
  expect(acceptedByNoun(verbOf("Dial"), "Conference", attributes)).toEqual({
    maxParticipants: { expected: "a whole number from 2 to 250", default: "250" },
    muted: { expected: "true or false", default: "false" },
    participantLabel: { expected: undefined, default: undefined },
  });
});

const standing = [...verbs.values()].flatMap((verb) =>
  verb.nouns.filter(({ name }) => verb.children.includes(name)).map(({ name }) => ({ verb, noun: name })),
);

describe.each(standing)("<$noun> in <$verb.name>", ({ verb, noun }) => {
  test("is read with every attribute that the matrix has for it", () => {
    const row = matrix().find((each) => each.kind === "noun" && each.element === noun);
    const attributes = Object.fromEntries(Object.keys(row?.attributes ?? {}).map((name) => [name, "1"]));
    const document = [element(verb.name, {}, element(noun, attributes))];
    const { notes } = translate(document, newState, plainSetting("4.3", "https://app.example/voice"));
    expect(notes.filter(({ code }) => code === "attribute-unknown" || code === "child-unexpected")).toEqual(
      [],
    );
  });
});
