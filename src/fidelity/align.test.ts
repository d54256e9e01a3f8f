import { describe, expect, test } from "vitest";
import type { CallEvent } from "../simulator/transcript.ts";
import { compareTranscripts, type Difference } from "./align.ts";

type Spoken = { voice?: string; language?: string; cut?: boolean };

function says(
  atMs: number,
  text: string,
  { voice = "man", language = "en-US", cut = false }: Spoken = {},
): CallEvent {
  const sound = { kind: "speech", text, voice, language } as const;
  return { kind: "heard", atMs, sound, forMs: text.length * 10, answered: true, cut };
}

function kazooSays(atMs: number, text: string, spoken: Spoken = {}): CallEvent {
  return says(atMs, text, { voice: "male", language: "en-us", ...spoken });
}

function plays(atMs: number, url: string, cut = false): CallEvent {
  return { kind: "heard", atMs, sound: { kind: "media", url }, forMs: 1000, answered: true, cut };
}

function asks(
  atMs: number,
  url: string,
  parameters: Record<string, string> = {},
  method: "GET" | "POST" = "POST",
): CallEvent {
  return { kind: "asked", atMs, method, url, parameters };
}

function ends(atMs: number, by: "caller" | "platform" = "platform"): CallEvent {
  return { kind: "ended", atMs, by, cause: "NORMAL_CLEARING" };
}

const requests = {
  kind: "requested",
  method: "POST",
  url: "https://p.example",
  headers: {},
  body: "",
} as const;

describe("speech", () => {
  test("is the same in other pieces, with other rests and blanks", () => {
    const twilio = [says(0, "Hello  there"), says(120, "One. Two, three!")];
    const kazoo = [kazooSays(0, "Hello there. One. "), kazooSays(180, "Two, three!")];
    expect(compareTranscripts(twilio, kazoo)).toEqual([]);
  });

  test("is the same where a word was split, or a bar became a comma", () => {
    const kazoo = [kazooSays(0, "xx"), kazooSays(20, "xx a,b")];
    expect(compareTranscripts([says(0, "xxxx a|b")], kazoo)).toEqual([]);
  });

  test("of other words differs", () => {
    expect(compareTranscripts([says(5, "One")], [kazooSays(7, "Two")])).toEqual([
      { what: "speech", reference: "One", kazoo: "Two", atMs: 5 },
    ]);
  });

  test("keeps marks inside a word apart", () => {
    expect(compareTranscripts([says(0, "1.5")], [kazooSays(0, "15")])).toHaveLength(1);
  });

  test("in another voice or language differs, once each", () => {
    const twilio = [says(0, "a"), says(10, "b", { voice: "woman" }), says(20, "c", { language: "de-DE" })];
    const kazoo = [kazooSays(0, "a b c"), kazooSays(50, "")];
    expect(compareTranscripts(twilio, kazoo)).toEqual([
      { what: "voice", reference: "female", kazoo: "male", atMs: 0 },
      { what: "language", reference: "de-de", kazoo: "en-us", atMs: 0 },
    ]);
  });

  test("of a person's voice differs by the voice, and not by a language that only the voice knows", () => {
    const twilio = [says(0, "a", { voice: "Polly.Amy", language: "" })];
    expect(compareTranscripts(twilio, [kazooSays(0, "a", { voice: "female", language: "en-gb" })])).toEqual([
      { what: "voice", reference: "Polly.Amy", kazoo: "female", atMs: 0 },
    ]);
  });

  test("that was cut short is the same as far as its pieces were begun", () => {
    const kazoo = [kazooSays(0, "One two", { cut: true }), ends(80)];
    expect(compareTranscripts([says(0, "One two. Three", { cut: true }), ends(140)], kazoo)).toEqual([]);
  });

  test("that is cut short on one side only differs", () => {
    expect(compareTranscripts([says(0, "One", { cut: true })], [kazooSays(0, "One")])).toEqual([
      { what: "cut", reference: "cut short", kazoo: "whole", atMs: 0 },
    ]);
  });

  test("behind speech that was cut short is another step", () => {
    const twilio = [says(0, "One two", { cut: true }), says(70, "None")];
    const kazoo = [kazooSays(0, "One", { cut: true }), kazooSays(30, "None")];
    expect(compareTranscripts(twilio, kazoo)).toEqual([]);
  });
});

describe("recordings", () => {
  test("differ by their URL", () => {
    expect(compareTranscripts([plays(0, "https://a.example/1")], [plays(0, "https://a.example/2")])).toEqual([
      { what: "media", reference: "https://a.example/1", kazoo: "https://a.example/2", atMs: 0 },
    ]);
  });

  test("can be the same under another URL", () => {
    const isSame = (reference: string, kazoo: string) => reference === "a" && kazoo === "b";
    expect(compareTranscripts([plays(0, "a")], [plays(0, "b")], isSame)).toEqual([]);
    expect(compareTranscripts([plays(0, "a")], [plays(0, "c")], isSame)).toHaveLength(1);
  });

  test("differ by the number of rounds", () => {
    const twice = [plays(0, "a"), plays(1000, "a")];
    expect(compareTranscripts(twice, [plays(0, "a")])).toEqual([
      { what: "rounds", reference: "2", kazoo: "1", atMs: 0 },
    ]);
  });

  test("that were cut short in a loop may differ by a round and a twentieth of them, not by more", () => {
    const cutAfter = (rounds: number) =>
      Array.from({ length: rounds }, (_, i) => plays(i * 1000, "a", i === rounds - 1));
    expect(compareTranscripts(cutAfter(5), cutAfter(4))).toEqual([]);
    expect(compareTranscripts(cutAfter(5), cutAfter(3))).toHaveLength(1);
    expect(compareTranscripts(cutAfter(40), cutAfter(37))).toEqual([]);
    expect(compareTranscripts(cutAfter(40), cutAfter(36))).toHaveLength(1);
  });
});

describe("silence", () => {
  const pausing = (ms: number) => [says(0, "a"), says(10 + ms, "b")];
  const kazooPausing = (ms: number) => [kazooSays(0, "a"), kazooSays(10 + ms, "b")];

  test.each([
    [0, 300],
    [1000, 1400],
    [5000, 5800],
    [1000, 900],
  ])("of %i ms may take Kazoo %i ms, and not more or less", (reference, kazoo) => {
    expect(compareTranscripts(pausing(reference), kazooPausing(kazoo))).toEqual([]);
    const worse = kazoo < reference ? kazoo - 1 : kazoo + 1;
    expect(compareTranscripts(pausing(reference), kazooPausing(worse))).toEqual([
      { what: "silence", reference: `${reference} ms`, kazoo: `${worse} ms`, atMs: 0 },
    ]);
  });

  test("may be longer by a round trip to Pivot where there was one", () => {
    const kazoo: CallEvent[] = [kazooSays(0, "a"), { ...requests, atMs: 10 }, kazooSays(410, "b")];
    expect(compareTranscripts(pausing(0), kazoo)).toEqual([]);
    expect(compareTranscripts(pausing(0), [kazooSays(0, "a"), kazooSays(410, "b")])).toHaveLength(1);
  });

  test("that is missing differs though the words are the same", () => {
    expect(compareTranscripts(pausing(2000), [kazooSays(0, "a b")]).map(({ what }) => what)).toEqual([
      "silence",
    ]);
  });

  test("that the caller ends at the same time of the call is the same, though it began later", () => {
    const call = (speechMs: number, endMs: number) => [says(speechMs, "a"), ends(endMs, "caller")];
    expect(compareTranscripts(call(0, 9000), call(300, 9000))).toEqual([]);
    expect(compareTranscripts(call(0, 9000), call(300, 8890))).toHaveLength(1);
  });

  test("before the answer and before the end counts", () => {
    const call = (answerMs: number, endMs: number): CallEvent[] => [
      { kind: "answered", atMs: answerMs },
      ends(endMs),
    ];
    expect(compareTranscripts(call(3000, 4000), call(0, 9000)).map(({ what }) => what)).toEqual([
      "silence",
      "silence",
    ]);
  });
});

describe("requests", () => {
  test("are the same whatever standard parameters one side knows", () => {
    const own = { CallStatus: "in-progress", Digits: "1" };
    const kazoo = { ...own, CallSid: "CA0", From: "+15550100", CallerZip: "", ApiVersion: "2010-04-01" };
    expect(compareTranscripts([asks(0, "/m", own)], [asks(0, "/m", kazoo)])).toEqual([]);
  });

  test("by GET are the same whether a query is in the URL or among the parameters", () => {
    const twilio = asks(0, "/m?a=b%20c&Digits=TIMEOUT", { Digits: "7" }, "GET");
    expect(compareTranscripts([twilio], [asks(0, "/m", { a: "b c", Digits: "7" }, "GET")])).toEqual([]);
  });

  test("by POST differ by their query", () => {
    expect(compareTranscripts([asks(0, "/m?a=1")], [asks(0, "/m?a=2")]).map(({ what }) => what)).toEqual([
      "request",
    ]);
  });

  test("differ by method", () => {
    expect(compareTranscripts([asks(0, "/m")], [asks(0, "/m", {}, "GET")])).toEqual([
      { what: "request", reference: "POST /m", kazoo: "GET /m", atMs: 0 },
    ]);
  });

  test.each<[string, Difference["what"]]>([
    ["Digits", "digits"],
    ["FinishedOnKey", "finished-on-key"],
    ["CallStatus", "call-status"],
    ["ErrorCode", "error"],
    ["ErrorUrl", "error"],
    ["tenant", "parameter"],
  ])("differ by %s", (name, what) => {
    expect(compareTranscripts([asks(3, "/m", { [name]: "1" })], [asks(3, "/m", { [name]: "2" })])).toEqual([
      { what, reference: `${name}=1`, kazoo: `${name}=2`, atMs: 3 },
    ]);
    expect(compareTranscripts([asks(3, "/m")], [asks(3, "/m", { [name]: "2" })])).toEqual([
      { what, reference: `no ${name}`, kazoo: `${name}=2`, atMs: 3 },
    ]);
  });
});

describe("other steps", () => {
  const keys = (text: string): CallEvent => ({ kind: "sent-keys", atMs: 0, keys: text });
  const rejected = (code: number): CallEvent => ({ kind: "rejected", atMs: 0, code, message: "" });
  const tone = (tones: string): CallEvent => ({
    kind: "heard",
    atMs: 0,
    sound: { kind: "tones", tones },
    forMs: 500,
    answered: true,
    cut: false,
  });

  test.each<[Difference["what"], CallEvent, CallEvent]>([
    ["sent-keys", keys("1"), keys("2")],
    ["rejection", rejected(486), rejected(404)],
    ["end", ends(0, "caller"), ends(0, "platform")],
    ["tones", tone("%(500,0,440)"), tone("%(500,0,880)")],
  ])("%s differ by what they hold", (what, reference, kazoo) => {
    expect(compareTranscripts([reference], [kazoo])).toMatchObject([{ what }]);
    expect(compareTranscripts([reference], [reference])).toEqual([]);
  });

  test("keys of the caller and the requests of Kazoo do not count", () => {
    const kazoo: CallEvent[] = [{ ...requests, atMs: 0 }, { kind: "pressed", digit: "1", atMs: 0 }, ends(0)];
    expect(compareTranscripts([ends(0)], kazoo)).toEqual([]);
  });
});

test("what only one side has is told, and the rest is still compared step by step", () => {
  const twilio = [says(0, "a"), asks(10, "/m"), plays(10, "b"), ends(1010)];
  const kazoo = [kazooSays(0, "a"), plays(10, "b"), { kind: "answered", atMs: 1010 } as const, ends(1010)];
  expect(compareTranscripts(twilio, kazoo)).toEqual([
    { what: "request", reference: "POST /m", atMs: 10 },
    { what: "answer", kazoo: "answered", atMs: 1010 },
  ]);
});
