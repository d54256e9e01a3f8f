import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { createCalls } from "./callbacks/calls.ts";
import { createConferences } from "./callbacks/conferences.ts";
import { createCallbacks } from "./callbacks/send-callbacks.ts";
import { addWebhookRoutes, type WebhookOptions } from "./callbacks/webhook-routes.ts";
import { createCapture } from "./capture.ts";
import { routeCall } from "./config/route-call.ts";
import type { Config } from "./config.ts";
import type { Packed } from "./continuation/pack.ts";
import { createTokenBox, type TokenBox } from "./continuation/token.ts";
import { PivotRequestError } from "./errors.ts";
import type { Happening, Tell } from "./happening.ts";
import type { House } from "./house.ts";
import { createMediaShelf } from "./media.ts";
import { noSchemas } from "./no-schemas.ts";
import type { Outside } from "./outside.ts";
import type { Call } from "./pivot/call.ts";
import { type PivotRequest, readPivotRequest } from "./pivot/request.ts";
import { createRecordings, type Patience } from "./recordings/recordings.ts";
import { addRecordingRoutes } from "./recordings/routes.ts";
import { keepPercents, type Upload } from "./recordings/upload.ts";
import { type Answer, refusalAnswer } from "./respond/answer.ts";
import { createTurns, type Turns, type Waiting } from "./respond/deadline.ts";
import { findApp } from "./respond/errand.ts";
import { RETURN_VARIABLE } from "./respond/finish.ts";
import { limitSlowSenders } from "./respond/limit-slow-senders.ts";
import { tokenOf } from "./respond/links.ts";
import { refuseConnection } from "./respond/refuse-connection.ts";
import { refuseStrangers } from "./respond/refuse-strangers.ts";
import { shedLoad } from "./respond/shed-load.ts";
import { takeTurn } from "./respond/take-turn.ts";
import { tokensAtFirst } from "./respond/tokens.ts";
import { inSpan } from "./tracing.ts";
import { newState } from "./translate/draft.ts";
import { standardParameters } from "./twilio/parameters.ts";
import { callSid } from "./twilio/sids.ts";

/** A Pivot request holds a few kB; Kazoo's custom variables may add some. */
const MAX_BODY_BYTES = 256 * 1024;

/** The rest of a document of 64 kB, sealed, is a URL of less than this. */
const MAX_HEAD_BYTES = 128 * 1024;

type Options = {
  readonly tell?: Tell;
  readonly patience?: Partial<Patience>;
  readonly slowSenderMs?: number;
  readonly webhooks?: WebhookOptions;
};

/** Kazoo sends a request at once; what takes longer than this holds a connection for nothing. */
const SLOW_SENDER_MS = 10_000;

/** What the story of a call needs besides. */
type Desk = House & { readonly turns: Turns; readonly waitingBox: TokenBox<Waiting> };

/**
 * The public listener, which Kazoo asks what to do with a call. It does not listen yet.
 *
 * @param options who counts what happens, and times that simulated calls and tests shorten
 */
export function buildServer(
  config: () => Config,
  outside: Outside,
  { tell = () => undefined, patience = {}, slowSenderMs = SLOW_SENDER_MS, webhooks = {} }: Options = {},
): FastifyInstance {
  const desk = openDesk(config, outside, { tell, patience });
  const { allowedSenders, trustedProxies } = config();
  const server = Fastify({
    ...noSchemas,
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    bodyLimit: MAX_BODY_BYTES,
    http: { maxHeaderSize: MAX_HEAD_BYTES },
    routerOptions: { maxParamLength: MAX_HEAD_BYTES },
    rewriteUrl: keepPercents,
    // Until the last connection is closed calls are served.
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
  });
  // Every kind of body is taken as text: `pivot/` knows what is in it.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  refuseStrangers(server, allowedSenders);
  limitSlowSenders(server, slowSenderMs);
  shedLoad(server, { config, outside, tell });
  // What is opened last is closed first: recordings, whose files nobody waits for then, and webhooks may have something to tell.
  server.addHook("onClose", desk.callbacks.close);
  addPivotRoutes(server, desk);
  addWebhookRoutes(server, desk, { ...webhooks, count: (event) => tell({ kind: "webhook", event }) });
  addRecordingRoutes(server, desk);
  server.get<{ Params: { name: string } }>("/media/:name", (request, reply) =>
    send(reply, audioAnswer(request.params.name, desk)),
  );
  server.setErrorHandler((error, _request, reply) => send(reply, refusalAnswer(error, outside.log, tell)));
  server.setNotFoundHandler((_request, reply) =>
    send(reply, refusalAnswer(nothingHere(), outside.log, tell)),
  );
  // While it closes it still listens: Kazoo comes back for what is late.
  server.addHook("preClose", desk.turns.settled);
  return server;
}

function openDesk(
  config: () => Config,
  outside: Outside,
  { tell, patience }: Required<Pick<Options, "tell" | "patience">>,
): Desk {
  const { secrets } = config();
  const callbacks = createCallbacks(outside, { count: (outcome) => tell({ kind: "callback", outcome }) });
  const house: House = {
    config,
    outside,
    box: createTokenBox<Packed>(secrets, "continuation"),
    uploadBox: createTokenBox<Upload>(secrets, "upload"),
    shelf: createMediaShelf(outside.randomBytes),
    capture: createCapture(config, outside),
    recordings: createRecordings({ config, outside, callbacks }, patience),
    callbacks,
    calls: createCalls(outside, createConferences({ config, outside, callbacks })),
    tell,
  };
  const waitingBox = createTokenBox<Waiting>(secrets, "waiting");
  const turns = createTurns((errand, call) => takeTurn(errand, call, house), {
    config,
    outside,
    box: waitingBox,
    tell,
  });
  return { ...house, waitingBox, turns };
}

function addPivotRoutes(server: FastifyInstance, desk: Desk): void {
  const method = ["GET", "POST"];
  server.route<{ Params: { app?: string } }>({
    method,
    url: "/pivot/:app?",
    handler: (request, reply) =>
      serve("start", reply, desk, () => startCall(request.params.app, request, desk)),
  });
  server.route<{ Params: { token: string } }>({
    method,
    url: "/pivot/c/:token",
    handler: (request, reply) =>
      serve("continue", reply, desk, () => goOn(request.params.token, request, desk)),
  });
  server.route<{ Params: { token: string } }>({
    method,
    url: "/pivot/w/:token",
    handler: (request, reply) =>
      serve("wait", reply, desk, () => collect(request.params.token, request, desk)),
  });
  server.route({
    method,
    url: "/pivot/return",
    handler: (request, reply) => serve("return", reply, desk, () => takeBack(request, desk)),
  });
}

/** Answers a request about a call, and tells how that went. */
async function serve(
  request: Extract<Happening, { kind: "served" }>["request"],
  reply: FastifyReply,
  { tell }: Desk,
  work: () => Promise<Answer>,
): Promise<FastifyReply> {
  const startedMs = performance.now();
  const answer = await inSpan("pivot", { "twivot.request": request }, work);
  const { outcome = "failed" } = answer;
  tell({ kind: "served", request, outcome, seconds: (performance.now() - startedMs) / 1000 });
  return send(reply, answer);
}

/** A call comes in: the application's voice URL is asked what to do with it. */
async function startCall(name: string | undefined, request: PivotRequest, desk: Desk): Promise<Answer> {
  const config = desk.config();
  const call = readPivotRequest(request, config);
  const app = findApp(name || routeCall(call, config), config);
  desk.calls.began({
    callSid: callSid(call.accountId, call.callId),
    app,
    parameters: standardParameters(call, app, config, newState),
  });
  return desk.turns.take({ app: app.name, tookMs: 0, seed: newSeed(desk) }, call);
}

/** Kazoo comes back with what became of the last flow. */
async function goOn(link: string, request: PivotRequest, desk: Desk): Promise<Answer> {
  const call = readPivotRequest(request, desk.config());
  const outcome = new URLSearchParams(request.url.split("?")[1] ?? "").get("outcome") ?? undefined;
  const left = await openLink(link, desk);
  return proceed({ left, outcome, leftAtMs: left.t[1] }, call, desk);
}

/** A caller whose call to another party was answered comes back when that party has hung up. */
async function takeBack(request: PivotRequest, desk: Desk): Promise<Answer> {
  const call = readPivotRequest(request, desk.config());
  const link = call.customApplicationVars[RETURN_VARIABLE];
  if (link === undefined) {
    const message = `The call has no variable ${RETURN_VARIABLE}: only callers whom twivot has put through come here.`;
    throw new PivotRequestError("return-unknown", message, { status: 403 });
  }
  const left = await openLink(link, desk);
  // Kazoo runs a new callflow, with a bucket of its own, and what was collected before is gone (cf_exe).
  const tokens = tokensAtFirst(desk.outside.now());
  const refilled = { ...left, t: [tokens.left, tokens.atMs] } as const;
  return proceed({ left: refilled, outcome: "bridged", leftAtMs: left.t[1] }, call, desk);
}

/** Kazoo comes back for an answer that was late. */
async function collect(link: string, request: PivotRequest, desk: Desk): Promise<Answer> {
  const call = readPivotRequest(request, desk.config());
  const waiting = desk.waitingBox.open(link, desk.outside.now());
  checkOwner(waiting.callSid, call);
  return desk.turns.collect(waiting, link, call);
}

/** What a link of ours has or names. @throws {PivotRequestError} it is not ours, too old, or not in the store any more. */
async function openLink(link: string, { box, outside }: House): Promise<Packed> {
  const token = await tokenOf(link, outside.store);
  if (token === undefined) {
    const message = "This continuation is not in the store any more: give all replicas the same REDIS_URL.";
    throw new PivotRequestError("token-lost", message, { status: 403 });
  }
  return box.open(token, outside.now());
}

/** A call as it was left. */
type Left = { readonly left: Packed; readonly outcome: string | undefined; readonly leftAtMs: number };

async function proceed({ left, outcome, leftAtMs }: Left, call: Call, desk: Desk): Promise<Answer> {
  checkOwner(left.c, call);
  const app = findApp(left.a, desk.config());
  desk.calls.cameBack({ callSid: left.c, app });
  const errand = { app: app.name, left, tookMs: desk.outside.now() - leftAtMs, seed: newSeed(desk) };
  return desk.turns.take(outcome === undefined ? errand : { ...errand, outcome }, call);
}

function checkOwner(sid: string, call: Call): void {
  if (sid === callSid(call.accountId, call.callId)) return;
  throw new PivotRequestError("token-other-call", "This continuation belongs to another call.", {
    status: 403,
  });
}

function newSeed({ outside }: House): string {
  return Buffer.from(outside.randomBytes(16)).toString("base64url");
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
    .header("cache-control", "no-store")
    .header("x-content-type-options", "nosniff")
    .send(Buffer.from(body));
}
