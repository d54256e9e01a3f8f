import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";

/** The manifests of `deploy/` against the schemas that Kubernetes itself checks by. */
const folder = new URL("../deploy/kubernetes/", import.meta.url);

type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec: { readonly containers: readonly Container[] } };
  };
};

type Container = {
  readonly name: string;
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly securityContext?: { readonly readOnlyRootFilesystem: boolean };
};

const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

function manifestsOf(file: string): readonly Manifest[] {
  const documents = parseAllDocuments(readFileSync(new URL(file, folder), "utf8"));
  return documents.map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
}

/** `apps/v1` has its models in `kubernetes-models/apps/v1`, `v1` in `kubernetes-models/v1`. */
async function faultsOf({ apiVersion, kind, ...rest }: Manifest): Promise<string[]> {
  const models = await import(`kubernetes-models/${apiVersion}/${kind}`);
  try {
    new models[kind]({ ...rest }).validate();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

test.each(files)("%s holds what the schemas of Kubernetes allow", async (file) => {
  const manifests = manifestsOf(file);
  expect(manifests.length).toBeGreaterThan(0);
  for (const manifest of manifests) {
    expect(await faultsOf(manifest), `${manifest.kind} ${manifest.metadata.name}`).toEqual([]);
  }
});

test("the check finds a manifest that is wrong", async () => {
  const [deployment] = manifestsOf("sidecar.yaml");
  const broken = { ...deployment, spec: { ...deployment?.spec, replicas: "two" } } as unknown as Manifest;
  expect(await faultsOf(broken)).not.toEqual([]);
});

test.each(files)("%s runs twivot twice, with probes, and lets it write nothing but its volumes", (file) => {
  const deployment = manifestsOf(file).find(({ kind }) => kind === "Deployment");
  expect(deployment?.spec?.replicas).toBe(2);
  const twivot = deployment?.spec?.template?.spec.containers.find(({ name }) => name === "twivot");
  expect(twivot?.readinessProbe?.httpGet.path).toBe("/readyz");
  expect(twivot?.livenessProbe).toBeDefined();
  expect(twivot?.securityContext?.readOnlyRootFilesystem).toBe(true);
});
