import fc from "fast-check";
import { randomDial } from "./random-dials.ts";
import { attributes, made, type RandomElement } from "./random-element.ts";
import { randomBeside, randomRecord, randomSession } from "./random-others.ts";

/**
 * What callers listen for. They begin a prompt or stand alone, since on Kazoo a prompt of several Says is one speech,
 * in which nobody can tell when its second sentence begins.
 */
export const cues: readonly string[] = ["Welcome to Acme.", "Enter your pin", "Is it 5 < 6 & true?"];

const phrases: readonly string[] = [
  "press one for sales",
  "Grüße aus Köln…",
  "Sorry, we are closed",
  "Goodbye; thank you",
  "Your balance is $1,000.50!",
];

/** Audio of the application, as it is written in documents. */
const recordings: readonly string[] = [
  "/hold.mp3",
  "beep.wav",
  "../ring.mp3?x=1",
  "http://app.test/jingle.mp3",
];

/** A text that Kazoo's speech cannot take in one piece. */
const longText = fc.constantFrom(
  "This sentence is one of very many. ".repeat(40).trim(),
  `${"no mark here ".repeat(90)}the end`,
  "x".repeat(1200),
);

const saying: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...phrases) },
  { weight: 2, arbitrary: fc.constantFrom("", "  ", "a|b", "one\n  two") },
  { weight: 1, arbitrary: longText },
);

/** Kazoo plays ten rounds of a prompt at most. */
const fewRounds = fc.constantFrom("1", "2", "3", "junk", "-1");

const rounds = fc.oneof(
  { weight: 6, arbitrary: fewRounds },
  { weight: 1, arbitrary: fc.constantFrom("11", "23") },
);

const voices = {
  voice: fc.constantFrom("man", "woman", "alice", "Polly.Amy", "nobody"),
  language: fc.constantFrom("en-US", "en-GB", "de-DE"),
};

const say = made("Say", attributes({ loop: rounds, ...voices }), saying);
const promptSay = made("Say", attributes({ loop: fewRounds, ...voices }), saying);
const promptPlay = made("Play", attributes({ loop: fewRounds }), fc.constantFrom(...recordings, ""));
const cue = made("Say", attributes(voices), fc.constantFrom(...cues));
const plainSay = made("Say", fc.constant({}), saying);
const play = made("Play", attributes({ loop: rounds }), fc.constantFrom(...recordings, ""));
const pause = made("Pause", attributes({ length: fc.constantFrom("1", "2", "5", "0", "soon") }));

const tones = made(
  "Play",
  fc.record({ digits: fc.constantFrom("1", "12w3", "WW#*", "wD", "9x", "") }),
  fc.constantFrom("", "", "/hold.mp3"),
);

/** It never ends by itself, or after 1,000 rounds. */
const endless = fc.oneof(
  made("Say", fc.constant({ loop: "0" }), fc.constantFrom("Please hold the line, all lines are busy.", "")),
  made("Play", fc.constant({ loop: "0" }), fc.constantFrom("/hold.mp3")),
);

const prompt = fc
  .tuple(
    fc.option(cue),
    fc.array(fc.oneof({ weight: 3, arbitrary: plainSay }, promptSay, promptPlay, pause), { maxLength: 3 }),
  )
  .map(([first, others]) => (first === null ? others : [first, ...others]));

const unknown = fc.oneof(
  made("Frobnicate", attributes({ x: fc.constant("y") }), fc.constant("nothing")),
  made("say", fc.constant({}), fc.constant("not in lower case")),
);

const set = fc
  .array(
    fc.tuple(fc.constantFrom("tenant", "step", "Digits", "CallStatus", ""), fc.constantFrom("7", "a b", "")),
    { maxLength: 2 },
  )
  .map((pairs) => ({
    name: "Set",
    attributes: {},
    text: "",
    children: pairs.map(([key, value]) => ({
      name: "Variable",
      attributes: { key, value },
      text: "",
      children: [],
    })),
  }));

const markup = fc.oneof(
  made(
    "break",
    attributes({ time: fc.constantFrom("300ms", "2s", "soon"), strength: fc.constantFrom("none", "strong") }),
  ),
  made(
    "say-as",
    fc.constantFrom({ "interpret-as": "characters" }, { "interpret-as": "ordinal" }),
    fc.constantFrom("42", "ab"),
  ),
  made("emphasis", fc.constant({}), fc.constantFrom("now", "")),
  made("s", fc.constant({}), fc.constantFrom(...phrases)),
);

/** Speech with markup; its text comes first. */
const markedSay = made("Say", attributes({ loop: fewRounds }), saying, fc.array(markup, { maxLength: 3 }));

const finals = fc.oneof(
  made("Hangup", fc.constant({})),
  made("Reject", attributes({ reason: fc.constantFrom("busy", "rejected", "junk") })),
);

const methods = fc.constantFrom("GET", "POST", "get", "PUT");

function gather(action: fc.Arbitrary<string>): fc.Arbitrary<RandomElement> {
  const values = {
    action,
    method: methods,
    input: fc.constantFrom("dtmf", "dtmf", "dtmf speech", "speech", "junk"),
    timeout: fc.constantFrom("1", "2", "3", "0", "junk"),
    numDigits: fc.constantFrom("1", "1", "2", "3", "0", "many"),
    finishOnKey: fc.constantFrom("#", "*", "1", "", "12", "x"),
    bargeIn: fc.constantFrom("true", "true", "false", "junk"),
  };
  return made("Gather", attributes(values), fc.constant(""), prompt);
}

/** A Gather that asks its action even for nothing; it must not lead back. */
function insistentGather(action: fc.Arbitrary<string>): fc.Arbitrary<RandomElement> {
  const actionOnEmptyResult = fc.constantFrom("true", "false", "junk");
  const values = fc.record({ action, actionOnEmptyResult, timeout: fc.constantFrom("1", "2") });
  return made("Gather", values, fc.constant(""), prompt);
}

/** Where the verbs of a document may lead: anywhere by a key, and to where no circle without keys can come of. */
export type Ways = {
  readonly anywhere: fc.Arbitrary<string>;
  readonly onwards: fc.Arbitrary<string> | undefined;
};

/** The verbs of one document. */
export function randomVerbs({ anywhere, onwards }: Ways): fc.Arbitrary<readonly RandomElement[]> {
  const leading =
    onwards === undefined
      ? []
      : [
          { weight: 3, arbitrary: made("Redirect", attributes({ method: methods }), onwards) },
          { weight: 1, arbitrary: insistentGather(onwards) },
          { weight: 2, arbitrary: randomRecord(onwards) },
        ];
  const one = fc.oneof(
    { weight: 9, arbitrary: gather(anywhere) },
    { weight: 3, arbitrary: say },
    { weight: 2, arbitrary: cue },
    { weight: 2, arbitrary: play },
    { weight: 1, arbitrary: tones },
    { weight: 3, arbitrary: pause },
    { weight: 1, arbitrary: set },
    { weight: 1, arbitrary: unknown },
    { weight: 1, arbitrary: finals },
    { weight: 1, arbitrary: randomBeside(onwards) },
    { weight: 4, arbitrary: randomDial(onwards) },
    { weight: 2, arbitrary: markedSay },
    ...leading,
  );
  const last = fc.oneof(
    { weight: 30, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: endless.map((verb) => [verb]) },
    { weight: 1, arbitrary: randomSession(onwards).map((verb) => [verb]) },
  );
  return fc.tuple(fc.array(one, { maxLength: 5 }), last).map(([verbs, end]) => [...verbs, ...end]);
}
