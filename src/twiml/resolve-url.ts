/**
 * The parts of a URL as written; a part that is missing is undefined, an empty one is "". The path is always
 * there. IPv6 hosts keep their brackets.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3
 */
export type UrlParts = {
  /** As written, without the colon. */
  readonly scheme: string | undefined;
  readonly userinfo: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
};

/** Splits a URL or a relative reference; any text has parts (RFC 3986, appendix B). */
export function splitUrl(url: string): UrlParts {
  const [, scheme, authority, path = "", query, fragment] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(url) ??
    [];
  const [, userinfo, host, port] =
    /^(?:([\s\S]*)@)?(\[[^\]]*\]|[^:]*)(?::([\s\S]*))?$/.exec(authority ?? "") ?? [];
  return {
    scheme,
    userinfo,
    host: authority === undefined ? undefined : (host ?? authority),
    port,
    path,
    query,
    fragment,
  };
}

/** Puts together what `splitUrl` took apart (RFC 3986, section 5.3). */
export function joinUrl(parts: UrlParts): string {
  const { scheme, userinfo, host, port, path, query, fragment } = parts;
  const authority = `${suffixed(userinfo, "@")}${host ?? ""}${prefixed(":", port)}`;
  return [
    suffixed(scheme, ":"),
    host === undefined ? "" : `//${authority}`,
    path,
    prefixed("?", query),
    prefixed("#", fragment),
  ].join("");
}

function prefixed(prefix: string, part: string | undefined): string {
  return part === undefined ? "" : prefix + part;
}

function suffixed(part: string | undefined, suffix: string): string {
  return part === undefined ? "" : part + suffix;
}

/** Whether a URL is absolute, http or https, and names a host. */
export function isHttpUrl(url: string): boolean {
  const { scheme, host } = splitUrl(url);
  return scheme !== undefined && /^https?$/i.test(scheme) && host !== undefined && host !== "";
}

/**
 * The absolute URL that a document at `base` means by `reference` (RFC 3986, section 5.2). Works on the text:
 * userinfo, case and escapes stay as written, for the application checks its signature over them. An empty
 * reference is the document itself, with its query. The fragment of the reference is kept, for Twilio's
 * connection overrides stand there. What may not stand in a request line is percent-encoded as UTF-8.
 */
export function resolveUrl(base: string, reference: string): string {
  const to = splitUrl(encodeUnsafe(reference));
  const from = splitUrl(encodeUnsafe(base));
  if (to.scheme !== undefined) return joinUrl({ ...to, path: removeDotSegments(to.path) });
  if (to.host !== undefined) {
    return joinUrl({ ...to, scheme: from.scheme, path: removeDotSegments(to.path) });
  }
  const inDocument = { ...from, query: to.query, fragment: to.fragment };
  if (to.path === "") return joinUrl({ ...inDocument, query: to.query ?? from.query });
  const path = to.path.startsWith("/") ? to.path : mergePaths(from, to.path);
  return joinUrl({ ...inDocument, path: removeDotSegments(path) });
}

/** RFC 3986, section 5.2.3. */
function mergePaths(base: UrlParts, path: string): string {
  if (base.host !== undefined && base.path === "") return `/${path}`;
  return base.path.slice(0, base.path.lastIndexOf("/") + 1) + path;
}

/** RFC 3986, section 5.2.4, for the absolute paths of URLs and the rootless ones of other schemes. */
function removeDotSegments(path: string): string {
  const segments = path.split("/");
  const isAbsolute = segments[0] === "" && segments.length > 1;
  const kept: string[] = [];
  for (const segment of isAbsolute ? segments.slice(1) : segments) {
    if (segment === "..") kept.pop();
    else if (segment !== ".") kept.push(segment);
  }
  const last = segments.at(-1);
  if (last === "." || last === "..") kept.push("");
  return (isAbsolute ? "/" : "") + kept.join("/");
}

/** Controls, space, quotes, brackets of markup, backslash and all that is not ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what must not pass
const UNSAFE = /[\u0000-\u0020"<>\\^`{|}\u007f-\u{10ffff}]/gu;

/** Percent-encodes, as UTF-8, what may not stand in a request line; escapes that are there stay. */
function encodeUnsafe(url: string): string {
  return url.toWellFormed().replace(UNSAFE, (character) =>
    // encodeURIComponent leaves none of UNSAFE as it is.
    encodeURIComponent(character),
  );
}
