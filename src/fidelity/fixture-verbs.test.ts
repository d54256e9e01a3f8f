import { expect, test } from "vitest";
import { readFixture } from "./fixture.ts";
import { type FixtureVerbs, fixturesOf, verbsInFixture } from "./fixture-verbs.ts";

function verbsOf(answers: Readonly<Record<string, string>>): readonly string[] {
  const files = Object.entries(answers).map(([name, body]): [string, string] => [`answers/${name}`, body]);
  const fixture = readFixture(new Map([["call.txt", "voice: POST /voice\n"], ...files]));
  return [...verbsInFixture("a-call", fixture).verbs].toSorted();
}

test("verbs in any document count, those in other verbs too", () => {
  expect(
    verbsOf({
      "voice.xml": "<Response><Gather><Say>One</Say></Gather></Response>",
      "next.xml": "<Response><Hangup/></Response>",
    }),
  ).toEqual(["Gather", "Hangup", "Say"]);
});

test("a noun is no verb, though there is a verb of its name", () => {
  expect(verbsOf({ "voice.xml": "<Response><Dial><Queue>q</Queue></Dial></Response>" })).toEqual(["Dial"]);
  expect(verbsOf({ "voice.xml": "<Response><Queue>q</Queue></Response>" })).toEqual(["Queue"]);
});

test("what is no TwiML has no verbs", () => {
  expect(verbsOf({ "voice.xml": "<Response><Say>", "next.txt": "Hello" })).toEqual([]);
});

function fixtures(...list: readonly (readonly [name: string, ...verbs: string[]])[]): FixtureVerbs[] {
  return list.map(([name, ...verbs]) => ({ name, verbs: new Set(verbs) }));
}

test("a verb is shown by the fixtures that name and use it; others that use it are counted", () => {
  const all = fixtures(["two-says", "Say"], ["say-one", "Say"], ["sayings", "Say"], ["say-none", "Play"]);
  expect(fixturesOf("Say", all)).toEqual({ shown: ["say-one", "two-says"], others: 1 });
});

test("a verb that no fixture names is shown by all that use it", () => {
  expect(fixturesOf("Play", fixtures(["tones", "Play"], ["audio", "Play"], ["words", "Say"]))).toEqual({
    shown: ["audio", "tones"],
    others: 0,
  });
});
