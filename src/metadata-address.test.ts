import { expect, test } from "vitest";
import { isMetadataAddress, lookupSafely } from "./metadata-address.ts";

test.each([
  ["169.254.169.254", true],
  ["169.254.170.2", true],
  ["::ffff:169.254.169.254", true],
  ["[::ffff:a9fe:a9fe]", true],
  ["[fd00:ec2::254]", true],
  ["fe80::1", true],
  ["100.100.100.200", true],
  ["168.63.129.16", true],
  ["127.0.0.1", false],
  ["10.0.0.1", false],
  ["192.0.2.1", false],
  ["2001:db8::1", false],
  ["app.test", false],
])("whether %s is a metadata address: %s", (address, expected) => {
  expect(isMetadataAddress(address)).toBe(expected);
});

test.each([true, false])(
  "a name that leads to a metadata address is refused (all addresses: %s)",
  async (all) => {
    const look = (host: string) =>
      new Promise((resolve, reject) => {
        lookupSafely(host, { all }, (error, address) => (error ? reject(error) : resolve(address)));
      });
    await expect(look("169.254.169.254")).rejects.toMatchObject({ failure: "bad-url" });
    expect(JSON.stringify(await look("127.0.0.1"))).toContain("127.0.0.1");
  },
);
