import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallerStep } from "../simulator/caller.ts";
import { type Fixture, readFixture, writeFixture } from "./fixture.ts";
import { type FixtureAnswer, resourceName } from "./fixture-answers.ts";
import { plainCall } from "./fixture-call.ts";
import { FixtureError } from "./fixture-error.ts";
import { noParties } from "./fixture-parties.ts";

const xml = { "content-type": "text/xml" };

test("a directory with a call and a document is a fixture", () => {
  const files = new Map([
    ["call.txt", '# A caller in a hurry.\nvoice: GET /ivr\nkazoo: 5.0\n\nhears "Welcome" press 1\n'],
    ["answers/ivr.xml", "<Response/>"],
    ["flows.5.0.json", "[]"],
  ]);
  expect(readFixture(files)).toEqual({
    call: {
      ...plainCall,
      remarks: ["A caller in a hurry."],
      voice: { method: "GET", path: "/ivr" },
      kazoo: ["5.0"],
      caller: [{ when: { hears: "Welcome" }, do: { press: "1" } }],
    },
    answers: [
      { resource: "ivr", method: undefined, time: 1, status: 200, headers: xml, body: "<Response/>" },
    ],
    recorded: new Map([["flows.5.0.json", "[]"]]),
  });
});

test("all faults of a fixture are told at once, each with its file", () => {
  const files = new Map([
    ["call.txt", "voice: /voice\nkazoo: 4.2\nvoise: POST /voice\n\nat 2 press 1\n"],
    ["answers/voice.pdf", ""],
    ["answers/menu.status", "soon"],
  ]);
  const read = () => readFixture(files);
  expect(read).toThrow(FixtureError);
  expect(read).toThrow(
    [
      "answers/voice.pdf: its name must end in .xml, .txt, .mp3, .wav, .status or .http",
      "answers/menu.status: its first line must be a status code such as 500",
      "call.txt: line 2: kazoo is 4.3, 5.0 or one of them, not: 4.2",
      "call.txt: line 3: voise: POST /voice is no header and no step",
      'call.txt: line 5: a step begins with at 2s, after 500ms or hears "words", not: at 2 press 1',
    ].join("\n"),
  );
});

test("a directory without call.txt is no fixture", () => {
  expect(() => readFixture(new Map([["answers/voice.xml", "<Response/>"]]))).toThrow(
    "call.txt: the file is missing",
  );
});

const ms = fc.nat({ max: 600_000 });
const step: fc.Arbitrary<CallerStep> = fc.record({
  when: fc.oneof(
    ms.map((atMs) => ({ atMs })),
    ms.map((afterMs) => ({ afterMs })),
    fc.record({ hears: fc.string({ unit: "binary" }), plusMs: ms }, { requiredKeys: ["hears"] }),
  ),
  do: fc.oneof(
    fc.constant({ hangUp: true as const }),
    fc.record(
      { press: fc.string({ unit: fc.constantFrom(..."0123456789*#ABCD"), minLength: 1 }), everyMs: ms },
      { requiredKeys: ["press"] },
    ),
  ),
});
const endpoint = fc.record({
  method: fc.constantFrom("GET" as const, "POST" as const),
  path: fc.webPath().map((path) => (path.startsWith("/") ? path : `/${path}`)),
});
const name = fc.option(fc.stringMatching(/^\+?[\w.@-]{1,20}$/), { nil: undefined });
const answer: fc.Arbitrary<FixtureAnswer> = fc
  .record({
    resource: fc
      .tuple(fc.string({ unit: "binary" }), fc.option(fc.webQueryParameters()))
      .map(([path, query]) => resourceName(query === null ? `/${path}` : `/${path}?${query}`)),
    method: fc.constantFrom("GET" as const, "POST" as const, undefined),
    time: fc.integer({ min: 1, max: 99 }),
  })
  .chain((place) =>
    fc
      .oneof(
        fc.record({
          status: fc.integer({ min: 100, max: 599 }),
          headers: fc.oneof(
            fc.constantFrom({}, xml, {
              "content-type": "text/html; charset=utf-8",
              "set-cookie": "a=b; path=/",
            }),
          ),
          body: fc.string({ unit: "binary" }),
        }),
        fc.record({
          status: fc.constant(200),
          headers: fc.constantFrom({ "content-type": "audio/mpeg" }, { "content-type": "audio/wav" }),
          body: fc.uint8Array(),
        }),
      )
      .map((content) => ({ ...place, ...content })),
  );
const callees = {
  "+15005550010": { kind: "answers", afterMs: 4000, hangsUpAfterMs: 1500 },
  "client:alice": { kind: "answers", afterMs: 1000 },
  "sip:bob@example.com": { kind: "rings" },
  "user:0123": { kind: "fails", sip: 486, afterMs: 250 },
  "+15005550011": { kind: "fails", sip: 503, afterMs: 1000 },
} as const;
const endpoints = {
  clients: { alice: { kind: "user", id: "0123" } },
  sip: { "bob@example.com": { kind: "device", id: "4567" } },
  numbers: { "+15005550010": { kind: "number", number: "+15005550011" } },
  queues: { support: { kind: "queue", id: "89ab" } },
} as const;
const fixture: fc.Arbitrary<Fixture> = fc.record({
  call: fc.record({
    remarks: fc.array(fc.stringMatching(/^[a-z]( ?[a-z]){0,9}$/)),
    voice: endpoint,
    fallback: fc.option(endpoint, { nil: undefined }),
    status: fc.option(endpoint, { nil: undefined }),
    webhooks: fc.boolean(),
    kazoo: fc.subarray(["4.3" as const, "5.0" as const], { minLength: 1 }),
    from: name,
    to: name,
    returnExtension: fc.constantFrom(undefined, "9001"),
    localResources: fc.boolean(),
    callees: fc.constantFrom({}, callees),
    endpoints: fc.constantFrom(noParties.endpoints, endpoints),
    caller: fc.array(step),
  }),
  answers: fc.uniqueArray(answer, { selector: ({ resource }) => resource }),
  recorded: fc.constant(new Map([["transcript.txt", "answered"]])),
});

test("what is written is read back the same", () => {
  fc.assert(
    fc.property(fixture, (written) => {
      expect(readFixture(writeFixture(written))).toEqual(written);
    }),
  );
});
