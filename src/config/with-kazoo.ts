import type { KazooVersion } from "../callflow/flow.ts";
import type { Config } from "../config.ts";

/** The configuration with all applications on one version of Kazoo. */
export function withKazoo(config: Config, kazoo: KazooVersion): Config {
  const apps = Object.entries(config.apps).map(([name, app]) => [
    name,
    { ...app, platform: { ...app.platform, kazoo } },
  ]);
  return { ...config, kazooVersion: kazoo, apps: Object.fromEntries(apps) };
}
