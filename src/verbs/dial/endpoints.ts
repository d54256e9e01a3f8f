import { phoneNumber } from "../../twilio/addresses.ts";
import type { Endpoint, Endpoints, Platform } from "../platform.ts";

/** Where a client is on Kazoo, as the operator has configured it; undefined where nothing is. */
export function clientEndpoint(identity: string, { endpoints }: Platform): Endpoint | undefined {
  return own(endpoints.clients, identity) ?? byDefault(endpoints, identity);
}

/**
 * Where a SIP address is on Kazoo. Its entry may be written with or without `sip:` and port, and in lower case; what is
 * behind `;` or `?` never counts.
 */
export function sipEndpoint(address: string, { endpoints }: Platform): Endpoint | undefined {
  const bare = address.replace(/^sips?:/i, "").replace(/[;?].*$/s, "");
  const withoutPort = bare.replace(/:\d+$/, "");
  for (const name of [bare, withoutPort, bare.toLowerCase(), withoutPort.toLowerCase()]) {
    const found = own(endpoints.sip, name) ?? own(endpoints.sip, `sip:${name}`);
    if (found !== undefined) return found;
  }
  const [user = "", host] = withoutPort.split("@");
  return host === undefined || user === "" ? undefined : byDefault(endpoints, user);
}

/** Where a number goes: to what is configured for it, else over the public network; undefined where it is none. */
export function numberEndpoint(text: string, platform: Platform): Endpoint | undefined {
  const number = phoneNumber(text, platform.defaultCountry);
  const configured = own(platform.endpoints.numbers, number ?? "") ?? own(platform.endpoints.numbers, text);
  return configured ?? (number === undefined ? undefined : { kind: "number", number });
}

function byDefault(endpoints: Endpoints, name: string): Endpoint | undefined {
  const to = endpoints.default;
  // A function, since `$` in a replacement is not itself.
  const filled = (text: string) => text.replaceAll("{name}", () => name);
  if (to === undefined) return undefined;
  return to.kind === "number" ? { ...to, number: filled(to.number) } : { ...to, id: filled(to.id) };
}

function own(entries: Readonly<Record<string, Endpoint>>, name: string): Endpoint | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
