import type { Differ, Difference } from "./difference.ts";
import type { Step } from "./steps.ts";

/** What the platforms themselves need between two parties: answering, and asking how to go on. */
const ownMs = 500;

/** Twilio says that carriers may ring about so much longer; https://www.twilio.com/docs/voice/twiml/dial#timeout. */
const carrierMs = 5000;

type Dialled = Extract<Step, { kind: "dialled" }>;

/** Who seems to call, and for how long it rings. */
export function compareRinging(reference: Dialled, kazoo: Dialled, differ: Differ): readonly Difference[] {
  const [a, b] = [reference.endMs - reference.atMs, kazoo.endMs - kazoo.atMs];
  const longest = a + ownMs + (reference.isTimeout ? carrierMs : 0);
  const isSame = b >= a - ownMs && b <= longest;
  return [
    ...(reference.callerId === kazoo.callerId
      ? []
      : [differ("caller-id", reference.callerId, kazoo.callerId)]),
    ...(isSame ? [] : [differ("ringing", `${a} ms`, `${b} ms`)]),
  ];
}

type Bridged = Extract<Step, { kind: "bridged" }>;

/** How long the parties talk, and who ends it. */
export function compareTalk(reference: Bridged, kazoo: Bridged, differ: Differ): readonly Difference[] {
  const [a, b] = [reference.endMs - reference.atMs, kazoo.endMs - kazoo.atMs];
  const isSame = reference.endedBy === kazoo.endedBy && Math.abs(a - b) <= ownMs;
  return isSame
    ? []
    : [
        differ(
          "talk",
          `${a} ms, ended by the ${reference.endedBy}`,
          `${b} ms, ended by the ${kazoo.endedBy}`,
        ),
      ];
}
