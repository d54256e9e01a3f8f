import fc from "fast-check";
import { expect, test } from "vitest";
import { newState } from "../translate/draft.ts";
import { emptyVisit } from "../twilio/fetch-document.ts";
import { type Element, element, text } from "../twiml/element.ts";
import { pack, type Session, unpack } from "./pack.ts";
import { createTokenBox } from "./token.ts";

const secret = "a secret of at least 32 characters";
const other = "another secret, as long as the one";
const session: Session = {
  app: "default",
  callSid: "CA0123456789abcdef0123456789abcdef",
  documentUrl: "https://app.example/ivr/start?tenant=7",
  visit: { ...emptyVisit, cookies: { "app.example": ["session=5f2b0c9e8a7d6e5f4c3b2a1908f7e6d5"] } },
  documents: 2,
  tokens: { left: 55, atMs: 1_764_000_000_000 },
};
const twoVerbs = [
  element("Say", { voice: "alice" }, text("We did not receive any input.")),
  element("Redirect", { method: "GET" }, text("/ivr/start?attempt=2")),
];
const gather = {
  at: "input",
  heard: 0,
  collection: "g1",
  url: "https://app.example/ivr/menu?tenant=7",
  method: "POST",
  finishOnKey: "#",
  numDigits: 1,
  evenEmpty: false,
};
const continuation = {
  pending: { verb: "Gather", state: gather },
  rest: twoVerbs,
  state: { ...newState, answered: true },
};

test("what was sealed comes back as it was", async () => {
  const box = createTokenBox([secret]);
  const token = await box.seal(pack(session, continuation, 100));
  expect(unpack(await box.open(token, 99_999))).toEqual({ session, continuation });
});

test("a rest of two verbs is a token of under 600 characters", async () => {
  const token = await createTokenBox([secret]).seal(pack(session, continuation, 1_800_000_000));
  expect(token.length).toBeLessThan(600);
  expect(token).toMatch(/^[\w.-]+$/);
});

test("a document of 60 kB becomes a token that fits into a request head of 128 kB", async () => {
  const words = Array.from({ length: 60_000 }, (_, index) =>
    String.fromCharCode(97 + ((index * index * 7919) % 25)),
  ).join("");
  const rest = [element("Say", {}, text(words))];
  const token = await createTokenBox([secret]).seal(pack(session, { rest, state: newState }, 100));
  expect(token.length).toBeLessThan(90_000);
});

test("a token is refused after its time", async () => {
  const box = createTokenBox([secret]);
  const token = await box.seal(pack(session, continuation, 100));
  await expect(box.open(token, 100_000)).rejects.toMatchObject({ code: "token-expired", status: 403 });
});

test("a token of another secret is refused", async () => {
  const token = await createTokenBox([other]).seal(pack(session, continuation, 100));
  await expect(createTokenBox([secret]).open(token, 0)).rejects.toMatchObject({
    code: "token-foreign",
    status: 403,
  });
});

test("after a change of secrets old tokens are opened while new ones are sealed by the new secret", async () => {
  const before = await createTokenBox([secret]).seal(pack(session, continuation, 100));
  const rotated = createTokenBox([other, secret]);
  const after = await rotated.seal(pack(session, continuation, 100));
  expect(unpack(await rotated.open(before, 0)).session).toEqual(session);
  expect(unpack(await createTokenBox([other]).open(after, 0)).session).toEqual(session);
  await expect(createTokenBox([secret]).open(after, 0)).rejects.toMatchObject({ code: "token-foreign" });
});

test("a token with any character changed is refused", async () => {
  const box = createTokenBox([secret]);
  const token = await box.seal(pack(session, continuation, 100));
  const lastOfPart = new Set([...token.matchAll(/.(?=\.|$)/g)].map(({ index }) => index));
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(..."ABab01-_"), async (index, character) => {
      // The last character of a base64url part has bits that mean nothing.
      fc.pre(token[index] !== character && !lastOfPart.has(index));
      const changed = token.slice(0, index) + character + token.slice(index + 1);
      await expect(box.open(changed, 0)).rejects.toMatchObject({ status: 403 });
    }),
  );
});

test("any text that is no token is refused", async () => {
  const box = createTokenBox([secret]);
  await fc.assert(
    fc.asyncProperty(fc.string(), async (token) => {
      await expect(box.open(token, 0)).rejects.toMatchObject({ code: "token-foreign", status: 403 });
    }),
  );
});

test("every element comes back with its attributes, text and place", () => {
  const name = fc.stringMatching(/^[A-Z][a-z]{0,8}$/);
  const { node } = fc.letrec<{ node: Element }>((tie) => ({
    node: fc.record({
      kind: fc.constant("element" as const),
      name,
      attributes: fc.dictionary(name, fc.string()),
      children: fc.array(
        fc.oneof(
          { maxDepth: 3 },
          fc.record({ kind: fc.constant("text" as const), text: fc.string() }),
          tie("node"),
        ),
        { maxLength: 3 },
      ),
      line: fc.nat(),
      column: fc.nat(),
    }),
  }));
  fc.assert(
    fc.property(fc.array(node, { maxLength: 3 }), (rest) => {
      const packed = JSON.parse(JSON.stringify(pack(session, { rest, state: newState }, 1)));
      expect(JSON.stringify(unpack(packed).continuation.rest)).toBe(JSON.stringify(rest));
    }),
  );
});
