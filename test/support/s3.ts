import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { vi } from "vitest";
import type { RecordingsConfig } from "../../src/config.ts";

/** s3rver comes without types: https://github.com/jamhall/s3rver#programmatically-running-s3rver. */
type S3rver = new (
  options: Record<string, unknown>,
) => {
  readonly run: () => Promise<AddressInfo>;
  readonly close: () => Promise<void>;
};

/** A server like S3 on a real socket, with an empty bucket. */
export type S3 = AsyncDisposable & { readonly store: Extract<RecordingsConfig["store"], { kind: "s3" }> };

/** Starts one. Its credentials are put into the environment, where the SDK looks. */
export async function startS3(): Promise<S3> {
  const { default: Server } = (await import("s3rver" as string)) as { readonly default: S3rver };
  const directory = await mkdtemp(join(tmpdir(), "twivot-s3-"));
  const server = new Server({ address: "127.0.0.1", port: 0, silent: true, directory });
  const { port } = await server.run();
  vi.stubEnv("AWS_ACCESS_KEY_ID", "S3RVER");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "S3RVER");
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({ region: "us-east-1", endpoint, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: "recordings" }));
  client.destroy();
  return {
    store: { kind: "s3", bucket: "recordings", region: "us-east-1", endpoint, prefix: "calls/" },
    [Symbol.asyncDispose]: async () => {
      vi.unstubAllEnvs();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
