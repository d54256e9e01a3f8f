import type { KazooVersion } from "../callflow/flow.ts";
import type { Setting } from "./define.ts";
import { plainPlatform } from "./platform.ts";

/** The setting of a call from `+15005550006` to `+15005550001` at an operator who has configured nothing. */
export function plainSetting(kazoo: KazooVersion, documentUrl: string): Setting {
  const parties = {
    accountId: "0123456789abcdef0123456789abcdef",
    from: "+15005550006",
    to: "+15005550001",
  };
  return { kazoo, documentUrl, platform: plainPlatform(kazoo), parties };
}
