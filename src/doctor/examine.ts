import type { Reading } from "../config/read-config.ts";
import type { Outside } from "../outside.ts";
import { checkApplication } from "./check-application.ts";
import { checkClock } from "./check-clock.ts";
import { checkKazoo } from "./check-kazoo.ts";
import { checkPublicUrl } from "./check-public-url.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkRecordings, checkStore } from "./check-storage.ts";
import { openCrossbar } from "./crossbar.ts";
import { type Finding, fault, why } from "./finding.ts";

/** How to log in to Kazoo's REST server. */
export type KazooLogin = { readonly url: string; readonly account: string; readonly apiKey: string };

/**
 * Examines a real installation: each check asks what twivot itself would ask, and nothing is changed. Applications are
 * asked for the first document of a call that nobody makes, twice.
 */
export async function examine(
  { config, origins, warnings }: Reading,
  kazoo: KazooLogin | undefined,
  outside: Outside,
): Promise<readonly Finding[]> {
  const apps = Object.values(config.apps);
  const checks: readonly (() => readonly Finding[] | Promise<readonly Finding[]>)[] = [
    () => warnings.map((message) => ({ check: "configuration", level: "warning", message })),
    () => checkSecrets(config, origins.secrets === "random"),
    () => checkPublicUrl(config, outside.now),
    ...apps.map((app) => () => checkApplication(app, outside)),
    ...apps.slice(0, 1).map((app) => () => checkClock(app, outside.now)),
    () => checkRecordings(config),
    () => checkStore(outside.store, config.redisUrl !== undefined),
    ...(kazoo === undefined ? [] : [async () => checkKazoo(config, await login(kazoo))]),
  ];
  const findings: Finding[] = [];
  for (const check of checks) {
    try {
      findings.push(...(await check()));
    } catch (error) {
      findings.push(fault("kazoo", `Kazoo's REST server cannot be asked (${why(error)}).`));
    }
  }
  return findings;
}

function login({ url, account, apiKey }: KazooLogin) {
  return openCrossbar(url, account, apiKey);
}
