import { describe, expect, test } from "vitest";
import type { CallEvent } from "../../transcript.ts";
import { askedOf, callExample, heardBy, respond } from "../example-application.ts";

/** The document is there at 20 ms; a one-letter prompt then takes 300 ms. */
const startMs = 20;
const promptMs = 300;

function run(verbs: string, script = ""): Promise<readonly CallEvent[]> {
  return callExample({ "/start": respond(verbs), "/m": respond("<Hangup/>") }, script);
}

/** When the action was asked; undefined where it was not. */
function actionMs(events: readonly CallEvent[]): number | undefined {
  return events.filter(({ kind }) => kind === "asked")[1]?.atMs;
}

function speechMs(events: readonly CallEvent[], text: string): number | undefined {
  return events.find((event) => event.kind === "heard" && "text" in event.sound && event.sound.text === text)
    ?.atMs;
}

function asks(digits: string, key = ""): string {
  return `POST /m CallStatus=in-progress Digits=${digits} FinishedOnKey=${key} msg=Gather End`;
}

describe("scenarios", () => {
  test("34 a key during the prompt stops it and is the answer, at once", async () => {
    const verbs =
      '<Gather numDigits="1" action="/m"><Say>A long prompt that goes on.</Say></Gather><Say>none</Say>';
    const events = await run(verbs, "at 500ms press 2");
    expect(heardBy(events)).toEqual(["A long prompt that goes on. (cut)", "ended by the platform"]);
    expect(askedOf(events)[1]).toBe(asks("2"));
    expect(actionMs(events)).toBe(500);
  });

  test("35 the finishing key ends the input and is no part of it", async () => {
    const usual = await run('<Gather action="/m"><Say>p</Say></Gather>', "at 1s press 1234#");
    expect(askedOf(usual)[1]).toBe(asks("1234", "#"));
    expect(actionMs(usual)).toBe(1800);
    const star = await run('<Gather action="/m" finishOnKey="*"><Say>p</Say></Gather>', "at 1s press 12#3*");
    expect(askedOf(star)[1]).toBe(asks("12#3", "*"));
  });

  test("36 only the finishing key goes on with the document, at once", async () => {
    const events = await run('<Gather action="/m"><Say>p</Say></Gather><Say>None</Say>', "at 1s press #");
    expect(askedOf(events)).toHaveLength(1);
    expect(speechMs(events, "None")).toBe(1000);
  });

  test("36 no key goes on five seconds after the prompt", async () => {
    const events = await run('<Gather action="/m"><Say>p</Say></Gather><Say>None</Say>');
    expect(askedOf(events)).toHaveLength(1);
    expect(speechMs(events, "None")).toBe(startMs + promptMs + 5000);
  });

  test("36 no key and nothing behind ends the call", async () => {
    const events = await run('<Gather action="/m"><Say>p</Say></Gather>');
    expect(heardBy(events)).toEqual(["p", "ended by the platform"]);
    expect(events.at(-1)?.atMs).toBe(startMs + promptMs + 5000);
  });

  test("39 a Gather falls through to a Redirect, or asks its action by GET", async () => {
    const verbs =
      '<Gather action="/m" method="GET"><Say>x</Say></Gather><Redirect method="GET">/m?Digits=TIMEOUT</Redirect>';
    expect(askedOf(await run(verbs))[1]).toBe("GET /m?Digits=TIMEOUT CallStatus=in-progress");
    const pressed = askedOf(await run(verbs, "at 1s press 7#"));
    expect(pressed.slice(1)).toEqual([asks("7", "#").replace("POST", "GET")]);
  });

  test("40 without an action the same document is asked, query and all", async () => {
    const text = respond('<Gather numDigits="1"/>');
    const events = await callExample({ "/g": text }, "at 1s press 4", {
      voice: { url: "https://app.example/g?s=9", method: "POST" },
    });
    expect(askedOf(events)).toEqual(["POST /g?s=9 CallStatus=ringing", asks("4").replace("/m", "/g?s=9")]);
  });

  const several =
    '<Gather timeout="2" numDigits="1" action="/m"><Say>a</Say><Pause length="2"/><Play>/b.wav</Play></Gather><Say>late</Say>';

  test("41 a key in the Pause of a prompt skips all that is left of it", async () => {
    const events = await run(several, "at 1s press 1");
    expect(heardBy(events)).toEqual(["a", "ended by the platform"]);
    expect(askedOf(events)[1]).toBe(asks("1"));
    expect(actionMs(events)).toBe(1000);
  });

  test("41 the timeout starts behind the last part of a prompt", async () => {
    const events = await run(several);
    expect(heardBy(events)).toEqual(["a", "/b.wav", "late", "ended by the platform"]);
    expect(speechMs(events, "late")).toBe(startMs + promptMs + 2000 + 3000 + 2000);
  });
});

test("the timeout starts at the key that stops the prompt, and anew with each key", async () => {
  const verbs = '<Gather timeout="3" action="/m"><Play>/long.mp3</Play></Gather>';
  const events = await run(verbs, "at 1s press 1\nafter 2900ms press 2\nafter 2999ms press 3");
  expect(askedOf(events)[1]).toBe(asks("123"));
  expect(actionMs(events)).toBe(1000 + 2900 + 2999 + 3000);
});

test("a key a millisecond too late is not in time", async () => {
  const events = await run('<Gather timeout="3" action="/m"/>', "at 1s press 1\nafter 3000ms press 2");
  expect(askedOf(events)[1]).toBe(asks("1"));
  expect(actionMs(events)).toBe(4000);
});

test("an empty finishOnKey makes every key a digit", async () => {
  const events = await run('<Gather timeout="1" finishOnKey="" action="/m"/>', "at 1s press 1#*");
  expect(askedOf(events)[1]).toBe(asks("1#*"));
  expect(actionMs(events)).toBe(1400 + 1000);
});

test.each([..."0123456789*#"])("finishOnKey can be %s", async (key) => {
  const before = key === "5" ? "6" : "5";
  const events = await run(`<Gather finishOnKey="${key}" action="/m"/>`, `at 1s press ${before}${key}1`);
  expect(askedOf(events)[1]).toBe(asks(before, key));
});

test.each(["12", "x", "A"])("finishOnKey=%j counts as #", async (key) => {
  const events = await run(`<Gather finishOnKey="${key}" action="/m"/>`, "at 1s press 51#");
  expect(askedOf(events)[1]).toBe(asks("51", "#"));
});

test("keys beyond numDigits are not sent", async () => {
  const events = await run('<Gather numDigits="2" action="/m"/>', "at 1s press 1234");
  expect(askedOf(events)[1]).toBe(asks("12"));
  expect(actionMs(events)).toBe(1200);
});

test("a finishing key counts before numDigits is reached", async () => {
  const events = await run('<Gather numDigits="4" action="/m"/>', "at 1s press 12#");
  expect(askedOf(events)[1]).toBe(asks("12", "#"));
});

test("actionOnEmptyResult asks the action though nothing was pressed", async () => {
  const verbs = '<Gather timeout="2" actionOnEmptyResult="true" action="/m"/><Say>none</Say>';
  const silent = await run(verbs);
  expect(askedOf(silent)[1]).toBe(asks(""));
  expect(actionMs(silent)).toBe(startMs + 2000);
  expect(askedOf(await run(verbs, "at 1s press #"))[1]).toBe(asks("", "#"));
});

test("keys that were typed before it are lost", async () => {
  const verbs = '<Say>A greeting</Say><Pause length="2"/><Gather timeout="1" action="/m"/><Say>none</Say>';
  const events = await run(verbs, "at 100ms press 12#\nat 2s press 3");
  expect(askedOf(events)).toHaveLength(1);
  expect(heardBy(events)).toEqual(["A greeting", "none", "ended by the platform"]);
});

test('with bargeIn="false" a key does not stop the prompt, but counts', async () => {
  const verbs = '<Gather bargeIn="false" numDigits="1" action="/m"><Play>/b.wav</Play></Gather>';
  const events = await run(verbs, "at 1s press 7");
  expect(heardBy(events)).toEqual(["/b.wav", "ended by the platform"]);
  expect(askedOf(events)[1]).toBe(asks("7"));
  expect(actionMs(events)).toBe(startMs + 3000);
});

test.each([
  ["", 5000],
  [' timeout="2"', 2000],
  [' timeout="2" speechTimeout="3"', 3000],
  [' timeout="2" speechTimeout="auto"', 2000],
])("for speech%s nobody speaks for %i ms and keys do not count", async (attributes, waitMs) => {
  const verbs = `<Gather input="speech"${attributes} action="/m"><Say>p</Say></Gather><Say>none</Say>`;
  const events = await run(verbs, "at 100ms press 1");
  expect(askedOf(events)).toHaveLength(1);
  expect(speechMs(events, "none")).toBe(startMs + promptMs + waitMs);
});

test("for speech or keys, keys count", async () => {
  const events = await run('<Gather input="speech dtmf" numDigits="1" action="/m"/>', "at 1s press 1");
  expect(askedOf(events)[1]).toBe(asks("1"));
});

test("only Say, Play and Pause can be nested, and Play sends no digits", async () => {
  const verbs =
    '<Gather timeout="1"><Redirect>/m</Redirect><Play digits="1"/><Say loop="2">a</Say><Say/></Gather>';
  expect(heardBy(await run(verbs))).toEqual(["a", "a", "ended by the platform"]);
});

test.each([
  ["timeout", "0"],
  ["timeout", "soon"],
  ["numDigits", "0"],
  ["input", "telepathy"],
])("%s=%j counts as not given", async (name, value) => {
  const events = await run(`<Gather ${name}="${value}" action="/m"/>`, "at 1s press 1");
  expect(askedOf(events)[1]).toBe(asks("1"));
  expect(actionMs(events)).toBe(6000);
});
