import { childElements, type Element, ownText } from "../../twiml/element.ts";
import type { Context, Inner } from "../define.ts";
import { client } from "./client.ts";
import { conferenceNoun } from "./conference-attributes.ts";
import { kazooNouns, unreachableNouns } from "./kazoo-nouns.ts";
import type { Noun, Target } from "./noun.ts";
import { number, plainNumber } from "./number.ts";
import { sip } from "./sip.ts";

/** Twilio calls so many at once, or in order: https://www.twilio.com/docs/voice/twiml/dial#sequential. */
const MOST_TARGETS = 10;

const nouns: ReadonlyMap<string, Noun> = new Map(
  [client, number, sip, ...kazooNouns, ...unreachableNouns].map((noun) => [noun.name, noun]),
);

/** What may stand in a Dial beside a number as text. */
export const nounNames: readonly string[] = [...nouns.keys(), conferenceNoun.name];

/** All elements that stand only in a Dial, and what stands in them. */
export const innerElements: readonly Inner[] = [
  ...nouns.values(),
  conferenceNoun,
  { name: "ApplicationSid", support: { element: "dial-application" } },
  { name: "Header", attributes: ["name", "value"] },
  { name: "Headers" },
  { name: "Identity" },
  {
    name: "Uri",
    support: {
      element: "dial-sip-uris",
      attributes: {
        password: "dial-no-effect",
        priority: "dial-sip-uris",
        username: "dial-no-effect",
        weight: "dial-sip-uris",
      },
    },
  },
];

/** Whom a Dial calls: its nouns, else the number that is its text; nobody where it is empty. */
export function readTargets(element: Element, context: Context): readonly Target[] {
  const children = childElements(element);
  if (children.length === 0) return ownText(element) === "" ? [] : [plainNumber(element, context)];
  if (children.length > MOST_TARGETS) {
    context.notes.add("dial-too-many", element, { called: MOST_TARGETS, given: children.length });
  }
  return children.slice(0, MOST_TARGETS).flatMap((child) => {
    const noun = nouns.get(child.name);
    return noun === undefined ? [] : [noun.read(child, context)];
  });
}
