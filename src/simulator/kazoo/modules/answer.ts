import { type KazooModule, toChild } from "../call.ts";

/** Answers [5.0] (cf_answer:handle/2). */
export const answer: KazooModule = {
  name: "answer",
  versions: ["5.0"],
  defaults: () => ({}),
  run: (_data, call) => {
    call.line.answer();
    return toChild;
  },
};
