import { expect, test } from "vitest";
import { kazooVoice } from "./voices.ts";

test.each([
  [undefined, "male", "en-us"],
  ["man", "male", "en-us"],
  ["woman", "female", "en-us"],
  ["alice", "female", "en-us"],
])("the voice %s is Kazoo's own", (voice, gender, language) => {
  expect(kazooVoice(voice, undefined)).toEqual({ voice: gender, language, standing: "basic" });
});

test.each([
  ["Polly.Joanna", "female", "en-us"],
  ["Polly.Matthew-Neural", "male", "en-us"],
  ["Polly.Brian", "male", "en-gb"],
  ["Polly.Zhiyu", "female", "cmn-cn"],
  ["Google.en-US-Wavenet-A", "male", "en-us"],
  ["Google.de-DE-Wavenet-A", "female", "de-de"],
  ["Google.es-ES-Neural2-B", "male", "es-es"],
  ["Google.en-US-Chirp3-HD-Charon", "male", "en-us"],
  ["Google.en-US-Chirp3-HD-Aoede", "female", "en-us"],
])("the person %s keeps gender and language", (voice, gender, language) => {
  expect(kazooVoice(voice, undefined)).toEqual({ voice: gender, language, standing: "named" });
});

test("a language that is given wins over that of the person", () => {
  expect(kazooVoice("Polly.Brian", "fr-FR")).toMatchObject({ voice: "male", language: "fr-fr" });
});

test.each(["Polly.Nobody", "Polly.", "Google.x", "Amazon.Joanna", "", "constructor", "__proto__"])(
  "the voice %j, which nobody knows, is a woman's",
  (voice) => {
    expect(kazooVoice(voice, undefined)).toEqual({ voice: "female", language: "en-us", standing: "named" });
  },
);

test("a configured voice is found by its whole name first, then without its class", () => {
  const configured = { "Polly.Amy": { voice: "one" }, "Polly.Amy-Neural": { voice: "two" } };
  expect(kazooVoice("Polly.Amy-Neural", undefined, configured)).toEqual({
    voice: "two",
    language: "en-gb",
    standing: "configured",
  });
  expect(kazooVoice("Polly.Amy-Generative", undefined, configured)).toMatchObject({ voice: "one" });
  expect(kazooVoice("Polly.Emma", undefined, configured)).toMatchObject({ standing: "named" });
});

test("a Say without a voice is the man's, so that he can be configured", () => {
  expect(kazooVoice(undefined, undefined, { man: { voice: "a", engine: "ispeech" } })).toMatchObject({
    voice: "a",
    engine: "ispeech",
  });
});
