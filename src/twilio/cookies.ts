import { Cookie, CookieJar, MemoryCookieStore } from "tough-cookie";

/**
 * The cookies of a call, short enough to travel in a URL: by host (`app.test`), or by domain with its dot
 * (`.app.test`), a list of `name=value`, followed by what differs from a session cookie of the path `/`
 * (`; Path=/ivr; Secure; Expires=…`).
 */
export type Cookies = Readonly<Record<string, readonly string[]>>;

/**
 * The value of the Cookie header for a URL, as a browser would send it; none where no cookie fits.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.4
 */
export function cookieHeader(cookies: Cookies, url: string, nowMs: number): string | undefined {
  if (Object.keys(cookies).length === 0) return undefined;
  const { jar } = openJar(cookies);
  // The jar's own check for expiry would read the clock.
  const fitting = jar
    .getCookiesSync(url, { expire: false, sort: true })
    .filter((cookie) => isAlive(cookie, nowMs));
  return fitting.length === 0 ? undefined : fitting.map((cookie) => cookie.cookieString()).join("; ");
}

/**
 * The cookies after an answer from a URL with these Set-Cookie headers. What a browser would refuse is left out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.3
 */
export function storeCookies(
  cookies: Cookies,
  url: string,
  setCookie: readonly string[],
  nowMs: number,
): Cookies {
  if (setCookie.length === 0) return cookies;
  const { jar, store } = openJar(cookies);
  for (const line of setCookie) jar.setCookieSync(line, url, { now: new Date(nowMs), ignoreError: true });
  const alive = allCookies(store).filter((cookie) => isAlive(cookie, nowMs));
  const byHost = Object.groupBy(alive, ({ hostOnly, domain }) => `${hostOnly ? "" : "."}${domain}`);
  return Object.fromEntries(Object.entries(byHost).map(([host, group = []]) => [host, group.map(shorten)]));
}

function openJar(cookies: Cookies): { jar: CookieJar; store: MemoryCookieStore } {
  const store = new MemoryCookieStore();
  for (const [key, lines] of Object.entries(cookies)) {
    for (const line of lines) {
      const cookie = Cookie.parse(line, { loose: true });
      if (cookie === undefined) continue;
      cookie.hostOnly = !key.startsWith(".");
      cookie.domain = cookie.hostOnly ? key : key.slice(1);
      cookie.path ??= "/";
      // With a callback the memory store works at once.
      store.putCookie(cookie, () => undefined);
    }
  }
  return { store, jar: new CookieJar(store) };
}

/** In the order in which they were set. */
function allCookies(store: MemoryCookieStore): readonly Cookie[] {
  let all: readonly Cookie[] = [];
  store.getAllCookies((_error, cookies) => {
    all = cookies ?? [];
  });
  return all;
}

function isAlive(cookie: Cookie, nowMs: number): boolean {
  return (cookie.expiryTime() ?? Number.POSITIVE_INFINITY) > nowMs;
}

function shorten(cookie: Cookie): string {
  const expiryMs = cookie.expiryTime();
  return [
    cookie.cookieString(),
    cookie.path === "/" ? "" : `; Path=${cookie.path}`,
    cookie.secure ? "; Secure" : "",
    expiryMs === undefined || expiryMs === Number.POSITIVE_INFINITY ? "" : `; Expires=${httpDate(expiryMs)}`,
  ].join("");
}

function httpDate(timeMs: number): string {
  return new Date(timeMs).toUTCString();
}
