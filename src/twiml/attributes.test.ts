import { expect, test } from "vitest";
import { Notes } from "../fidelity/note.ts";
import { flag, httpMethod, integer, oneOf, readAttributes, text, url } from "./attributes.ts";
import { element } from "./element.ts";

const readers = {
  count: integer({ default: 5, min: 1, max: 10, twilioCode: 13000 }),
  atLeast: integer({ default: undefined, min: 2 }),
  word: oneOf(["red", "Green"], { default: "red" }),
  on: flag({ default: false }),
  method: httpMethod({ twilioCode: 13001 }),
  action: url(),
  name: text({ default: undefined }),
};

function read(attributes: Record<string, string>) {
  const notes = new Notes();
  const values = readAttributes(element("Verb", attributes), readers, notes);
  return { values, notes: notes.all };
}

test("what is absent has its default, without a note", () => {
  expect(read({})).toEqual({
    values: {
      count: 5,
      atLeast: undefined,
      word: "red",
      on: false,
      method: "POST",
      action: undefined,
      name: undefined,
    },
    notes: [],
  });
});

test("what is given is read, blanks around it and its case aside", () => {
  const given = {
    count: " 7 ",
    atLeast: "+12",
    word: "GREEN",
    on: "True",
    method: "get",
    action: "\n/a ?b ",
  };
  expect(read({ ...given, name: " as written " })).toEqual({
    values: {
      count: 7,
      atLeast: 12,
      word: "Green",
      on: true,
      method: "GET",
      action: "/a ?b",
      name: " as written ",
    },
    notes: [],
  });
});

test.each(["0", "11", "-1", "1.5", "1e1", "ten", "", "0x5", "9".repeat(16)])(
  "the number %j takes the default and leaves a note",
  (count) => {
    const { values, notes } = read({ count });
    expect(values.count).toBe(5);
    expect(notes).toEqual([
      expect.objectContaining({
        code: "attribute-invalid",
        twilioCode: 13000,
        details: { attribute: "count", value: count, expected: "a whole number from 1 to 10", used: "5" },
      }),
    ]);
  },
);

test("a bad value without a number of Twilio's own is Twilio's 12200, and without a default nothing", () => {
  expect(read({ atLeast: "1" }).notes).toMatchObject([
    { twilioCode: 12200, details: { expected: "a whole number of at least 2", used: "nothing" } },
  ]);
});

test.each([
  [{ word: "blue" }, "red or Green", '"red"'],
  [{ on: "yes" }, "true or false", "false"],
  [{ method: "PUT" }, "GET or POST", '"POST"'],
] as const)("%j is told with what it must be and what is used", (attributes, expected, used) => {
  expect(read({ ...attributes }).notes).toMatchObject([{ details: { expected, used } }]);
});

test("an attribute that nobody knows is noted, also one of every object", () => {
  const { notes } = read({ constructor: "1", Count: "3" });
  expect(notes.map(({ code, details }) => [code, details["attribute"]])).toEqual([
    ["attribute-unknown", "constructor"],
    ["attribute-unknown", "Count"],
  ]);
});

test("what XML itself allows everywhere is not noted", () => {
  expect(read({ xmlns: "a", "xmlns:x": "b", "xml:lang": "en" }).notes).toEqual([]);
});
