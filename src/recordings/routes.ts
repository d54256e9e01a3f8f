import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import type { TokenBox } from "../continuation/token.ts";
import { PivotRequestError, TwivotError } from "../errors.ts";
import type { Tell } from "../happening.ts";
import type { Outside } from "../outside.ts";
import { errorAnswer, refusalAnswer } from "../respond/answer.ts";
import { mayBeAudio } from "./audio-format.ts";
import { tooLarge } from "./receive-audio.ts";
import { storageError } from "./recording-files.ts";
import type { Recordings } from "./recordings.ts";
import { keepSweeping } from "./retention.ts";
import { deleteRecording, type RecordingRequest, serveRecording } from "./serve-recording.ts";
import type { Upload } from "./upload.ts";

type House = {
  readonly config: () => Config;
  readonly outside: Pick<Outside, "now" | "log">;
  readonly uploadBox: TokenBox<Upload>;
  readonly recordings: Recordings;
  readonly tell: Tell;
};

type UploadRequest = FastifyRequest<{ Params: { token: string } }>;

/** An upload of which nothing comes for so long is given up. */
const SILENCE_MS = 30_000;

/**
 * Kazoo puts recordings here and the application fetches them, under Twilio's path:
 *
 * - `PUT|POST /recordings/u/:token`, with whatever Kazoo adds to the path
 * - `GET|HEAD|DELETE /2010-04-01/Accounts/AC…/Recordings/RE…[.mp3|.wav]`
 *
 * While the server listens, old recordings are deleted; with it `recordings` is closed.
 */
export function addRecordingRoutes(server: FastifyInstance, house: House, silenceMs = SILENCE_MS): void {
  const { config, recordings } = house;
  void server.register(async (scope) => {
    // Bodies stay what they are: streams.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _body, done) => done(null));
    // Kazoo's HTTP client needs it, and a server that closes then waits for no connection that is merely kept alive.
    scope.addHook("onRequest", async (_request, reply) => void reply.header("connection", "close"));
    scope.setErrorHandler((error, _request, reply) => refuse(error, reply, house));

    for (const url of ["/recordings/u/:token", "/recordings/u/:token/*"]) {
      scope.route<{ Params: { token: string } }>({
        method: ["PUT", "POST"],
        url,
        // Before Fastify looks at the content type.
        onRequest: async (request) => checkHead(request, house),
        handler: async (request, reply) => takeUpload(request, reply, house, silenceMs),
      });
    }
    const url = "/2010-04-01/Accounts/:account/Recordings/:name";
    scope.route({
      method: ["GET", "HEAD"],
      url,
      handler: (request: RecordingRequest, reply) =>
        serveRecording(request, reply, recordings.files, config()),
    });
    scope.delete(url, (request: RecordingRequest, reply) =>
      deleteRecording(request, reply, recordings.files, config()),
    );
  });
  sweepWhileListening(server, house);
}

/** What can be refused before the first byte of the file. */
function checkHead({ params, headers }: UploadRequest, { uploadBox, outside, config }: House): void {
  uploadBox.open(params.token, outside.now());
  const type = headers["content-type"];
  if (!mayBeAudio(type)) {
    const message = `"${type}" is no recording: put MP3 or WAV, such as audio/mpeg.`;
    throw new PivotRequestError("recording-type", message, { status: 415 });
  }
  const { maxBytes } = config().recordings;
  if (Number(headers["content-length"]) > maxBytes) throw tooLarge(maxBytes);
}

async function takeUpload(
  { params, raw }: UploadRequest,
  reply: FastifyReply,
  { uploadBox, outside, recordings, tell }: House,
  silenceMs: number,
): Promise<FastifyReply> {
  raw.setTimeout(silenceMs, () => raw.destroy());
  raw.once("end", () => raw.setTimeout(0));
  const { sid, seconds } = await recordings.take(uploadBox.open(params.token, outside.now()), raw);
  const status = seconds === 0 ? "absent" : "completed";
  tell({ kind: "upload", outcome: status, bytes: raw.socket.bytesRead });
  return reply.send({ recording: { sid, seconds, status } });
}

function refuse(error: unknown, reply: FastifyReply, { outside, tell }: House): FastifyReply {
  const { log } = outside;
  const isStorage = error instanceof TwivotError && error.status === 503;
  if (isStorage) log.error({ code: error.code, err: error.cause }, error.message);
  const { status, contentType, body } = isStorage ? errorAnswer(error) : refusalAnswer(error, log, tell);
  if (status === 401) reply.header("www-authenticate", 'Basic realm="Twilio API"');
  return reply.code(status).header("content-type", contentType).send(Buffer.from(body));
}

/** A store that cannot be used is told at the start: the recordings of the first calls would be lost. */
function sweepWhileListening(server: FastifyInstance, { config, outside, recordings }: House): void {
  const { files, close } = recordings;
  let stopSweeping = async (): Promise<void> => {};
  server.addHook("onListen", async () => {
    stopSweeping = keepSweeping({ config, outside, files });
    await files.check().catch((error: unknown) => {
      const { code, message, cause } = storageError(error);
      outside.log.warn({ code, err: cause }, message);
    });
  });
  server.addHook("onClose", async () => {
    await stopSweeping();
    await close();
  });
}
