import { BlockList, isIP } from "node:net";

/** Says whether an IP address is in one of some networks. */
export type InNetworks = (address: string) => boolean;

/**
 * Networks by CIDR (`10.0.0.0/8`, `2001:db8::/32`) or single addresses. An IPv4 address that came over IPv6
 * (`::ffff:10.0.0.1`) is the IPv4 address.
 */
export function networks(list: readonly string[]): InNetworks {
  const inside = new BlockList();
  for (const entry of list) {
    const network = readNetwork(entry);
    if (network === undefined) throw new RangeError(`${entry} is no network`);
    inside.addSubnet(network.address, network.bits, network.family);
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    const version = isIP(plain);
    return version !== 0 && inside.check(plain, version === 4 ? "ipv4" : "ipv6");
  };
}

/** Undefined where the text is no network. */
export function readNetwork(
  text: string,
): { readonly address: string; readonly bits: number; readonly family: "ipv4" | "ipv6" } | undefined {
  const [, address = "", digits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const bits = digits === undefined ? most : Number(digits);
  if (version === 0 || bits > most) return undefined;
  return { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
}
