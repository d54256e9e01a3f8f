import { readFileSync } from "node:fs";
import { type ShippedPackage, shippedPackages } from "./shipped-packages.ts";

/*
 * `npm run licences`: every package that twivot ships must be under a licence that lets anybody use twivot for anything.
 * The lockfile names them; a licence that is new here is looked at by a person first.
 */
const allowed = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "MIT-0",
  "BlueOak-1.0.0",
  "(MIT OR Apache-2.0)",
]);

/** The packages under a licence that is not allowed, or under none. */
export function badLicences(packages: readonly ShippedPackage[]): readonly ShippedPackage[] {
  return packages.filter(({ license }) => license === undefined || !allowed.has(license));
}

if (import.meta.main) {
  const lockfile = readFileSync(new URL("../package-lock.json", import.meta.url), "utf8");
  const shipped = shippedPackages(lockfile);
  const bad = badLicences(shipped);
  for (const { name, version, license } of bad)
    console.error(`${name}@${version}: ${license ?? "no licence"}`);
  console.log(`${shipped.length} packages are shipped, ${bad.length} under a licence that is not allowed`);
  process.exitCode = bad.length === 0 ? 0 : 1;
}
