import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import { TwivotError } from "../errors.ts";
import { type AudioFormat, contentTypes } from "./audio-format.ts";
import { type ByteRange, readRange } from "./byte-range.ts";
import { mayHaveRecordings } from "./may-have-recordings.ts";
import type { RecordingFiles, StoredFile } from "./recording-files.ts";
import { type RecordingName, readRecordingPath } from "./recording-name.ts";

export type RecordingRequest = FastifyRequest<{ Params: { account: string; name: string } }>;

type Found = { readonly name: RecordingName; readonly file: StoredFile };

/**
 * Gives a recording to the application: all of it, a piece, or only its headers.
 *
 * @see https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13 and #section-14
 * @throws {TwivotError} 401 `recording-auth`, 404 `recording-unknown` and `recording-format`, 416 `recording-range`
 */
export async function serveRecording(
  request: RecordingRequest,
  reply: FastifyReply,
  files: RecordingFiles,
  config: Config,
): Promise<FastifyReply> {
  if (config.recordings.auth) authorize(request, config);
  const { name, file } = await findRecording(request.params, files);
  reply
    .header("accept-ranges", "bytes")
    .header("etag", file.etag)
    .header("last-modified", new Date(file.modifiedMs).toUTCString());
  if (isUnchanged(request.headers, file)) return reply.code(304).send();
  reply.header("content-type", contentTypes[name.format]);
  if (request.method === "HEAD") return reply.header("content-length", file.sizeBytes).send();
  const range = isForThisFile(request.headers["if-range"], file)
    ? readRange(request.headers.range, file.sizeBytes)
    : "whole";
  if (range === "unsatisfiable") throw outOfRange(reply, file);
  const { start, end }: ByteRange = range === "whole" ? { start: 0, end: file.sizeBytes - 1 } : range;
  const stream = await files.read(name, range === "whole" ? undefined : range);
  if (stream === undefined) throw unknown();
  if (range !== "whole") reply.code(206).header("content-range", `bytes ${start}-${end}/${file.sizeBytes}`);
  return reply.header("content-length", end - start + 1).send(stream);
}

/**
 * Deletes a recording for the application. Whether or not reading needs credentials, this does.
 *
 * @see https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource
 * @throws {TwivotError} 401 `recording-auth`, 404 `recording-unknown` and `recording-format`
 */
export async function deleteRecording(
  request: RecordingRequest,
  reply: FastifyReply,
  files: RecordingFiles,
  config: Config,
): Promise<FastifyReply> {
  authorize(request, config);
  const { name } = await findRecording(request.params, files);
  await files.delete(name);
  return reply.code(204).send();
}

function authorize({ headers, params }: RecordingRequest, config: Config): void {
  if (mayHaveRecordings(headers.authorization, params.account, config)) return;
  const message = "Show the account sid and the auth token of the application (HTTP Basic).";
  throw new TwivotError("recording-auth", message, { status: 401 });
}

/** `RE…` is the recording in the format that it has, `RE….mp3` and `RE….wav` only in that one. */
async function findRecording(
  { account, name }: RecordingRequest["params"],
  files: RecordingFiles,
): Promise<Found> {
  const [sid = "", extension] = name.split(/\.(.*)/s);
  for (const format of ["mp3", "wav"] as const satisfies readonly AudioFormat[]) {
    const candidate = readRecordingPath(`${account}/${sid}.${format}`);
    const file = candidate && (await files.find(candidate));
    if (candidate === undefined || file === undefined) continue;
    if (extension !== undefined && extension !== format) {
      const message = `This recording is there as .${format} only: ask for ${sid}.${format}, or set TWIVOT_RECORDINGS_FORMAT.`;
      throw new TwivotError("recording-format", message, { status: 404 });
    }
    return { name: candidate, file };
  }
  throw unknown();
}

/** Which of the two headers counts: RFC 9110, section 13.2.2. */
function isUnchanged(headers: FastifyRequest["headers"], { etag, modifiedMs }: StoredFile): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined) {
    return tags.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
  }
  return wholeSecond(modifiedMs) <= Date.parse(headers["if-modified-since"] ?? "");
}

/** Whether a piece is asked for of the file that is there, and not of one before it. */
function isForThisFile(ifRange: string | string[] | undefined, { etag, modifiedMs }: StoredFile): boolean {
  return ifRange === undefined || ifRange === etag || Date.parse(String(ifRange)) === wholeSecond(modifiedMs);
}

/** Dates of HTTP have no more. */
function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}

function outOfRange(reply: FastifyReply, { sizeBytes }: StoredFile): TwivotError {
  reply.header("content-range", `bytes */${sizeBytes}`);
  const message = `The recording has ${sizeBytes} bytes: ask for some of those.`;
  return new TwivotError("recording-range", message, { status: 416 });
}

function unknown(): TwivotError {
  const message =
    "There is no such recording: it was deleted, is older than is kept, or belongs to another account.";
  return new TwivotError("recording-unknown", message, { status: 404 });
}
