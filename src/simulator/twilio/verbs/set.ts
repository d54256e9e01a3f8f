import { childElements } from "../../../twiml/element.ts";
import { type TwilioVerb, toNextVerb } from "../call.ts";

/** Kazoo's own verb: its variables go along with every later request (kzt_twiml:set_variables/2). */
export const set: TwilioVerb = {
  name: "Set",
  run: (element, call) => {
    for (const { name, attributes } of childElements(element)) {
      const key = attributes["key"] ?? "";
      if (name === "Variable" && key !== "") call.variables.set(key, attributes["value"] ?? "");
    }
    return toNextVerb;
  },
};
