/** A package that is installed with twivot. */
export type ShippedPackage = {
  readonly name: string;
  readonly version: string;
  /** As an SPDX expression; undefined where its author names none. */
  readonly license: string | undefined;
};

type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
};

/**
 * The packages that a lockfile installs where development ones are left out, optional ones among them.
 *
 * @param lockfile the text of package-lock.json, version 3: https://docs.npmjs.com/cli/configuring-npm/package-lock-json
 */
export function shippedPackages(lockfile: string): readonly ShippedPackage[] {
  const { packages } = JSON.parse(lockfile) as { readonly packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path !== "" && dev !== true && link !== true)
    .map(([path, { version = "", license }]) => ({
      name: path.replace(/^.*node_modules\//, ""),
      version,
      license,
    }));
}
