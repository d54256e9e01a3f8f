import { childElements } from "../twiml/element.ts";
import { defineVerb } from "./define.ts";

/**
 * Kazoo's own addition to TwiML: `<Set><Variable key="k" value="v"/></Set>` adds parameters to every later
 * request of the call. It makes no sound and takes no time.
 *
 * @see https://github.com/2600hz/kazoo/blob/4.3/core/kazoo_translator/src/converters/kzt_twiml.erl (set_variables)
 */
export const set = defineVerb({
  name: "Set",
  source: "https://github.com/2600hz/kazoo/blob/master/applications/pivot/doc/twiml.md",
  attributes: {},
  children: ["Variable"],
  nouns: [{ name: "Variable", attributes: ["key", "value"] }],
  translate: (_values, element, context) => {
    const added = childElements(element).flatMap(({ attributes: { key, value = "" } }) =>
      key === undefined || key === "" ? [] : [[key, value]],
    );
    // Not by assignment, to which a key `__proto__` would mean something else.
    const variables = Object.fromEntries([...Object.entries(context.state.variables), ...added]);
    return context.then({ variables });
  },
});
