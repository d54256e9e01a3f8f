import fc from "fast-check";
import { expect, test } from "vitest";
import { kazooVerdict } from "../../test/kazoo-schemas.ts";
import { reasonToSkip, sharedFiles, sharedJson } from "../../test/shared.ts";
import { collect, node, pivotTo, playMacro, playUrl, speak, speakMacro } from "./build.ts";
import { checkFlow } from "./check.ts";
import type { KazooVersion } from "./flow.ts";
import { modules } from "./modules.ts";

const golden = test.skipIf(reasonToSkip !== undefined);

function refused(flow: unknown, version: KazooVersion): string[] {
  const faults = checkFlow(flow, version).filter(({ effect }) => effect === "refused");
  return faults.map(({ path, message }) => `${path} ${message}`);
}

type Vector = {
  readonly kazoo: KazooVersion;
  readonly name: string;
  readonly flow: string;
  readonly valid: boolean;
};

/** Vectors whose point is in the text, and lost when JSON.parse has read it. */
const onlyInText: Readonly<Record<string, string>> = {
  "big integer timeout": "an integer of 30 digits, which JSON.stringify would write as a float",
  "collect timeout 1e3": "an integral float",
  "collect timeout 5000.0": "an integral float",
  "play loop_count 1.0": "an integral float",
  "duplicate keys data last wins?": "a key that comes twice",
  "duplicate keys module": "a key that comes twice",
  "lone surrogate in text": "half a surrogate pair, which flowJson replaces",
};

/** Whether twivot writes all modules of a flow that Kazoo has. */
function isOurs({ flow }: Vector): boolean {
  const schemas = new Set(sharedFiles("kazoo-schemas/5.0"));
  return [...flow.matchAll(/"module": ?"(\w+)"/g)].every(
    ([, name = ""]) => Object.hasOwn(modules, name) || !schemas.has(`callflows.${name}.json`),
  );
}

function readVectors(): readonly Vector[] {
  const { vectors } = sharedJson<{ vectors: readonly Vector[] }>("vectors/flow-validation.json");
  return vectors.filter(({ name }) => !(name in onlyInText));
}

golden("agrees with Kazoo's own verdicts on all flows of modules that twivot writes", () => {
  const vectors = readVectors().filter(isOurs);
  expect(vectors.length).toBeGreaterThanOrEqual(500);
  for (const { kazoo, name, flow, valid } of vectors) {
    expect.soft(refused(JSON.parse(flow), kazoo).length === 0, `${kazoo} ${name}`).toBe(valid);
  }
});

golden("the judge of these tests agrees with Kazoo's own verdicts on flows of any module", () => {
  const vectors = readVectors();
  expect(vectors.length).toBe(604);
  for (const { kazoo, name, flow, valid } of vectors) {
    expect.soft(kazooVerdict(JSON.parse(flow), kazoo).length === 0, `${kazoo} ${name}`).toBe(valid);
  }
});

const versions = fc.constantFrom("4.3", "5.0");

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, [], {}, [{}], [""], ["1", "1"], ["#"], ["A"], [1], [440]),
  fc.constantFrom<unknown>(0, 1, -1, 1.5, 2 ** 53, 1e21, -1e21),
  fc.constantFrom(
    "",
    "1",
    "A",
    "x".repeat(1001),
    "\u{1f600}".repeat(1000),
    "x".repeat(2048),
    "x".repeat(2049),
  ),
  fc.constantFrom(
    "http://LOCALHOST:1/",
    "http://127.0.0.1",
    "http://2130706433/",
    "http://a@b/",
    "https://a.example/",
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Compares the two verdicts, and makes sure that each comes often enough to mean something. */
function compare(flows: fc.Arbitrary<readonly [KazooVersion, unknown]>, numRuns: number): void {
  const counts = { valid: 0, invalid: 0 };
  const verdicts = fc.property(flows, ([version, flow]) => {
    const ours = refused(flow, version);
    const kazoos = kazooVerdict(flow, version);
    counts[kazoos.length === 0 ? "valid" : "invalid"] += 1;
    expect(ours.length === 0, `ours: ${ours}; Kazoo's: ${kazoos}`).toBe(kazoos.length === 0);
  });
  fc.assert(verdicts, { numRuns });
  expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(numRuns / 20);
}

type Property = {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: Property;
};

/** Values at and beyond the limits of a field, and values of other fields. */
function valuesOf(property: Property): fc.Arbitrary<unknown> {
  const { type, minimum = 1, maximum = 1, maxLength = 1, items } = property;
  const known = [...(property.enum ?? []), property.default ?? "text"];
  if (type === "integer") known.push(minimum - 1, minimum, maximum, maximum + 1);
  if (type === "string") known.push("x".repeat(maxLength), "x".repeat(maxLength + 1));
  for (const item of items?.enum ?? []) known.push([item], [item, item]);
  return fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 6 }, { arbitrary: junk, weight: 1 });
}

type Schema = {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
};

/** An object with fields of a schema: those that it needs, mostly, and two others at most. */
function dataOf(name: string): fc.Arbitrary<Record<string, unknown>> {
  return objectOf(sharedJson<Schema>(`kazoo-schemas/5.0/callflows.${name}.json`));
}

function objectOf({ properties, required = [] }: Schema): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(properties).map(([name, property]) => [name, valuesOf(property)] as const);
  const needed = Object.fromEntries(fields.filter(([name]) => required.includes(name)));
  const others = fc
    .subarray(fields, { maxLength: Math.min(2, fields.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen)));
  const some = { arbitrary: fc.record(needed, { requiredKeys: [] }), weight: 1 };
  return fc
    .tuple(fc.oneof({ arbitrary: fc.record(needed), weight: 4 }, some), others)
    .map(([first, second]) => ({ ...first, ...second }));
}

/** The `data` of audio_macro, whose macros have schemas of their own. */
function macrosOf(): fc.Arbitrary<unknown> {
  const ownNames = ["prompt", "say", "tone"].map((macro) => ({ macro, schema: `audio_macro.${macro}` }));
  const macros = [...ownNames, { macro: "play", schema: "play" }, { macro: "tts", schema: "tts" }].map(
    ({ macro, schema }) => dataOf(schema).map((data) => ({ macro, ...data })),
  );
  return fc.array(fc.oneof(...macros, junk), { maxLength: 2 }).map((list) => ({ macros: list }));
}

/** Nodes whose data holds objects with schemas of their own. */
function nestingOf(): fc.Arbitrary<unknown> {
  const conferences = sharedJson<Schema>("kazoo-schemas/5.0/conferences.json");
  const members = { numbers: {}, pins: {}, join_muted: {}, join_deaf: {}, play_entry_prompt: {} };
  const config = fc
    .tuple(
      objectOf(conferences),
      fc.record(
        {
          profile: objectOf(sharedJson<Schema>("kazoo-schemas/5.0/conferences.profile.json")),
          member: objectOf({ properties: members }),
          conference_numbers: fc.array(fc.constantFrom<unknown>("1", "2", "a", 1), { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([own, inner]) => ({ ...own, ...inner }));
  const endpoint = objectOf({
    properties: {
      endpoint_type: { enum: ["device", "user", "group"] },
      id: { type: "string", maxLength: 128 },
      timeout: { type: "integer" },
      weight: { type: "integer", minimum: 1, maximum: 100 },
    },
    required: ["endpoint_type", "id"],
  });
  const headers = fc.dictionary(fc.constantFrom("X-A", "x y", "out", "in", "_", "[", ""), junk, {
    maxKeys: 2,
  });
  const directions = fc.record({ in: headers, out: headers }, { requiredKeys: [] });
  return fc.oneof(
    config.map((data) => ({ module: "conference", data: { config: data } })),
    fc.array(endpoint, { maxLength: 2 }).map((endpoints) => ({ module: "ring_group", data: { endpoints } })),
    fc
      .tuple(fc.constantFrom("resources", "device", "user"), fc.oneof(headers, directions))
      .map(([module, custom_sip_headers]) => ({ module, data: { custom_sip_headers } })),
    fc
      .dictionary(fc.constantFrom("a", "-", ".", "é", "a b"), fc.oneof(junk, fc.constant("1")), {
        maxKeys: 2,
      })
      .map((custom_application_vars) => ({ module: "set_variables", data: { custom_application_vars } })),
    fc.array(junk, { maxLength: 1 }).map((captures) => ({ module: "transfer", data: { captures } })),
  );
}

golden("agrees with Kazoo's schemas on what is nested in the data of modules", { timeout: 60_000 }, () => {
  compare(fc.tuple(versions, nestingOf()), 3000);
});

golden("agrees with Kazoo's schemas on each module, whatever is in its data", { timeout: 60_000 }, () => {
  const flows = Object.keys(modules).map((module) => dataOf(module).map((data) => ({ module, data })));
  const ofMacros = macrosOf().map((data) => ({ module: "audio_macro", data }));
  compare(fc.tuple(versions, fc.oneof(...flows, { arbitrary: ofMacros, weight: 9 })), 10_000);
});

const voice = { voice: "female", language: "en-us" };

/** A flow of every kind of node. */
function longFlow(): unknown {
  const macros = [speakMacro({ text: "Press 1.", ...voice }), playMacro("https://p.example/a.mp3")];
  const pivot = pivotTo("https://twivot.example/pivot/c/x");
  const tones = node(
    "send_dtmf",
    { digits: "1#", duration_ms: 200 },
    node("sleep", { duration: 1, unit: "s" }, pivot),
  );
  const keys = collect({ maxDigits: 4, timeoutMs: 5000, terminator: "#", collection: "g1" }, tones);
  const prompt = playUrl(
    { id: "silence_stream://100", isAnswered: false },
    node("audio_macro", { macros }, keys),
  );
  return node("flush_dtmf", { collection_name: "default" }, speak({ text: "Hello.", ...voice }, prompt));
}

/** All objects and lists in a value, itself included. */
function containers(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containers)];
}

/** A change to one place of a flow: `at` picks the place. */
const changes = fc.record({
  at: fc.nat(),
  how: fc.constantFrom("set", "add", "remove"),
  key: fc.constantFrom("_", "", "\n", "a\nb", "\r", "module", "data", "children", "_id", "skip_module"),
  value: fc.oneof(
    junk,
    fc.constantFrom("hangup", "response", "answer", "nope", { module: "hangup" }, { module: "tts" }),
  ),
});

function change(
  flow: unknown,
  { at, how, key, value }: typeof changes extends fc.Arbitrary<infer T> ? T : never,
) {
  const places = containers(flow).flatMap((container) =>
    Object.keys(container).map((name) => ({ container, name })),
  );
  const place = places[at % places.length];
  if (place === undefined) return;
  const { container, name } = place;
  if (how === "set") container[name] = structuredClone(value);
  else if (how === "add" && !Array.isArray(container)) container[key] = structuredClone(value);
  else if (how === "remove" && Array.isArray(container)) container.splice(Number(name), 1);
  else if (how === "remove") delete container[name];
}

golden("agrees with Kazoo's schemas on flows in which anything may be wrong", { timeout: 60_000 }, () => {
  const flows = fc.array(changes, { minLength: 1, maxLength: 3 }).map((list) => {
    const flow = JSON.parse(JSON.stringify(longFlow()));
    for (const each of list) change(flow, each);
    return flow;
  });
  compare(fc.tuple(versions, flows), 2000);
});
