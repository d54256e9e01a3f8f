import { hkdfSync } from "node:crypto";
import fc from "fast-check";
import { compactDecrypt } from "jose";
import { expect, test } from "vitest";
import { newState } from "../translate/draft.ts";
import { emptyVisit } from "../twilio/fetch-document.ts";
import { type Element, element, text } from "../twiml/element.ts";
import { type Packed, pack, type Session, unpack } from "./pack.ts";
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

test("what was sealed comes back as it was", () => {
  const box = createTokenBox<Packed>([secret], "continuation");
  const token = box.seal(pack(session, continuation, 100));
  expect(unpack(box.open(token, 99_999))).toEqual({ session, continuation });
});

test("a rest of two verbs is a token of under 600 characters", () => {
  const token = createTokenBox<Packed>([secret], "continuation").seal(
    pack(session, continuation, 1_800_000_000),
  );
  expect(token.length).toBeLessThan(600);
  expect(token).toMatch(/^[\w.-]+$/);
});

test("a document of 60 kB becomes a token that fits into a request head of 128 kB", () => {
  const words = Array.from({ length: 60_000 }, (_, index) =>
    String.fromCharCode(97 + ((index * index * 7919) % 25)),
  ).join("");
  const rest = [element("Say", {}, text(words))];
  const token = createTokenBox<Packed>([secret], "continuation").seal(
    pack(session, { rest, state: newState }, 100),
  );
  expect(token.length).toBeLessThan(90_000);
});

test("a token is refused after its time", () => {
  const box = createTokenBox<Packed>([secret], "continuation");
  const token = box.seal(pack(session, continuation, 100));
  expect(() => box.open(token, 100_000)).toThrow(
    expect.objectContaining({ code: "token-expired", status: 403 }),
  );
});

test("a token of another secret is refused", () => {
  const token = createTokenBox<Packed>([other], "continuation").seal(pack(session, continuation, 100));
  expect(() => createTokenBox<Packed>([secret], "continuation").open(token, 0)).toThrow(
    expect.objectContaining({
      code: "token-foreign",
      status: 403,
    }),
  );
});

test("after a change of secrets old tokens are opened while new ones are sealed by the new secret", () => {
  const before = createTokenBox<Packed>([secret], "continuation").seal(pack(session, continuation, 100));
  const rotated = createTokenBox<Packed>([other, secret], "continuation");
  const after = rotated.seal(pack(session, continuation, 100));
  expect(unpack(rotated.open(before, 0)).session).toEqual(session);
  expect(unpack(createTokenBox<Packed>([other], "continuation").open(after, 0)).session).toEqual(session);
  expect(() => createTokenBox<Packed>([secret], "continuation").open(after, 0)).toThrow(
    expect.objectContaining({
      code: "token-foreign",
    }),
  );
});

test("a token with any character changed is refused", () => {
  const box = createTokenBox<Packed>([secret], "continuation");
  const token = box.seal(pack(session, continuation, 100));
  const lastOfPart = new Set([...token.matchAll(/.(?=\.|$)/g)].map(({ index }) => index));
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(..."ABab01-_"), (index, character) => {
      // The last character of a base64url part has bits that mean nothing.
      fc.pre(token[index] !== character && !lastOfPart.has(index));
      const changed = token.slice(0, index) + character + token.slice(index + 1);
      expect(() => box.open(changed, 0)).toThrow(expect.objectContaining({ status: 403 }));
    }),
  );
});

test("a token of one purpose is refused for another", () => {
  const token = createTokenBox<Packed>([secret], "continuation").seal(pack(session, continuation, 100));
  const box = createTokenBox<Packed>([secret], "upload");
  expect(() => box.open(token, 0)).toThrow(expect.objectContaining({ code: "token-foreign" }));
});

test("a token is a compact JWE, which others can open with the key", async () => {
  const token = createTokenBox<Packed>([secret], "continuation").seal(pack(session, continuation, 100));
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "twivot continuation v1", 32));
  const { protectedHeader } = await compactDecrypt(token, key);
  expect(protectedHeader).toEqual({ alg: "dir", enc: "A256GCM" });
});

test("any text that is no token is refused", () => {
  const box = createTokenBox<Packed>([secret], "continuation");
  fc.assert(
    fc.property(fc.string(), (token) => {
      expect(() => box.open(token, 0)).toThrow(
        expect.objectContaining({ code: "token-foreign", status: 403 }),
      );
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
