import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { type Capture, createCapture } from "./capture.ts";
import type { App, Config } from "./config.ts";
import { unpack } from "./continuation/pack.ts";
import { createTokenBox, type TokenBox } from "./continuation/token.ts";
import { PivotRequestError, TwivotError } from "./errors.ts";
import { createMediaShelf, type MediaShelf } from "./media.ts";
import type { Outside } from "./outside.ts";
import type { Call } from "./pivot/call.ts";
import { type PivotRequest, readPivotRequest } from "./pivot/request.ts";
import { type Answer, apologyAnswer, errorAnswer, flowAnswer, refusalAnswer } from "./respond/answer.ts";
import { createDocuments } from "./respond/documents.ts";
import { finish } from "./respond/finish.ts";
import { continuationUrl } from "./respond/links.ts";
import { logFailure, logRound } from "./respond/log.ts";
import { nextDraft, resume, type Turn } from "./respond/next-draft.ts";
import { refuseConnection } from "./respond/refuse-connection.ts";
import { pay, tokensAtFirst } from "./respond/tokens.ts";
import { newState } from "./translate/draft.ts";
import { emptyVisit } from "./twilio/fetch-document.ts";
import { callSid } from "./twilio/sids.ts";

/** A Pivot request holds a few kB; Kazoo's custom variables may add some. */
const MAX_BODY_BYTES = 256 * 1024;

/** The rest of a document of 64 kB, sealed, is a URL of less than this. */
const MAX_HEAD_BYTES = 128 * 1024;

/** What the steps of a request share. */
type House = {
  readonly config: Config;
  readonly outside: Outside;
  readonly box: TokenBox;
  readonly shelf: MediaShelf;
  readonly capture: Capture;
};

/** The public listener, which Kazoo asks what to do with a call. It does not listen yet. */
export function buildServer(config: Config, outside: Outside): FastifyInstance {
  const box = createTokenBox(config.secrets);
  const shelf = createMediaShelf(outside.randomBytes);
  const house: House = { config, outside, box, shelf, capture: createCapture(config, outside) };
  const server = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    http: { maxHeaderSize: MAX_HEAD_BYTES },
    routerOptions: { maxParamLength: MAX_HEAD_BYTES },
    // Until the last connection is closed calls are served.
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
  });
  // Every kind of body is taken as text: `pivot/` knows what is in it.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

  const method = ["GET", "POST"];
  server.route<{ Params: { app?: string } }>({
    method,
    url: "/pivot/:app?",
    handler: async (request, reply) => send(reply, await startCall(request.params.app, request, house)),
  });
  server.route<{ Params: { token: string } }>({
    method,
    url: "/pivot/c/:token",
    handler: async (request, reply) => send(reply, await goOn(request.params.token, request, house)),
  });
  server.get<{ Params: { name: string } }>("/media/:name", (request, reply) =>
    send(reply, audioAnswer(request.params.name, house)),
  );
  server.setErrorHandler((error, _request, reply) => send(reply, refusalAnswer(error, outside.log)));
  server.setNotFoundHandler((_request, reply) => send(reply, refusalAnswer(nothingHere(), outside.log)));
  return server;
}

/** A call comes in: the application's voice URL is asked what to do with it. */
async function startCall(name: string | undefined, request: PivotRequest, house: House): Promise<Answer> {
  const call = readPivotRequest(request, house.config);
  const app = findApp(name || "default", house.config);
  const turn = {
    call,
    session: {
      app: app.name,
      callSid: callSid(call.accountId, call.callId),
      documentUrl: app.voiceUrl,
      visit: emptyVisit,
      documents: 0,
      tokens: tokensAtFirst(house.outside.now()),
    },
    state: { ...newState, typedAhead: hasTypedAhead(call), gathers: gathersOf(call) },
    step: { kind: "ask", asked: { url: app.voiceUrl, method: app.voiceMethod, parameters: {} } },
    kazoo: house.config.kazooVersion,
  } as const;
  return takeTurn(turn, app, house);
}

/** Kazoo comes back with what became of the last flow. */
async function goOn(token: string, request: PivotRequest, house: House): Promise<Answer> {
  const call = readPivotRequest(request, house.config);
  const { session, continuation } = unpack(await house.box.open(token, house.outside.now()));
  if (session.callSid !== callSid(call.accountId, call.callId)) {
    const message = "This continuation belongs to another call.";
    throw new PivotRequestError("token-other-call", message, { status: 403 });
  }
  const app = findApp(session.app, house.config);
  const { step, state } = resume(continuation, call);
  const turn = { call, session, step, state: { ...state, typedAhead: hasTypedAhead(call) } };
  return takeTurn({ ...turn, kazoo: house.config.kazooVersion }, app, house);
}

/** From documents to a flow that Kazoo can run; what goes wrong is told to the caller. */
async function takeTurn(turn: Turn, app: App, house: House): Promise<Answer> {
  const { config, box, shelf } = house;
  const outside = house.capture(turn, app);
  const startedMs = outside.now();
  try {
    const { draft, session, notes } = await nextDraft(turn, createDocuments(app, config, outside, shelf));
    const nowMs = outside.now();
    const { tokens, isFromOwnBucket } = pay(draft, session.tokens, nowMs);
    const left = { ...session, tokens };
    const flow = await finish(draft, {
      link: (continuation) => continuationUrl(continuation, left, { box, config, nowMs }),
      ...(isFromOwnBucket ? {} : { buckets: `${session.callSid}-${nowMs.toString(36)}` }),
    });
    const answer = flowAnswer(flow, turn.kazoo, outside.log);
    logRound(outside.log, turn, { notes, documents: session.documents, tookMs: outside.now() - startedMs });
    return answer;
  } catch (error) {
    logFailure(outside.log, turn, error);
    const isFirst = turn.session.documents === 0;
    if (error instanceof TwivotError && isFirst && config.onAppError === "fail") return errorAnswer(error);
    return apologyAnswer();
  }
}

function findApp(name: string, { apps }: Config): App {
  const app = Object.hasOwn(apps, name) ? apps[name] : undefined;
  if (app !== undefined) return app;
  const message = `There is no application "${name}": correct the path in Kazoo, which is /pivot or /pivot/APP.`;
  throw new PivotRequestError("app-unknown", message, { status: 404 });
}

/** Keys that were pressed while something played and that no Gather has taken (cf_util:process_event/3). */
function hasTypedAhead(call: Call): boolean {
  return "default" in call.digits;
}

/** The highest number of a collection of ours, where an earlier Pivot node of the call has left some. */
function gathersOf(call: Call): number {
  const numbers = Object.keys(call.digits).map((name) => Number(/^g(\d{1,9})$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function audioAnswer(name: string, { shelf }: House): Answer {
  const audio = shelf.get(name);
  if (audio === undefined) throw nothingHere();
  return { status: 200, contentType: audio.contentType, body: audio.body };
}

function nothingHere(): PivotRequestError {
  const message = "There is nothing at this path. Kazoo asks /pivot or /pivot/APP.";
  return new PivotRequestError("not-found", message, { status: 404 });
}

/**
 * Connections are closed: Kazoo's HTTP client queues requests behind a busy one that is kept alive (httpc). Bodies are
 * bytes, since Fastify would write a charset behind the content type of a text.
 */
function send(reply: FastifyReply, { status, contentType, body }: Answer): FastifyReply {
  return reply
    .code(status)
    .header("connection", "close")
    .header("content-type", contentType)
    .send(Buffer.from(body));
}
