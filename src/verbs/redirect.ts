import { continueWith } from "../translate/draft.ts";
import { httpMethod } from "../twiml/attributes.ts";
import { ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { defineVerb } from "./define.ts";

type Pending = {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly parameters?: Readonly<Record<string, string>>;
};

/** Goes on with another document; as the first thing of a document it does so without Kazoo. */
export const redirect = defineVerb({
  name: "Redirect",
  source: "https://www.twilio.com/docs/voice/twiml/redirect",
  attributes: { method: httpMethod({ twilioCode: 13710 }) },
  translate: ({ method }, element, { documentUrl, state }) => {
    const pending: Pending = { url: resolveUrl(documentUrl, ownText(element)), method };
    return continueWith({ pending: { verb: "Redirect", state: pending }, rest: [], state });
  },
  resume: ({ url, method, parameters = {} }: Pending) => ({ go: "request", url, method, parameters }),
});
