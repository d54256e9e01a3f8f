import { readFileSync, writeFileSync } from "node:fs";
import { runNpm } from "./npm.ts";
import { type ShippedPackage, shippedPackages } from "./shipped-packages.ts";

/*
 * `npm run sbom [-- FILE]`: the packages that twivot ships, as CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/), to a
 * file or to the standard output. Fails where one of the lockfile is missing in it.
 */

/** As much of a bill of materials as is looked at here. */
export type Bom = {
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};

type Component = {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
};

/**
 * The bill without what npm marks as development only. `npm sbom --omit dev` would also leave out what is both, such as
 * undici here: `.dev` of its selector is every package that some package develops with.
 */
export function withoutDevelopment(bom: Bom, name: string): Bom {
  const dropped = new Set(bom.components.filter(isDevelopment).map((component) => component["bom-ref"]));
  return {
    ...bom,
    // npm takes the name of the folder.
    metadata: { ...bom.metadata, component: { ...bom.metadata.component, name } },
    components: bom.components.filter((component) => !dropped.has(component["bom-ref"])),
    dependencies: bom.dependencies
      .filter(({ ref }) => !dropped.has(ref))
      .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => !dropped.has(ref)) })),
  };
}

function isDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === "cdx:npm:package:development" && value === "true");
}

/** The shipped packages that a bill of materials does not have. */
export function missingIn(
  { components }: Pick<Bom, "components">,
  shipped: readonly ShippedPackage[],
): readonly ShippedPackage[] {
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  return shipped.filter(({ name, version }) => !listed.has(`${name}@${version}`));
}

function readRoot(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
}

if (import.meta.main) {
  const { stdout, stderr } = runNpm("sbom", "--sbom-format=cyclonedx", "--package-lock-only");
  if (!stdout.startsWith("{")) throw new Error(`npm sbom printed no bill: ${stderr || stdout}`);
  const { name } = JSON.parse(readRoot("package.json")) as { readonly name: string };
  const bom = withoutDevelopment(JSON.parse(stdout) as Bom, name);
  const shipped = shippedPackages(readRoot("package-lock.json"));
  const missing = missingIn(bom, shipped);
  for (const each of missing) console.error(`${each.name}@${each.version} is not in the bill of materials`);
  const [, , file] = process.argv;
  const text = `${JSON.stringify(bom, undefined, 2)}\n`;
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
  console.error(`${bom.components.length} components, ${shipped.length} packages are shipped`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
