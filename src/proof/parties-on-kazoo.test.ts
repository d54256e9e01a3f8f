import { expect, test } from "vitest";
import { noParties } from "../fidelity/fixture-parties.ts";
import { inTwilioNames, partiesOnKazoo } from "./parties-on-kazoo.ts";

const busy = { kind: "fails", sip: 486, afterMs: 0 } as const;
const parties = {
  callees: { "client:alice": busy, "sip:bob@example.com": busy, "+15005550010": busy, "client:carol": busy },
  endpoints: {
    ...noParties.endpoints,
    clients: {
      alice: { kind: "user", id: "a" },
      carol: { kind: "callflow", id: "c" },
      dave: { kind: "ringGroup", id: "d" },
    },
    sip: { "bob@example.com": { kind: "device", id: "b" } },
  },
} as const;

test("who is called by a name of Twilio's is there under that of Kazoo's, and under its own", () => {
  const { callees, callflows } = partiesOnKazoo(parties);
  expect(Object.keys(callees).toSorted()).toEqual([
    "+15005550010",
    "client:alice",
    "client:carol",
    "device:b",
    "sip:bob@example.com",
    "user:a",
    "user:c",
  ]);
  expect(callflows).toEqual({ c: { module: "user", data: { id: "c", timeout: 20 } } });
});

test("events get Twilio's names back, rooms too", () => {
  const dialled = { atMs: 0, kind: "dialled", callerId: "", timeoutMs: 0, forMs: 0, answered: true } as const;
  const bridged = { atMs: 0, kind: "bridged", forMs: 0, endedBy: "callee" } as const;
  const room = `conference:${"0".repeat(32)}_Room.20.1`;
  expect(
    inTwilioNames(
      [
        { ...dialled, targets: ["user:a", "device:b", "user:c", "group:d", "+15005550010"] },
        { ...bridged, target: room },
      ],
      parties,
    ),
  ).toEqual([
    {
      ...dialled,
      targets: ["client:alice", "sip:bob@example.com", "client:carol", "client:dave", "+15005550010"],
    },
    { ...bridged, target: "conference:Room 1" },
  ]);
});
