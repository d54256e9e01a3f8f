import { readAttributes } from "../../twiml/attributes.ts";
import { childElements, type Element, ownText } from "../../twiml/element.ts";
import { clientEndpoint } from "./endpoints.ts";
import {
  callbackAttributes,
  callbackSupport,
  type Noun,
  noteWhisper,
  readCallback,
  whisperAttributes,
  whisperSupport,
} from "./noun.ts";

/** A client of an application: a phone of the account, by the operator's configuration. */
export const client: Noun = {
  name: "Client",
  support: { element: "dial-endpoint-unknown", attributes: { ...whisperSupport, ...callbackSupport } },
  read: (element, context) => {
    const { notes, platform } = context;
    const values = readAttributes(element, { ...whisperAttributes, ...callbackAttributes }, notes);
    const inner = childElements(element);
    const identity = inner.find(({ name }) => name === "Identity");
    const name = ownText(identity ?? element);
    const to = clientEndpoint(name, platform);
    if (to === undefined) notes.add("dial-endpoint-unknown", element, { name, where: "endpoints.clients" });
    noteWhisper(values, element, notes);
    const parameters = inner.filter(({ name }) => name === "Parameter");
    if (parameters.length > 0) notes.add("dial-parameters", element);
    const as = `client:${name}`;
    return { to, as, headers: headersOf(parameters), ...readCallback(values, element, context) };
  },
};

/** Elsewhere than in a browser nobody has parameters: a phone gets them as headers `X-…`. */
function headersOf(parameters: readonly Element[]): Readonly<Record<string, string>> {
  const named = parameters.flatMap(({ attributes: { name = "", value = "" } }) =>
    /^[A-Za-z0-9-]{1,64}$/.test(name) && /^[ -~]{1,256}$/.test(value) ? [[`X-${name}`, value] as const] : [],
  );
  return Object.fromEntries(named);
}
