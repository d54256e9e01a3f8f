import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { judgeAudit } from "../scripts/audit.ts";
import { badLicences } from "../scripts/check-licences.ts";
import { type Bom, missingIn, withoutDevelopment } from "../scripts/sbom.ts";
import { shippedPackages } from "../scripts/shipped-packages.ts";

const root = new URL("../", import.meta.url);
const lockfile = readFileSync(new URL("package-lock.json", root), "utf8");
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
  readFileSync(new URL("package.json", root), "utf8"),
) as Readonly<Record<string, Readonly<Record<string, string>>>>;

type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

function runScript(name: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [fileURLToPath(new URL(`scripts/${name}.ts`, root))],
      options,
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

const undici = { name: "undici", version: "8.0.0", license: "MIT" };

test("what is shipped is each dependency, an optional one too, and none that is only developed with", () => {
  const names = new Set(shippedPackages(lockfile).map(({ name }) => name));
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) expect(names).toContain(name);
  for (const name of ["vitest", "typescript", "@biomejs/biome"]) {
    expect(devDependencies).toHaveProperty([name]);
    expect(names).not.toContain(name);
  }
});

test("a package below another one is shipped under its own name", () => {
  const packages = {
    "": { version: "0.1.0" },
    "node_modules/a/node_modules/@s/b": { version: "1.0.0", license: "MIT" },
    "node_modules/c": { version: "2.0.0", dev: true },
  };
  expect(shippedPackages(JSON.stringify({ packages }))).toEqual([
    { name: "@s/b", version: "1.0.0", license: "MIT" },
  ]);
});

describe("licences", () => {
  test("of all shipped packages are allowed", async () => {
    const count = shippedPackages(lockfile).length;
    expect(await runScript("check-licences")).toEqual({
      code: 0,
      stdout: `${count} packages are shipped, 0 under a licence that is not allowed\n`,
      stderr: "",
    });
  });

  test.each(["GPL-3.0-only", "SEE LICENSE IN LICENSE", "(MIT OR GPL-2.0)", undefined])(
    "such as %s are not",
    (license) => {
      const bad = { ...undici, license };
      expect(badLicences([undici, bad])).toEqual([bad]);
    },
  );
});

describe("the bill of materials", () => {
  test("has every shipped package and nothing else", async () => {
    const { code, stdout } = await runScript("sbom");
    const bom = JSON.parse(stdout) as Bom & { readonly bomFormat: string };
    const shipped = shippedPackages(lockfile);
    expect([code, bom.bomFormat, bom.metadata.component.name]).toEqual([0, "CycloneDX", "twivot"]);
    const names = (list: readonly { readonly name: string; readonly version: string }[]) =>
      new Set(list.map(({ name, version }) => `${name}@${version}`));
    expect(names(bom.components)).toEqual(names(shipped));
    const refs = new Set(["twivot@0.1.0", ...bom.components.map((each) => each["bom-ref"])]);
    for (const { ref, dependsOn } of bom.dependencies) {
      expect([ref, ...dependsOn].filter((each) => !refs.has(each))).toEqual([]);
    }
  });

  test("that lacks one says which", () => {
    const other = { ...undici, version: "7.0.0" };
    expect(missingIn({ components: [{ "bom-ref": "undici@8.0.0", ...undici }] }, [undici, other])).toEqual([
      other,
    ]);
  });

  test("leaves out what is only developed with, also where something depends on it", () => {
    const development = [{ name: "cdx:npm:package:development", value: "true" }];
    const bom: Bom = {
      metadata: { component: { name: "folder" } },
      components: [
        { "bom-ref": "a", name: "a", version: "1" },
        { "bom-ref": "b", name: "b", version: "1", properties: development },
      ],
      dependencies: [
        { ref: "a", dependsOn: [] },
        { ref: "b", dependsOn: ["a"] },
        { ref: "root", dependsOn: ["a", "b"] },
      ],
    };
    expect(withoutDevelopment(bom, "twivot")).toEqual({
      metadata: { component: { name: "twivot" } },
      components: [{ "bom-ref": "a", name: "a", version: "1" }],
      dependencies: [
        { ref: "a", dependsOn: [] },
        { ref: "root", dependsOn: ["a"] },
      ],
    });
  });
});

/** A shipped package that no other one depends on: npm asks the registry for nothing else about it. */
const leaf = { name: "close-with-grace", version: dependencies?.["close-with-grace"] ?? "" };

/** Runs the audit at a registry that answers so; the answer to an audit is a status and a body. */
async function auditAt(status: number, advisories: unknown): Promise<Run> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    request.on("end", () => {
      const isAudit = request.method === "POST";
      response.writeHead(isAudit ? status : 200, { "content-type": "application/json" });
      const packument = { name: leaf.name, versions: { [leaf.version]: leaf }, "dist-tags": {} };
      response.end(JSON.stringify(isAudit ? advisories : packument));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await auditBy(`http://127.0.0.1:${port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** npm keeps what it has learnt of an advisory, so each audit has a cache of its own. */
async function auditBy(registry: string): Promise<Run> {
  const cache = mkdtempSync(join(tmpdir(), "twivot-audit-"));
  const ran = await runScript("audit", {
    npm_config_registry: registry,
    npm_config_cache: cache,
    npm_config_noproxy: "127.0.0.1",
    npm_config_fetch_retry_mintimeout: "1",
    npm_config_fetch_retry_maxtimeout: "1",
  });
  rmSync(cache, { recursive: true });
  return ran;
}

function advisory(severity: string) {
  return {
    id: 1,
    url: "https://advisories.example/1",
    title: "It can be had",
    severity,
    vulnerable_versions: "*",
    cwe: [],
    cvss: { score: 0, vectorString: null },
  };
}

describe("the audit", () => {
  test("passes where nothing is known", async () => {
    const { code, stdout } = await auditAt(200, {});
    expect([code, stdout]).toEqual([0, "0 shipped packages are vulnerable, and 0 below high\n"]);
  });

  test("fails where a shipped package is vulnerable, and says by what", async () => {
    const { code, stdout } = await auditAt(200, { [leaf.name]: [advisory("critical")] });
    expect(code).toBe(1);
    expect(stdout).toBe(
      "close-with-grace *: critical: It can be had (https://advisories.example/1)\n" +
        "1 shipped packages are vulnerable, and 0 below high\n",
    );
  });

  test("passes where a vulnerability is moderate, and counts it", async () => {
    const { code, stdout } = await auditAt(200, { [leaf.name]: [advisory("moderate")] });
    expect([code, stdout]).toEqual([0, "0 shipped packages are vulnerable, and 1 below high\n"]);
  });

  test.each([404, 405])("says in a line that a registry answers no audits: %i", async (status) => {
    const { code, stdout } = await auditAt(status, {});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Not audited, the registry answers no audits: .+\n$/);
  });

  test("says in a line that there is no network", async () => {
    const { code, stdout } = await auditBy("http://127.0.0.1:1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Not audited, the registry answers no audits: .+ECONNREFUSED.+\n$/);
  });

  test("fails where the registry fails", async () => {
    const { code, stdout } = await auditAt(401, {});
    expect(code).toBe(1);
    expect(stdout).toMatch(/^The audit failed: .+\n$/);
  });

  test("fails where npm prints no report", () => {
    expect(judgeAudit("oops")).toEqual({
      isBad: true,
      lines: ["The audit failed: npm audit printed no report"],
    });
  });
});
