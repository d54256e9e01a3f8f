import { readAttributes, text } from "../../twiml/attributes.ts";
import { childElements, type Element, ownText } from "../../twiml/element.ts";
import { sipEndpoint } from "./endpoints.ts";
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
  whisperAttributes,
  whisperSupport,
} from "./noun.ts";

/** @see https://www.twilio.com/docs/voice/twiml/sip */
const attributes = {
  ...whisperAttributes,
  ...callbackAttributes,
  ...machineAttributes,
  username: text({ default: undefined }),
  password: text({ default: undefined }),
};

/** Headers that Twilio lets pass (https://www.twilio.com/docs/voice/twiml/sip#custom-headers). */
const passing = /^(x-[a-z0-9-]+|user-to-user|remote-party-id|p-preferred-identity|p-called-party-id)$/i;

/** A SIP address: a phone of the account, by the operator's configuration. */
export const sip: Noun = {
  name: "Sip",
  support: {
    element: "dial-endpoint-unknown",
    attributes: {
      ...whisperSupport,
      ...callbackSupport,
      ...machineSupport,
      password: "dial-no-effect",
      username: "dial-no-effect",
    },
  },
  read: (element, context) => {
    const { notes, platform } = context;
    const values = readAttributes(element, attributes, notes);
    const [uri, ...others] = childElements(element).filter(({ name }) => name === "Uri");
    const written = ownText(uri ?? element);
    const [address = "", query = ""] = written.split(/\?(.*)/s);
    const to = sipEndpoint(address, platform);
    if (to === undefined) {
      notes.add("dial-endpoint-unknown", element, { name: address, where: "endpoints.sip" });
    }
    if (others.length > 0) notes.add("dial-sip-uris", element);
    notes.add("dial-sip-response", element);
    noteWhisper(values, element, notes);
    noteMachine(values, element, notes);
    noteNoEffect(["username", "password"], element, notes);
    const headers = { ...headersOf(query), ...headerElements(element) };
    return { to, as: address, headers, ...readCallback(values, element, context) };
  },
};

/** `x-a=1&x-b=2` behind the address. */
function headersOf(query: string): Readonly<Record<string, string>> {
  return usable([...new URLSearchParams(query)]);
}

/** `<Headers><Header name value/></Headers>`. */
function headerElements(element: Element): Readonly<Record<string, string>> {
  const headers = childElements(element)
    .filter(({ name }) => name === "Headers")
    .flatMap(childElements);
  return usable(headers.map(({ attributes: { name = "", value = "" } }) => [name, value]));
}

function usable(headers: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headers.filter(([name, value]) => passing.test(name) && /^[ -~]{1,1024}$/.test(value)),
  );
}
