import type { KazooModule } from "../call.ts";
import { objectOf, textOf } from "../data.ts";

/**
 * Answers and joins a conference, in which nobody else is. The flow has ended with that: the caller stays until hanging up
 * (cf_conference:handle/2, cf_exe:control_usurped/1).
 */
export const conference: KazooModule = {
  name: "conference",
  versions: ["4.3", "5.0"],
  defaults: () => ({}),
  run: (data, call) => {
    call.line.answer();
    const name = textOf(data, "id") ?? textOf(objectOf(data["config"]), "name") ?? "";
    call.line.talk(`conference:${name}`, Number.POSITIVE_INFINITY, "platform", () => false);
    return { to: "end", cause: "NORMAL_CLEARING" };
  },
};
