import type { NoteCode } from "../../fidelity/catalogue.ts";
import { readAttributes } from "../../twiml/attributes.ts";
import { ownText } from "../../twiml/element.ts";
import type { Endpoint } from "../platform.ts";
import type { Noun } from "./noun.ts";

/** What a Kazoo id looks like; mailboxes are found by nothing else (callflows.voicemail.json). */
const anyId = /^[A-Za-z0-9_-]{1,128}$/;
const strictId = /^[0-9a-f]{32}$/;

/**
 * Things of the account by their Kazoo ids. User and Device are Kazoo's own additions to TwiML, the others are ours.
 *
 * @see https://github.com/2600hz/kazoo/blob/4.3/core/kazoo_translator/src/converters/kzt_twiml.erl (dial)
 */
export const kazooNouns: readonly Noun[] = [
  kazooNoun("User", "user"),
  kazooNoun("Device", "device"),
  kazooNoun("Group", "group"),
  kazooNoun("Voicemail", "voicemail"),
  kazooNoun("Callflow", "callflow"),
];

function kazooNoun(name: string, kind: Exclude<Endpoint["kind"], "number">): Noun {
  const pattern = kind === "voicemail" ? strictId : anyId;
  return {
    name,
    read: (element, { notes }) => {
      readAttributes(element, {}, notes);
      const id = ownText(element);
      if (pattern.test(id)) return { to: { kind, id }, as: id, headers: {} };
      notes.add("dial-kazoo-id", element, { id });
      return { to: undefined, as: id, headers: {} };
    },
  };
}

/** What Kazoo has no way to call. */
export const unreachableNouns: readonly Noun[] = [
  unreachable("Application", "dial-application", "copyParentTo customerId method url"),
  unreachable("Queue", "dial-queue", "method postWorkActivitySid reservationSid url", false),
  unreachable("Sim", "dial-unreachable", "", false),
  unreachable("WhatsApp", "dial-unreachable", "method url"),
];

function unreachable(name: string, code: NoteCode, attributes: string, hasCallback = true): Noun {
  const callbacks = hasCallback ? "statusCallback statusCallbackEvent statusCallbackMethod" : "";
  const known = `${attributes} ${callbacks}`.split(" ").filter(Boolean);
  return {
    name,
    support: { element: code, attributes: Object.fromEntries(known.map((attribute) => [attribute, code])) },
    read: (element, { notes }) => {
      const strangers = Object.keys(element.attributes).filter((attribute) => !known.includes(attribute));
      for (const attribute of strangers) notes.add("attribute-unknown", element, { attribute });
      notes.add(code, element);
      return { to: undefined, as: ownText(element), headers: {} };
    },
  };
}
