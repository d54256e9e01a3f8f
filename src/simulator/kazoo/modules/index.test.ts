import { describe, expect, it } from "vitest";
import { reasonToSkip, sharedFiles, sharedJson } from "../../../../test/shared.ts";
import type { KazooVersion } from "../../../callflow/flow.ts";
import { modules } from "./index.ts";

type Schema = { readonly properties?: Readonly<Record<string, { readonly default?: unknown }>> };

const versions: readonly KazooVersion[] = ["4.3", "5.0"];
const all = versions.flatMap((version) =>
  [...modules.values()].map((module) => [version, module.name] as const),
);

describe.skipIf(reasonToSkip !== undefined)("Kazoo's schemas", () => {
  it.each(all)("of %s have a %s or not, as the simulator", (version, name) => {
    const has = sharedFiles(`kazoo-schemas/${version}`).includes(`callflows.${name}.json`);
    expect(modules.get(name)?.versions.includes(version)).toBe(has);
  });

  it.each(all.filter(([version, name]) => modules.get(name)?.versions.includes(version)))(
    "of %s fill in for %s what the simulator fills in",
    (version, name) => {
      const { properties = {} } = sharedJson<Schema>(`kazoo-schemas/${version}/callflows.${name}.json`);
      const defaults = Object.entries(properties).flatMap(([key, value]) =>
        value.default === undefined ? [] : [[key, value.default] as const],
      );
      // Kazoo applies neither: macros must not be empty, and 5.0 leaves the duration out when it runs.
      const applied = defaults.filter(
        ([key]) => key !== "macros" && !(version === "5.0" && key === "duration_ms"),
      );
      expect(modules.get(name)?.defaults(version)).toEqual(Object.fromEntries(applied));
    },
  );
});
