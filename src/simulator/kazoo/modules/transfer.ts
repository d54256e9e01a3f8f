import type { KazooModule } from "../call.ts";
import { textOf } from "../data.ts";

/** Sends the caller to an extension; what is below it never runs (cf_transfer:handle/2). */
export const transfer: KazooModule = {
  name: "transfer",
  versions: ["4.3", "5.0"],
  defaults: () => ({ captures: ["no_match"], transfer_type: "blind" }),
  run: (data) => ({ to: "extension", extension: textOf(data, "target") ?? "" }),
};
