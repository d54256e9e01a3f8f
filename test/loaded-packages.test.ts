import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Has a process tell at its end, in the last line of stderr, which packages it has loaded. */
const telling = `
  import { registerHooks } from "node:module";
  const packages = new Set();
  registerHooks({
    load: (url, context, next) => {
      const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
      if (name) packages.add(name);
      return next(url, context);
    },
  });
  process.on("exit", () => console.error(JSON.stringify([...packages])));
`;

/** The packages that `twivot serve` has loaded when it is ready for its first call. */
function packagesOfServe(): Promise<readonly string[]> {
  const preload = `data:text/javascript,${encodeURIComponent(telling)}`;
  const env = {
    HOST: "127.0.0.1",
    PORT: "0",
    ADMIN_PORT: "0",
    TWIVOT_PUBLIC_URL: "http://twivot.example",
    TWIVOT_VOICE_URL: "http://127.0.0.1:9/voice",
  };
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  const child = execFile(
    process.execPath,
    ["--import", preload, main, "serve"],
    { env, cwd: tmpdir() },
    (error, _stdout, stderr) =>
      error ? reject(error) : resolve(JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "")),
  );
  child.stdout?.on("data", (text: string) => text.includes('"msg":"ready"') && child.kill("SIGTERM"));
  return promise;
}

test("what most installations never use is not in memory", async () => {
  const packages = await packagesOfServe();
  expect(packages).toEqual(expect.arrayContaining(["fastify", "undici", "typebox"]));
  const compilers = ["ajv", "@fastify/fast-json-stringify-compiler"];
  const unused = [...compilers, "ioredis", "@aws-sdk/client-s3", "music-metadata", "express"];
  expect(packages.filter((name) => unused.includes(name))).toEqual([]);
});
