import fc from "fast-check";
import { noParties, type Parties } from "../../src/fidelity/fixture-parties.ts";
import type { Callee } from "../../src/simulator/callee.ts";
import type { Endpoint } from "../../src/verbs/platform.ts";

/** What an operator has set up for a call, and who is there. */
export type Surroundings = Parties & {
  /** The extension by which callers come back from an answered call. */
  readonly returnExtension: string | undefined;
  readonly localResources: boolean;
  /** Whether Kazoo's webhooks lead to twivot. */
  readonly webhooks: boolean;
  readonly recordEmpty: "fallthrough" | "action";
};

/** Nobody can be called. */
export const nobody: Surroundings = {
  ...noParties,
  returnExtension: undefined,
  localResources: false,
  webhooks: false,
  recordEmpty: "fallthrough",
};

/** Whom documents call: their numbers, and names that stand for phones of the account. */
export const numbers = ["+15005550010", "+15005550011", "+15005550012"] as const;
/** A number whose owner answers at once. */
export const eager = "+15005550013";
export const clients = ["alice", "bob", "nobody"] as const;
export const addresses = ["sip:desk@acme.example.com", "sip:nobody@acme.example.com"] as const;

const id = (digit: string) => digit.repeat(32);

const phone: fc.Arbitrary<(digit: string) => Endpoint> = fc.oneof(
  { weight: 4, arbitrary: fc.constant((digit: string): Endpoint => ({ kind: "user", id: id(digit) })) },
  { weight: 2, arbitrary: fc.constant((digit: string): Endpoint => ({ kind: "device", id: id(digit) })) },
  {
    weight: 1,
    arbitrary: fc.constant((digit: string): Endpoint => ({ kind: "ringGroup", id: id(digit) })),
  },
);

/** Some answer, some do not; nobody rings for so long that a carrier's own time would matter. */
const callee: fc.Arbitrary<Callee> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("answers" as const),
      afterMs: fc.constantFrom(500, 1000, 3000, 7000, 12_000),
      hangsUpAfterMs: fc.constantFrom(1000, 4000, 9000, 31_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Callee>({ kind: "answers", afterMs: 2000 }) },
  { weight: 2, arbitrary: fc.constant<Callee>({ kind: "rings" }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("fails" as const),
      sip: fc.constantFrom(486, 603, 404, 480, 503, 408, 484, 500),
      afterMs: fc.constantFrom(0, 500, 2000, 6000),
    }),
  },
);

/** Phones of the account, which are all there: Kazoo does not even try to call one that is not. */
const phones = [numbers[2], "client:alice", "client:bob", addresses[0]] as const;

/** Nobody can hang up before they have answered. */
const eagerCallee: fc.Arbitrary<Callee> = fc.record({
  kind: fc.constant("answers" as const),
  afterMs: fc.constant(0),
  hangsUpAfterMs: fc.constantFrom(1000, 9000),
});

/** What each does; nobody may have one of the other numbers. */
const callees: fc.Arbitrary<Surroundings["callees"]> = fc
  .record({
    eagerOne: eagerCallee,
    others: fc.record(Object.fromEntries([numbers[0], numbers[1], ...phones].map((name) => [name, callee])), {
      requiredKeys: [...phones],
    }) as fc.Arbitrary<Surroundings["callees"]>,
  })
  .map(({ eagerOne, others }) => ({ ...others, [eager]: eagerOne }));

/** Alice, Bob and the desk are phones of the account, one of the numbers may be one, and a queue may be there. */
export const randomSurroundings: fc.Arbitrary<Surroundings> = fc
  .record({
    callees,
    phones: fc.tuple(phone, phone, phone),
    hasOwnNumber: fc.boolean(),
    hasQueue: fc.boolean(),
    returnExtension: fc.constantFrom(undefined, "9001", "9001"),
    localResources: fc.boolean(),
    webhooks: fc.boolean(),
    recordEmpty: fc.constantFrom("fallthrough", "fallthrough", "action"),
  })
  .map(({ phones: [alice, bob, desk], hasOwnNumber, hasQueue, ...others }) => ({
    ...others,
    endpoints: {
      clients: { alice: alice("a"), bob: bob("b") },
      sip: { "desk@acme.example.com": desk("d") },
      numbers: hasOwnNumber ? { [numbers[2]]: { kind: "user", id: id("e") } } : {},
      queues: hasQueue ? { support: { kind: "queue", id: id("c") } } : {},
    },
  }));
