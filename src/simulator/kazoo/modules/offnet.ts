import type { KazooModule } from "../call.ts";
import { resources } from "./resources.ts";

/** Calls a number through the carriers of the system, whatever the data says (cf_offnet:handle/2). */
export const offnet: KazooModule = {
  name: "offnet",
  versions: ["4.3", "5.0"],
  defaults: resources.defaults,
  run: (data, call) => resources.run({ ...data, use_local_resources: false }, call),
};
