import { splitUrl } from "../twiml/resolve-url.ts";
import { AppError } from "./app-error.ts";
import { digestAuthorization, readChallenges, usableDigest } from "./digest.ts";

/**
 * Where a call has been let in by Basic authentication: origins with userinfo, like `https://user:pass@app.test`.
 *
 * @see https://www.twilio.com/docs/usage/security#http-authentication
 */
export type Authorized = readonly string[];

/** The Authorization header that a request carries unasked, because its origin has let the call in before. */
export function standingAuthorization(url: string, authorized: Authorized): string | undefined {
  const wanted = splitUrl(url);
  const entry = authorized.find((each) => {
    const { userinfo } = splitUrl(each);
    return origin(each) === origin(url) && (wanted.userinfo ?? userinfo) === userinfo;
  });
  return entry === undefined ? undefined : basic(entry);
}

/**
 * The Authorization header that answers a 401, and the origins authorised if it is accepted. Nothing where the
 * URL has no credentials or the application asks for something else than Basic or Digest.
 *
 * @throws {AppError} `app-url` (11100): the credentials are not percent-encoded as they should be.
 */
export function answerChallenge(
  request: { readonly url: string; readonly method: string },
  headers: readonly string[],
  authorized: Authorized,
  cnonce: string,
): { readonly header: string; readonly authorized: Authorized } | undefined {
  const { url, method } = request;
  const credentials = credentialsOf(url);
  if (credentials === undefined) return undefined;
  const challenges = readChallenges(headers);
  const digest = usableDigest(challenges);
  if (digest !== undefined) {
    const { path, query } = splitUrl(url);
    const uri = `${path === "" ? "/" : path}${query === undefined ? "" : `?${query}`}`;
    return { header: digestAuthorization(digest, { ...credentials, method, uri, cnonce }), authorized };
  }
  if (!challenges.some(({ scheme }) => scheme === "basic")) return undefined;
  const { scheme, userinfo, host, port } = splitUrl(url);
  const entry = `${scheme}://${userinfo}@${host}${port === undefined ? "" : `:${port}`}`;
  return { header: basic(url), authorized: [...authorized.filter((each) => each !== entry), entry] };
}

function basic(url: string): string {
  const { username, password } = credentialsOf(url) ?? { username: "", password: "" };
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function credentialsOf(url: string): { username: string; password: string } | undefined {
  const { userinfo } = splitUrl(url);
  if (userinfo === undefined || userinfo === "") return undefined;
  const [username = "", ...password] = userinfo.split(":");
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password.join(":")) };
  } catch (cause) {
    const problem = "has credentials with a stray %: write it as %25 in the URL.";
    throw new AppError("app-url", 11100, url, problem, cause);
  }
}

function origin(url: string): string {
  const { scheme, host, port } = splitUrl(url);
  const standard = scheme?.toLowerCase() === "https" ? "443" : "80";
  return `${scheme}://${host}:${port ?? standard}`.toLowerCase();
}
