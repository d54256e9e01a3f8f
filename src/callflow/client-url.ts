import type { KazooVersion } from "./flow.ts";

/** Hosts that Kazoo does not ask, unless its operator says otherwise (kz_http_util, client.blacklist). */
const refusedNames = ["localhost"];
const refusedAddresses = ["127.0.0.1", "0.0.0.0"];

/**
 * Whether Kazoo takes a URL, whose scheme has been checked, as one to send requests to. Names are not
 * resolved. With a user name but no password behind it Kazoo's reader crashes, which is as bad.
 *
 * @see kz_json_schema_extensions:url_validation/2
 */
export function isClientUrl(url: string, version: KazooVersion): boolean {
  const host = hostOf(url.slice(url.indexOf("://") + 3))?.toLowerCase();
  if (host === undefined || refusedNames.includes(host)) return false;
  return !refusedAddresses.includes(ipv4Of(host, version) ?? host);
}

/** The host as kz_http_util:urlsplit/1 finds it, which takes `user:password@host` for a host and a port. */
function hostOf(location: string): string | undefined {
  const end = location.search(/[/?#:@]|$/);
  if (location[end] !== "@") return location.slice(0, end);
  const password = location.indexOf(":", end);
  return password === -1 ? undefined : hostOf(location.slice(password + 1));
}

/** An IPv4 address in the usual form. 4.3 wants four numbers, 5.0 also reads one to three (inet_parse). */
function ipv4Of(host: string, version: KazooVersion): string | undefined {
  const numbers = version === "4.3" ? /^\w+(\.\w+){3}$/ : /^\w+(\.\w+){0,3}$/;
  return /^[\da-fx.]+$/.test(host) && numbers.test(host) ? URL.parse(`http://${host}`)?.hostname : undefined;
}
