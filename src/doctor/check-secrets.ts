import type { Config } from "../config.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";

/** So many different characters a text has at least that somebody made by chance: 32 of 16 have 13 on average. */
const LEAST_CHARACTERS = 8;

/** Whether the secrets are hard to guess, and the same after a restart. */
export function checkSecrets(config: Config, isRandom: boolean): readonly Finding[] {
  const findings: Finding[] = [];
  if (isRandom) {
    const message =
      "TWIVOT_SECRET is not set: calls end when twivot restarts, and replicas cannot go on with each other's calls.";
    findings.push(warning("secret", message));
  } else if (config.secrets.some((secret) => new Set(secret).size < LEAST_CHARACTERS)) {
    const message = "TWIVOT_SECRET is easy to guess: make another one with openssl rand -hex 32.";
    findings.push(fault("secret", message));
  } else {
    findings.push(ok("secret", "TWIVOT_SECRET is set and not easy to guess."));
  }
  if (config.pivotKey === undefined && config.allowedSenders === undefined) {
    const message =
      "Whoever reaches twivot can make calls to the application: set TWIVOT_PIVOT_KEY or TWIVOT_ALLOWED_SENDERS.";
    findings.push(warning("pivot-key", message));
  }
  return findings;
}
