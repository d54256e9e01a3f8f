import type { FastifyInstance } from "fastify";
import type { Config } from "../config.ts";
import { PivotRequestError } from "../errors.ts";
import type { Outside } from "../outside.ts";
import type { Parameter } from "../pivot/call.ts";
import { decodeForm } from "../pivot/decode-form.ts";
import { decodeJson } from "../pivot/decode-json.ts";
import { isSame, type PivotRequest } from "../pivot/request.ts";
import type { Recordings } from "../recordings/recordings.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Calls } from "./calls.ts";
import { readChannelEvent } from "./channel-event.ts";
import { withoutFail } from "./desk.ts";
import { createSettling, type Settling } from "./settling.ts";
import { takeEvent } from "./take-event.ts";

/** What the webhooks need of the house. */
export type WebhookHouse = {
  readonly config: () => Config;
  readonly outside: Pick<Outside, "now" | "log">;
  readonly callbacks: Callbacks;
  readonly recordings: Pick<Recordings, "awaitRecorded" | "began">;
  readonly calls: Calls;
};

/** What simulated calls and tests do otherwise. */
export type WebhookOptions = {
  /** How long the end of a leg waits for the other webhooks of its moment. */
  readonly settleMs?: number;
  /** Puts that off in another way. */
  readonly settling?: Settling;
  /** Is handed the work that goes on beside the answer to a webhook. */
  readonly track?: (work: Promise<void>) => void;
};

type Options = WebhookOptions & {
  /** Is told each event that is understood, or `other`. */
  readonly count?: (event: string) => void;
};

const SETTLE_MS = 1_000;

/**
 * `/webhooks/kazoo` takes Kazoo's webhooks. It answers 200 at once, whatever they tell, since Kazoo disables a webhook
 * that fails six times in a minute (webhooks_disabler); the work goes on beside. What is put off is done when the server
 * closes, before the callbacks may be closed.
 */
export function addWebhookRoutes(
  server: FastifyInstance,
  { config, outside, callbacks, recordings, calls }: WebhookHouse,
  {
    settleMs = SETTLE_MS,
    settling = createSettling(settleMs),
    track = () => {},
    count = () => {},
  }: Options = {},
): void {
  const { now, log } = outside;
  const working = new Set<Promise<void>>();
  const { records, conferences } = calls;
  const desk = { config, records, conferences, callbacks, recordings, settling, log };
  server.route({
    method: ["GET", "POST", "PUT"],
    url: "/webhooks/kazoo",
    handler: async (request, reply) => {
      const payload = readPayload(request);
      checkSecret(payload, config());
      calls.heard();
      const event = readChannelEvent(payload.body, now());
      count(event?.event ?? "other");
      if (event !== undefined) {
        const work = withoutFail(desk, takeEvent(event, desk)).finally(() => working.delete(work));
        working.add(work);
        track(work);
      }
      return reply.header("connection", "close").header("content-type", "application/json").send("{}");
    },
  });
  server.addHook("onClose", async () => {
    await Promise.all(working);
    await settling.close();
  });
}

type Payload = {
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, Parameter>>;
};

function readPayload({ url, headers, body }: PivotRequest): Payload {
  // Kazoo adds its query by `?` to a URL that has one already (webhooks_util:send_req).
  const query = (url.split(/\?(.*)/s)[1] ?? "").replaceAll("?", "&");
  const text = typeof body === "string" ? body : "";
  try {
    const isJson = /json/i.test(headers["content-type"]?.toString() ?? "");
    const given = text === "" ? decodeForm(query) : isJson ? decodeJson(text) : decodeForm(text);
    return { query: new URLSearchParams(query), body: given };
  } catch (cause) {
    const message = "The body is no webhook of Kazoo's: give the webhook the format form-data or json.";
    throw new PivotRequestError("webhook-unreadable", message, { status: 400, cause });
  }
}

/** In the URL of the webhook, or in its custom_data, which Kazoo adds to the payload. */
function checkSecret({ query, body }: Payload, { webhookSecret, pivotKey }: Config): void {
  const secret = webhookSecret ?? pivotKey;
  if (secret === undefined) return;
  const inBody = body["secret"];
  const given = query.get("secret") ?? query.get("key") ?? (typeof inBody === "string" ? inBody : "");
  if (isSame(given, secret)) return;
  const message =
    "The secret is missing or wrong: give the URL of the webhook in Kazoo the query ?secret=… of TWIVOT_WEBHOOK_SECRET.";
  throw new PivotRequestError("webhook-secret", message, { status: 403 });
}
