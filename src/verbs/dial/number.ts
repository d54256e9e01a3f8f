import { readAttributes, text } from "../../twiml/attributes.ts";
import { type Element, ownText } from "../../twiml/element.ts";
import type { Context } from "../define.ts";
import { numberEndpoint } from "./endpoints.ts";
import {
  callbackAttributes,
  callbackSupport,
  machineAttributes,
  machineSupport,
  type Noun,
  noteMachine,
  noteNoEffect,
  noteWhisper,
  readCallback,
  type Target,
  whisperAttributes,
  whisperSupport,
} from "./noun.ts";

/** @see https://www.twilio.com/docs/voice/twiml/number */
const attributes = {
  ...whisperAttributes,
  ...callbackAttributes,
  ...machineAttributes,
  sendDigits: text({ default: undefined, twilioCode: 13222 }),
  byoc: text({ default: undefined }),
};

/** A phone number. */
export const number: Noun = {
  name: "Number",
  support: {
    attributes: {
      ...whisperSupport,
      ...callbackSupport,
      ...machineSupport,
      byoc: "dial-no-effect",
      sendDigits: "dial-send-digits",
    },
  },
  read: (element, context) => {
    const { notes } = context;
    const values = readAttributes(element, attributes, notes);
    const target = plainNumber(element, context);
    noteWhisper(values, element, notes);
    noteMachine(values, element, notes);
    noteNoEffect(["byoc"], element, notes);
    if (values.sendDigits !== undefined && values.sendDigits.trim() !== "") {
      notes.add("dial-send-digits", element);
    }
    return { ...target, ...readCallback(values, element, context) };
  },
};

/** The number that an element holds as text, a Number or a Dial without nouns. */
export function plainNumber(element: Element, { platform, notes }: Context): Target {
  const written = ownText(element);
  const to = numberEndpoint(written, platform);
  if (to === undefined) notes.add("dial-number-invalid", element, { number: written });
  return { to, as: to?.kind === "number" ? to.number : written, headers: {} };
}
