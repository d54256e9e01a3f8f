import { expect, test } from "vitest";
import { readFixtureCall, writeFixtureCall } from "./fixture-call.ts";

const text = `voice: POST /voice
kazoo: 4.3, 5.0
returnExtension: 9001
localResources: true
client alice: user 0123
sip bob@example.com: device 4567
number +15005550010: number +15005550011
queue support: queue 89ab
callee client:alice: answers after 4s, hangs up after 20s
callee sip:bob@example.com:5060: busy after 1s
`;

test("parties and what they are on Kazoo are headers, a line each", () => {
  const call = readFixtureCall(text);
  expect(call).toMatchObject({ returnExtension: "9001", localResources: true });
  expect(call.endpoints).toEqual({
    clients: { alice: { kind: "user", id: "0123" } },
    sip: { "bob@example.com": { kind: "device", id: "4567" } },
    numbers: { "+15005550010": { kind: "number", number: "+15005550011" } },
    queues: { support: { kind: "queue", id: "89ab" } },
  });
  expect(call.callees).toEqual({
    "client:alice": { kind: "answers", afterMs: 4000, hangsUpAfterMs: 20_000 },
    "sip:bob@example.com:5060": { kind: "fails", sip: 486, afterMs: 1000 },
  });
  expect(writeFixtureCall(call)).toBe(text);
});

test.each([
  ["callee +15005550010: sleeps", "line 1: callee +15005550010 is "],
  ["client alice: 0123", "line 1: client alice is an endpoint such as user ID or number +1…, not: 0123"],
  ["localResources: perhaps", "line 1: localResources is true, or left out, not: perhaps"],
])("%s is a fault that says what to write", (line, fault) => {
  expect(() => readFixtureCall(line)).toThrow(fault);
});
