import { node } from "../callflow/build.ts";
import type { Draft } from "../translate/draft.ts";
import { httpMethod, url } from "../twiml/attributes.ts";
import { childElements, ownText } from "../twiml/element.ts";
import { resolveUrl } from "../twiml/resolve-url.ts";
import { answerFirst } from "./answer.ts";
import { answerAndGoOn, askAction, requestAction } from "./ask-action.ts";
import { type Context, defineVerb } from "./define.ts";
import type { Endpoint } from "./platform.ts";

/** Twilio's warning that the caller is at no SIP endpoint: https://www.twilio.com/docs/api/errors/13801. */
const NO_SIP_CALLER = 13801;

/**
 * Sends the caller elsewhere. Kazoo can do so within the account, where an operator has named an extension or a callflow
 * for the SIP address; otherwise the action is told that it failed, else the next verb runs.
 *
 * ```
 * play (silence: answers) → transfer | callflow
 * play (silence: answers) → pivot (the action) | what follows
 * ```
 */
export const refer = defineVerb({
  name: "Refer",
  source: "https://www.twilio.com/docs/voice/twiml/refer",
  attributes: { action: url(), method: httpMethod({ twilioCode: 12200 }) },
  children: ["Sip"],
  support: { element: "refer-unavailable", attributes: { action: "refer-transfer" } },
  translate: ({ action, method }, element, context) => {
    const [sip] = childElements(element);
    const target = sip === undefined ? "" : ownText(sip);
    const isSipCaller = context.parties.from.startsWith("sip:");
    const leaving = isSipCaller ? leave(endpointOf(target, context)) : undefined;
    if (leaving !== undefined) {
      context.notes.add("refer-transfer", element, { target });
      return answerFirst(context, leaving);
    }
    context.notes.add("refer-unavailable", element, { target }, isSipCaller ? undefined : NO_SIP_CALLER);
    if (action === undefined || action === "") return answerAndGoOn(context);
    const parameters = { ReferCallStatus: "failed", ReferSipResponseCode: "405" };
    const request = { url: resolveUrl(context.documentUrl, action), method, parameters };
    return askAction("Refer", request, context);
  },
  resume: requestAction,
});

/** What is configured for a SIP address, with or without its scheme; its parameters and headers do not matter. */
function endpointOf(address: string, { platform }: Context): Endpoint | undefined {
  const plain = address.split(/[;?]/)[0]?.trim() ?? "";
  const { sip } = platform.endpoints;
  return [plain, plain.replace(/^sips?:/i, "")]
    .filter((name) => Object.hasOwn(sip, name))
    .map((name) => sip[name])[0];
}

/** The flow in which a caller leaves; none for what can only be called. */
function leave(endpoint: Endpoint | undefined): Draft | undefined {
  switch (endpoint?.kind) {
    case "number":
      return node("transfer", { target: endpoint.number, leg: "self", transfer_type: "blind" });
    case "callflow":
      return node("callflow", { id: endpoint.id });
    default:
      return undefined;
  }
}
