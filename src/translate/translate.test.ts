import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { followDocument, spokenIn } from "../../test/support/follow-document.ts";
import { plainLinks } from "../../test/support/plain-links.ts";
import { checkFlow } from "../callflow/check.ts";
import type { Flow, KazooVersion } from "../callflow/flow.ts";
import { flowJson } from "../callflow/json.ts";
import type { Packed } from "../continuation/pack.ts";
import { createTokenBox } from "../continuation/token.ts";
import { finish } from "../respond/finish.ts";
import { createLinks } from "../respond/links.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { emptyVisit } from "../twilio/fetch-document.ts";
import { childElements } from "../twiml/element.ts";
import { parseTwiml } from "../twiml/parse.ts";
import { plainSetting } from "../verbs/plain-setting.ts";
import { newState } from "./draft.ts";
import { translate } from "./translate.ts";

const versions = ["4.3", "5.0"] as const;
const documentUrl = "https://app.test/ivr/start";

const elementsOf = (verbs: string) => childElements(parseTwiml(`<Response>${verbs}</Response>`));

const draftOf = (verbs: string, kazoo: KazooVersion = "4.3") =>
  translate(elementsOf(verbs), newState, plainSetting(kazoo, documentUrl)).draft;

/** The modules of a flow from top to bottom, without the apologies below pivot nodes. */
function modulesOf(flow: { module: string; children?: Readonly<Record<string, unknown>> }): string[] {
  const next = flow.children?.["_"] as Flow | undefined;
  return [flow.module, ...(next === undefined || flow.module === "pivot" ? [] : modulesOf(next))];
}

const follow = (verbs: string, kazoo: KazooVersion = "4.3") =>
  followDocument(elementsOf(verbs), plainSetting(kazoo, documentUrl));

test("verbs become nodes in their order, and the end of the document hangs up", () => {
  expect(modulesOf(draftOf("<Say>A</Say><Play>a.mp3</Play><Say>B</Say>"))).toEqual([
    "tts",
    "play",
    "tts",
    "hangup",
  ]);
});

test.each(["<Hangup/>", "<Reject/>", "<Redirect>/x</Redirect>", "<Gather/>"])(
  "what stands behind %s is neither in the flow nor noted",
  (verb) => {
    const alone = translate(elementsOf(`<Say>A</Say>${verb}`), newState, plainSetting("4.3", documentUrl));
    const more = `<Say>A</Say>${verb}<Say>never</Say><Frobnicate/>`;
    const { draft, notes } = translate(elementsOf(more), newState, plainSetting("4.3", documentUrl));
    expect(modulesOf(draft)).toEqual(modulesOf(alone.draft));
    expect(notes).toEqual(alone.notes);
  },
);

test("unknown verbs are skipped with a note", () => {
  const { draft, notes } = translate(
    elementsOf("<Frobnicate/><Say>A</Say>"),
    newState,
    plainSetting("4.3", documentUrl),
  );
  expect(modulesOf(draft)).toEqual(["tts", "hangup"]);
  expect(notes).toMatchObject([{ code: "verb-unknown", verb: "Frobnicate", twilioCode: 12200 }]);
});

test("a document that only redirects is nothing for Kazoo", () => {
  expect(draftOf("<Redirect>/x</Redirect>")).toMatchObject({
    module: "continue",
    data: { pending: { verb: "Redirect", state: { url: "https://app.test/x", method: "POST" } } },
  });
});

test("a flow holds 50 verbs, and the rest comes with the next request", async () => {
  const { flows } = await follow("<Say>A</Say>".repeat(120));
  expect(flows.map((flow) => spokenIn(flow).length)).toEqual([50, 50, 20]);
});

test("a flow holds some thousand characters, and the rest comes with the next request", async () => {
  const sentence = "This is a sentence that goes on. ".repeat(25);
  const { flows } = await follow(`<Say>${sentence}</Say>`.repeat(40));
  expect(flows.map((flow) => spokenIn(flow).length)).toEqual([13, 13, 13, 1]);
});

test("a speech that is too long for one flow goes on in the next, once", async () => {
  const text = Array.from({ length: 3000 }, (_, index) => `word${index}`).join(" ");
  const { flows, notes } = await follow(`<Say voice="Polly.Amy">${text}</Say><Say>The end</Say>`);
  expect(flows.length).toBeGreaterThan(1);
  expect(flows.flatMap(spokenIn).join(" ").split(/\s+/)).toEqual(`${text} The end`.split(" "));
  expect(notes.map(({ code }) => code)).toEqual(["say-voice"]);
});

/** Characters that cannot be compressed much, always the same ones. */
function noise(length: number, [from, to]: readonly [number, number]): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCodePoint(from + (seed % (to - from)));
  }).join("");
}

const latin = noise(63_900, [0x61, 0x7b]);
const chinese = noise(21_000, [0x4e00, 0x9fa5]);
const emoji = noise(15_900, [0x1f300, 0x1f600]);

/** Kazoo reads all of an answer into memory; a flow is kept below this, the sealed rest of its document included. */
const MOST_CHARACTERS = 100_000;

test.each([
  ["one Say in Chinese", `<Say>${chinese}</Say>`],
  ["one Say of emoji", `<Say>${emoji}</Say>`],
  ["one Say without a blank", `<Say>${latin}</Say>`],
  ["a Say that is repeated", `<Say loop="9">${latin.slice(0, 10_000)}</Say>`],
  ["a long Say that is repeated", `<Say loop="1000">${latin}</Say>`],
  ["many Says that are repeated", `<Say loop="10">${latin.slice(0, 900)}</Say>`.repeat(65)],
  ["the prompt of a Gather", `<Gather><Say>${chinese}</Say></Gather>`],
  ["a prompt without barge-in", `<Gather bargeIn="false"><Say>${chinese}</Say></Gather>`],
  ["a prompt of many files", `<Gather>${`<Play>${latin.slice(0, 90)}</Play>`.repeat(600)}</Gather>`],
  ["a prompt of many pauses", `<Gather>${"<Pause/>".repeat(7900)}</Gather>`],
  [
    "Gathers for speech",
    `<Gather input="speech"><Say loop="10">${latin.slice(0, 900)}</Say></Gather>`.repeat(65),
  ],
  ["tones", `<Play digits="${"1w".repeat(31_000)}"/>`],
  ["a language that is none", `<Say language="${latin.slice(0, 50_000)}">${latin.slice(0, 12_000)}</Say>`],
  ["many pauses", "<Pause/>".repeat(7900)],
  ["verbs that nobody knows", `${"<A/>".repeat(15_900)}<Say>A</Say>`],
])("a flow of a document of 64 kB stays below 100 kB: %s", async (_name, verbs) => {
  const box = createTokenBox<Packed>(["a secret for tests, of 32 characters or more"], "continuation");
  const session = {
    app: "default",
    callSid: `CA${"0".repeat(32)}`,
    documentUrl,
    visit: emptyVisit,
    documents: 1,
    tokens: { left: 75, atMs: 0 },
  };
  const config = { publicUrl: "http://twivot.test", pivotKey: undefined };
  for (const kazoo of versions) {
    const links = createLinks(session, {
      box,
      config,
      store: createMemoryStore(() => 0),
      nowMs: 0,
      randomBytes,
    });
    const flow = finish(draftOf(verbs, kazoo), { ...plainLinks, ...links, buckets: session.callSid });
    expect(flowJson(flow).length).toBeLessThan(MOST_CHARACTERS);
    expect(checkFlow(flow, kazoo)).toEqual([]);
  }
});
