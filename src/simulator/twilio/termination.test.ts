import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallerStep } from "../caller.ts";
import { callExample, respond } from "./example-application.ts";

type Attributes = Readonly<Record<string, string>>;

function written(name: string, attributes: Attributes, inner: string): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${list.join("")}>${inner}</${name}>`;
}

const junk = fc.constantFrom(
  "",
  "0",
  "1",
  "2",
  "999999999999999999",
  "-1",
  "true",
  "false",
  "#",
  "GET",
  "speech",
);
const names = fc.constantFrom(
  "loop",
  "length",
  "digits",
  "timeout",
  "numDigits",
  "finishOnKey",
  "input",
  "bargeIn",
  "actionOnEmptyResult",
  "action",
  "method",
  "reason",
);
const attributes = fc.dictionary(names, junk, { maxKeys: 4 });
const texts = fc.constantFrom("", "words", "/start", "/next", "/missing", "a.wav");
const verbs = fc.constantFrom(
  "Say",
  "Play",
  "Pause",
  "Gather",
  "Redirect",
  "Hangup",
  "Reject",
  "Set",
  "Unknown",
  "Connect",
  "Echo",
  "Enqueue",
  "Pay",
  "Refer",
  "Sms",
);

const { element } = fc.letrec<{ element: string; inner: string }>((tie) => ({
  element: fc.tuple(verbs, attributes, tie("inner")).map(([name, own, inner]) => written(name, own, inner)),
  inner: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    texts,
    fc.array(tie("element"), { maxLength: 3 }).map((all) => all.join("")),
  ),
}));
const documents = fc.array(element, { maxLength: 6 }).map((all) => respond(all.join("")));

const steps = fc.array(
  fc.record({
    when: fc.record({ afterMs: fc.integer({ min: 0, max: 9000 }) }),
    do: fc.constantFrom<CallerStep["do"]>({ press: "1" }, { press: "12#" }, { hangUp: true }),
  }),
  { maxLength: 5 },
);

test("a call ends whatever its documents hold, and only one action is asked after that", async () => {
  const call = fc.record({ start: documents, next: documents, caller: steps });
  const ends = async ({ start, next, caller }: { start: string; next: string; caller: CallerStep[] }) => {
    // Documents that lead to each other at once are ended by their number; a call of some time, by the caller.
    const pages = { "/start": { text: start, tookMs: 500 }, "/next": { text: next, tookMs: 500 } };
    const events = await callExample(pages, "", { caller, patienceMs: 120_000 });
    const end = events.findIndex(({ kind }) => kind === "ended");
    expect(["", "asked"]).toContain(
      events
        .slice(end + 1)
        .map(({ kind }) => kind)
        .join(),
    );
    expect(events.filter(({ kind }) => kind === "ended")).toHaveLength(1);
    for (const [index, event] of events.entries())
      expect(event.atMs).toBeGreaterThanOrEqual(events[index - 1]?.atMs ?? 0);
  };
  await fc.assert(fc.asyncProperty(call, ends), { numRuns: 1000 });
});
