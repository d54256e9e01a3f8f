import { type KazooModule, toChild } from "../call.ts";
import { objectOf } from "../data.ts";

/** Sets variables of the channel. In 4.3 the callflow itself does not see them, only the next one does (cf_set_variables:handle/2). */
export const setVariables: KazooModule = {
  name: "set_variables",
  versions: ["4.3", "5.0"],
  defaults: () => ({ custom_application_vars: {} }),
  run: (data, call) => {
    const variables = Object.entries(objectOf(data["custom_application_vars"]));
    const set = Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
    call.channelVariables = { ...call.channelVariables, ...set };
    if (call.version === "5.0") {
      const customApplicationVars = { ...set, ...call.facts.customApplicationVars, ...set };
      call.facts = { ...call.facts, customApplicationVars };
    }
    return toChild;
  },
};
