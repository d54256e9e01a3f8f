import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { RecordingsConfig } from "../config.ts";
import { TwivotError } from "../errors.ts";
import { contentTypes } from "./audio-format.ts";
import type { RecordingFiles } from "./recording-files.ts";
import { type RecordingName, readRecordingPath, recordingPath } from "./recording-name.ts";

type Sdk = typeof import("@aws-sdk/client-s3");
type S3Config = Extract<RecordingsConfig["store"], { kind: "s3" }>;

/** What of the SDK is used, once it has been loaded. */
type Connection = { readonly sdk: Sdk; readonly client: S3Client };

/**
 * Files in a bucket of S3 or of a server like it, as `<prefix>AC…/RE….mp3`. Credentials are found as the SDK always
 * does: in the environment, in its files, at the machine's metadata service.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 */
export function createS3Files(
  config: S3Config,
  load: () => Promise<Sdk> = () => import("@aws-sdk/client-s3"),
): RecordingFiles {
  const { bucket: Bucket, prefix } = config;
  const connection = once(async () => connect(config, load));
  const folder = once(() => mkdtemp(join(tmpdir(), "twivot-recordings-")));
  const at = (name: RecordingName) => ({ Bucket, Key: `${prefix}${recordingPath(name)}` });
  const find: RecordingFiles["find"] = async (name) => {
    const { sdk, client } = await connection();
    const head = await orUndefined(client.send(new sdk.HeadObjectCommand(at(name))));
    if (head === undefined) return undefined;
    const { ContentLength: sizeBytes = 0, ETag: etag = `"${sizeBytes}"`, LastModified } = head;
    return { sizeBytes, etag, modifiedMs: LastModified?.getTime() ?? 0 };
  };
  return {
    freePath: async () => join(await folder(), randomUUID()),
    keep: async (path, name) => {
      const { sdk, client } = await connection();
      const { size: ContentLength } = await stat(path);
      const Body = createReadStream(path);
      const ContentType = contentTypes[name.format];
      await client.send(new sdk.PutObjectCommand({ ...at(name), Body, ContentLength, ContentType }));
      await rm(path);
    },
    find,
    read: async (name, range) => {
      const { sdk, client } = await connection();
      const Range = range && `bytes=${range.start}-${range.end}`;
      const object = await orUndefined(client.send(new sdk.GetObjectCommand({ ...at(name), Range })));
      return object?.Body instanceof Readable ? object.Body : undefined;
    },
    delete: async (name) => {
      // S3 does not tell whether there was one.
      if ((await find(name)) === undefined) return false;
      const { sdk, client } = await connection();
      await client.send(new sdk.DeleteObjectCommand(at(name)));
      return true;
    },
    olderThan: async (timeMs) => {
      const { sdk, client } = await connection();
      const old: RecordingName[] = [];
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
        for (const { Key = "", LastModified } of page.Contents ?? []) {
          const name = readRecordingPath(Key.slice(prefix.length));
          if (name !== undefined && LastModified !== undefined && LastModified.getTime() < timeMs)
            old.push(name);
        }
      }
      return old;
    },
    // Its folder of pieces is new in each process, below the machine's own for what is temporary.
    discardPieces: async () => {},
    check: async () => {
      const { sdk, client } = await connection();
      await client.send(new sdk.HeadBucketCommand({ Bucket }));
    },
    close: async () => {
      if (folder.isBegun()) await rm(await folder(), { recursive: true, force: true });
      if (connection.isBegun()) (await connection()).client.destroy();
    },
  };
}

async function connect({ region, endpoint }: S3Config, load: () => Promise<Sdk>): Promise<Connection> {
  const sdk = await load().catch((cause: unknown) => {
    const message = "Recordings in S3 need the package @aws-sdk/client-s3: install it beside twivot.";
    throw new TwivotError("recording-s3-missing", message, { status: 503, cause });
  });
  const client = new sdk.S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Servers that are only like S3 often do not know the checksums that the SDK adds by itself.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Kazoo waits for the answer to an upload: a server that is silent has failed.
    requestHandler: { connectionTimeout: 3_000, socketTimeout: 20_000 },
  });
  return { sdk, client };
}

/** Undefined where there is no such object. */
async function orUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    const { name } = error as { readonly name?: string };
    if (name === "NotFound" || name === "NoSuchKey") return undefined;
    throw error;
  }
}

/** Does something when it is first needed, and again only where it has failed. */
function once<T>(make: () => Promise<T>): (() => Promise<T>) & { readonly isBegun: () => boolean } {
  let made: Promise<T> | undefined;
  const get = (): Promise<T> => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return Object.assign(get, { isBegun: () => made !== undefined });
}
