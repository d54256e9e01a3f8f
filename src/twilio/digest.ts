import { createHash } from "node:crypto";

/** One challenge of a WWW-Authenticate header: names of schemes and parameters in lower case. */
export type Challenge = { readonly scheme: string; readonly parameters: Readonly<Record<string, string>> };

/**
 * Reads WWW-Authenticate headers, of which each may hold several challenges.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function readChallenges(headers: readonly string[]): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  const item = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;
  for (const [, name = "", quoted, plain] of headers.flatMap((header) => [...header.matchAll(item)])) {
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain;
    const current = challenges.at(-1);
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: {} });
    else if (current !== undefined) current.parameters[name.toLowerCase()] = value;
  }
  return challenges;
}

/** OpenSSL's names. Without a name a challenge means MD5. */
const algorithms = new Map([
  ["sha-256", "sha256"],
  ["md5", "md5"],
]);

/** The strongest digest challenge that can be answered: SHA-256 before MD5, with `qop=auth` or none. */
export function usableDigest(challenges: readonly Challenge[]): Challenge | undefined {
  const usable = challenges.filter(
    ({ scheme, parameters }) =>
      scheme === "digest" &&
      parameters["nonce"] !== undefined &&
      algorithms.has(parameters["algorithm"]?.toLowerCase() ?? "md5") &&
      (parameters["qop"] === undefined || /\bauth\b(?!-)/.test(parameters["qop"])),
  );
  return usable.find(({ parameters }) => parameters["algorithm"]?.toLowerCase() === "sha-256") ?? usable[0];
}

type DigestRequest = {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  /** Random text of the client. */
  readonly cnonce: string;
};

/**
 * The Authorization header that answers a challenge of `usableDigest`. Each challenge is answered once, so the
 * nonce count is always 1.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7616#section-3.4
 */
export function digestAuthorization({ parameters }: Challenge, request: DigestRequest): string {
  const { algorithm, realm = "", nonce = "", opaque, qop } = parameters;
  const hash = (...texts: string[]) =>
    createHash(algorithms.get(algorithm?.toLowerCase() ?? "md5") ?? "md5")
      .update(texts.join(":"))
      .digest("hex");
  const nc = "00000001";
  const user = hash(request.username, realm, request.password);
  const target = hash(request.method, request.uri);
  const response =
    qop === undefined ? hash(user, nonce, target) : hash(user, nonce, nc, request.cnonce, "auth", target);
  return [
    `Digest username=${quote(request.username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(request.uri)}`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(qop === undefined ? [] : ["qop=auth", `nc=${nc}`, `cnonce=${quote(request.cnonce)}`]),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
  ].join(", ");
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
