import { readConfig } from "../config/read-config.ts";
import { baseUrl } from "../config/readers.ts";
import { withoutPassword } from "../config/without-password.ts";
import type { VerifyOptions } from "../proof/verify-fixture.ts";
import type { World } from "./command.ts";
import { EXAMPLE_PUBLIC_URL } from "./translate-document.ts";

/** How fixtures are verified on a running application; `close` ends the connections to it. */
export type Running = {
  readonly options: Pick<VerifyOptions, "application" | "authToken">;
  readonly close: () => Promise<void>;
};

/** A running application, by its URL and the file with the auth token that it checks signatures with. */
export async function openApplication(
  url: string | undefined,
  tokenFile: string | undefined,
  world: World,
): Promise<Running | { readonly faults: readonly string[] } | undefined> {
  if (url === undefined) return undefined;
  const given = `--application=${JSON.stringify(withoutPassword(url))}`;
  const base = baseUrl.read(url);
  if (base === undefined) return { faults: [`${given} is not valid; it must be ${baseUrl.expected}.`] };
  const { origin, pathname } = new URL(base);
  if (pathname !== "/") return { faults: [`${given} has a path; the fixtures name the paths.`] };
  const flags = { "public-url": EXAMPLE_PUBLIC_URL, "voice-url": base, "auth-token-file": tokenFile };
  const reading = readConfig({ ...world, flags });
  if ("faults" in reading) return { faults: reading.faults };
  const { runningApplication } = await import("../proof/application.ts");
  const outside = await world.openOutside(reading.config);
  const authToken = reading.config.apps["default"]?.authToken;
  if (authToken === undefined) {
    world.stderr(
      "warning: the requests carry no valid signature; --auth-token-file names the file with the key.\n",
    );
  }
  const application = runningApplication(origin, outside.fetch);
  return {
    options: { application, ...(authToken === undefined ? {} : { authToken }) },
    close: () => outside.close(),
  };
}
