import { type KazooModule, toChild } from "../call.ts";
import { textOf } from "../data.ts";

/** Sets the language of the call, as written (cf_language:handle/2). */
export const language: KazooModule = {
  name: "language",
  versions: ["4.3", "5.0"],
  defaults: () => ({}),
  run: (data, call) => {
    call.language = textOf(data, "language") ?? call.language;
    return toChild;
  },
};
