import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFlow } from "../../callflow/check.ts";
import type { Flow } from "../../callflow/flow.ts";
import { flowJson } from "../../callflow/json.ts";
import type { Packed } from "../../continuation/pack.ts";
import { createTokenBox } from "../../continuation/token.ts";
import { finish } from "../../respond/finish.ts";
import { createLinks } from "../../respond/links.ts";
import { resume } from "../../respond/next-draft.ts";
import { createMemoryStore } from "../../store/memory-store.ts";
import { allNotes } from "../../translate/all-notes.ts";
import { type Continuation, childrenOf, type Draft, newState } from "../../translate/draft.ts";
import { translate } from "../../translate/translate.ts";
import { emptyVisit } from "../../twilio/fetch-document.ts";
import { type Element, element, text } from "../../twiml/element.ts";
import type { Arrival, Setting } from "../define.ts";
import { plainSetting } from "../plain-setting.ts";
import type { Endpoint } from "../platform.ts";
import { failures } from "./causes.ts";

const word = fc.oneof(
  fc.constantFrom(
    "true",
    "false",
    "",
    "30",
    "7",
    "0",
    "POST",
    "get",
    "/d",
    "https://a.test/x?y=1",
    "us",
    "uk",
  ),
  fc.constantFrom(
    "record-from-answer",
    "record-from-ringing-dual",
    "inbound",
    "onEnter",
    "initiated, ringing",
  ),
  fc.constantFrom("+14155552671", "client:x", "(415) 555-0100", "constructor", "__proto__", "é😀", "a\nb"),
  fc.string({ maxLength: 20 }),
);

const attributeNames = [
  ...["action", "method", "timeout", "timeLimit", "hangupOnStar", "answerOnBridge", "callerId", "record"],
  ...["recordingStatusCallback", "recordingStatusCallbackEvent", "recordingTrack", "trim", "ringTone"],
  ...[
    "sequential",
    "referUrl",
    "url",
    "sendDigits",
    "statusCallback",
    "statusCallbackEvent",
    "muted",
    "beep",
  ],
  ...["startConferenceOnEnter", "endConferenceOnExit", "waitUrl", "maxParticipants", "coach", "frobnicate"],
  ...["machineDetection", "name", "value", "username"],
];

const attributes = fc.dictionary(fc.constantFrom(...attributeNames), word, {
  maxKeys: 4,
  noNullPrototype: false,
});

const whom = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("+14155552671", "415-555-2672", "alice", "bob", "u1", "room 1") },
  {
    weight: 2,
    arbitrary: fc.constantFrom("sip:desk@example.com", "sip:a@b.test?x-a=1&x-b=%0d", "0".repeat(32), "1001"),
  },
  { weight: 1, arbitrary: word },
);

const inner = fc
  .tuple(fc.constantFrom("Parameter", "Identity", "Uri", "Headers", "Header"), attributes, whom)
  .map(([name, own, words]) => element(name, own, text(words)));

const phones = ["Number", "Number", "Client", "Sip", "User", "Device", "Group"];
const noun = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...phones) },
      {
        weight: 2,
        arbitrary: fc.constantFrom("Voicemail", "Callflow", "Queue", "Application", "Sim", "WhatsApp"),
      },
      { weight: 1, arbitrary: fc.constantFrom("Conference", "Frob") },
    ),
    attributes,
    whom,
    fc.array(inner, { maxLength: 2 }),
  )
  .map(([name, own, words, children]) => element(name, own, text(words), ...children));

const content = fc.oneof(
  { weight: 1, arbitrary: whom.map((words) => [text(words)]) },
  { weight: 4, arbitrary: fc.array(noun, { maxLength: 4 }) },
);

const dials = fc
  .tuple(attributes, content)
  .map(([own, children]): Element => element("Dial", own, ...children));

const documents = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: dials },
    { weight: 1, arbitrary: fc.constantFrom(element("Say", {}, text("Hello.")), element("Pause")) },
    { weight: 1, arbitrary: fc.constantFrom(element("Gather"), element("Record"), element("Hangup")) },
  ),
  { minLength: 1, maxLength: 5 },
);

const endpoint: fc.Arbitrary<Endpoint> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("user", "device", "group", "ringGroup", "callflow", "queue"),
    id: fc.constant("e-{name}"),
  }),
  fc.constant<Endpoint>({ kind: "number", number: "+14155552673" }),
  fc.constant<Endpoint>({ kind: "voicemail", id: "f".repeat(32) }),
);

const settings: fc.Arbitrary<Setting> = fc
  .record({
    kazoo: fc.constantFrom("4.3", "5.0"),
    returnExtension: fc.constantFrom(undefined, "9001"),
    alice: endpoint,
    byDefault: fc.option(endpoint, { nil: undefined }),
  })
  .map(({ kazoo, returnExtension, alice, byDefault }) => {
    const plain = plainSetting(kazoo, "https://app.test/ivr/start");
    const endpoints = { clients: { alice }, sip: { "desk@example.com": alice }, numbers: {}, queues: {} };
    const platform = { ...plain.platform, returnExtension, endpoints: { ...endpoints, default: byDefault } };
    return { ...plain, platform };
  });

const box = createTokenBox<Packed>(["a secret for tests, of 32 characters or more"], "continuation");

/** The flow as Kazoo would get it, with the longest URLs that are likely. */
function finished(draft: Draft): Flow {
  const session = {
    app: "default",
    callSid: `CA${"0".repeat(32)}`,
    documentUrl: "https://app.test/ivr/start",
    visit: emptyVisit,
    documents: 1,
    tokens: { left: 75, atMs: 0 },
  };
  const config = { publicUrl: `https://${"twivot.".repeat(8)}test`, pivotKey: "k".repeat(40) };
  const store = createMemoryStore(() => 0);
  const links = createLinks(session, { box, config, store, nowMs: 0, randomBytes });
  const upload = () => "https://twivot.test/recordings/u/token?file=";
  return finish(draft, { ...links, upload, recordingFormat: "mp3", buckets: session.callSid });
}

function arrival(outcome: string | undefined): Arrival {
  const call = { digits: {}, customApplicationVars: {} } as unknown as Arrival["call"];
  return { call, outcome, tookMs: 1000, recording: undefined, sid: (prefix) => `${prefix}0` };
}

/** All continuations of a draft, each with one of its outcomes. */
function ends(draft: Draft): ReadonlyMap<Continuation, string | undefined> {
  if (draft.module === "continue") return new Map([[draft.data, draft.outcome]]);
  const below = Object.values(childrenOf<Draft>(draft)).flatMap((child) => [...ends(child)]);
  const own = draft.module === "come-back" ? [[draft.data.continuation, "bridged"] as const] : [];
  return new Map([...below, ...own]);
}

/** Runs a document in all ways that its Dials can go, and looks at each flow. */
function eachDraft(elements: readonly Element[], setting: Setting, look: (draft: Draft) => void): void {
  const open: Pick<Continuation, "rest" | "state">[] = [{ rest: elements, state: newState }];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const place = JSON.stringify([next.rest.length, next.state]);
    if (seen.has(place)) continue;
    seen.add(place);
    const { draft } = translate(next.rest, next.state, setting);
    look(draft);
    for (const [continuation, outcome] of ends(draft)) {
      const { step, state } = resume(continuation, arrival(outcome));
      if (step.kind === "run") open.push({ rest: step.elements, state });
    }
  }
}

function bridges(flow: Flow): readonly Flow[] {
  const below = flow.module === "pivot" ? [] : Object.values(flow.children ?? {}).flatMap(bridges);
  return flow.module === "resources" ? [flow, ...below] : below;
}

test("any Dial becomes flows in which Kazoo does all that is written, however its calls go", () => {
  fc.assert(
    fc.property(documents, settings, (elements, setting) => {
      eachDraft(elements, setting, (draft) => {
        if (draft.module === "continue") return;
        const flow = finished(draft);
        expect(checkFlow(flow, setting.kazoo)).toEqual([]);
        expect(flowJson(flow)).toMatch(/^[ -~]{1,99999}$/);
        for (const bridge of bridges(flow)) expect(Object.keys(bridge.children ?? {})).toEqual(failures);
      });
    }),
    { numRuns: 300 },
  );
});

test("a Dial says the same of itself each time", () => {
  fc.assert(
    fc.property(documents, settings, (elements, setting) => {
      const once = translate(elements, newState, setting);
      expect(translate(elements, newState, setting)).toEqual(once);
      const codes = allNotes(elements, newState, setting).map((note) => JSON.stringify(note));
      expect(new Set(codes).size).toBe(codes.length);
    }),
    { numRuns: 100 },
  );
});

test("a flow of a Dial stays below 100 kB also before a long rest", () => {
  const say = element("Say", {}, text("Ein Satz, der lang ist und es bleibt. ".repeat(200)));
  const dial = element("Dial", { record: "true" }, text("+14155552671"));
  const elements = [say, dial, ...Array.from({ length: 8 }, () => say)];
  for (const kazoo of ["4.3", "5.0"] as const) {
    const plain = plainSetting(kazoo, "https://app.test/ivr/start");
    const setting = { ...plain, platform: { ...plain.platform, returnExtension: "9001" } };
    eachDraft(elements, setting, (draft) => {
      if (draft.module !== "continue") expect(flowJson(finished(draft)).length).toBeLessThan(100_000);
    });
  }
});
