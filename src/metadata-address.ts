import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { ExchangeError } from "./outside.ts";

// Link-local: AWS, Google, Azure and many others, with the credentials of AWS containers. Then Alibaba, and Azure's host.
const forbidden = new BlockList();
forbidden.addSubnet("169.254.0.0", 16, "ipv4");
forbidden.addSubnet("fe80::", 10, "ipv6");
forbidden.addAddress("fd00:ec2::254", "ipv6");
forbidden.addAddress("100.100.100.200", "ipv4");
forbidden.addAddress("168.63.129.16", "ipv4");

/**
 * Whether an IP address (IPv6 with or without brackets) is one at which clouds give machines their credentials.
 * Text that is no address is none.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export function isMetadataAddress(text: string): boolean {
  const address = text.replace(/^\[|\]$/g, "");
  const version = isIP(address);
  return version !== 0 && forbidden.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** Node's `lookup`, which fails with an ExchangeError (`bad-url`) where a name leads to a metadata address. */
export const lookupSafely: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address, family) => {
    const found = typeof address === "string" ? [address] : (address ?? []).map((each) => each.address);
    const isForbidden = error === null && found.some(isMetadataAddress);
    callback(isForbidden ? metadataRefused(hostname) : error, address, family);
  });
};

/** The failure of an exchange with a metadata address. */
export function metadataRefused(hostname: string): ExchangeError {
  return new ExchangeError("bad-url", `${hostname} is an address of cloud metadata`);
}
