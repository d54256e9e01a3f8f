import { splitUrl } from "../twiml/resolve-url.ts";
import { AppError } from "./app-error.ts";

const retryReasons = ["4xx", "5xx", "ct", "rt"] as const;

/** Why a request is tried again: a status, a failed connection, an answer that does not come. */
export type RetryReason = (typeof retryReasons)[number];

/**
 * How the application wants to be called, from the fragment of its URL.
 *
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export type Overrides = {
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** How often a failed request is tried again. */
  readonly retries: number;
  readonly retryOn: readonly RetryReason[];
  /** Whether TLS names the server. */
  readonly serverName: boolean;
};

const edges = /^(?:ashburn|dublin|frankfurt|sao-paulo|singapore|sydney|tokyo|umatilla|[a-z-]+-ix)$/;

/**
 * Reads the connection overrides in the fragment of a URL, like `#ct=2000&rc=2&rp=5xx,ct`. Other names are no
 * overrides and mean nothing. Edge locations are checked and otherwise without effect.
 *
 * @throws {AppError} `app-override`: 11240 for `e`, 11243 for `rp`, 11100 for the others.
 */
export function readOverrides(url: string): Overrides {
  const written = new Map((splitUrl(url).fragment ?? "").split("&").map(splitPair));
  const bad = (name: string, expected: string, twilioCode = 11100) =>
    new AppError(
      "app-override",
      twilioCode,
      url,
      `has ${name}=${written.get(name)} in its fragment, not ${expected}.`,
    );

  const integer = (name: string, min: number, max: number, byDefault: number): number => {
    const value = written.get(name);
    if (value === undefined) return byDefault;
    const number = /^\d{1,5}$/.test(value) ? Number(value) : -1;
    if (number < min || number > max) throw bad(name, `a whole number from ${min} to ${max}`);
    return number;
  };
  const list = (name: string): readonly string[] | undefined => written.get(name)?.split(",");

  const sni = written.get("sni") ?? "y";
  if (sni !== "y" && sni !== "n") throw bad("sni", "y or n");
  if (list("e")?.some((edge) => !edges.test(edge)))
    throw bad("e", "a list of Twilio's edge locations", 11240);
  const policy = list("rp") ?? ["ct"];
  const retryOn = retryReasons.filter((reason) => policy.includes(reason) || policy.includes("all"));
  if (policy.some((word) => word !== "all" && !retryOn.some((reason) => reason === word))) {
    throw bad("rp", `a list of ${retryReasons.join(", ")} and all`, 11243);
  }
  return {
    connectTimeoutMs: integer("ct", 100, 10_000, 5_000),
    readTimeoutMs: integer("rt", 100, 15_000, 15_000),
    totalTimeoutMs: integer("tt", 100, 15_000, 15_000),
    retries: integer("rc", 0, 5, 1),
    retryOn,
    serverName: sni === "y",
  };
}

function splitPair(pair: string): [string, string] {
  const [name = "", ...value] = pair.split("=");
  return [name, value.join("=")];
}
