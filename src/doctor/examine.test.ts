import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { authToken, startApplication } from "../../test/support/application.ts";
import { keepingLog } from "../../test/support/twivot.ts";
import { readConfig } from "../config/read-config.ts";
import { createFetch } from "../http-client.ts";
import type { Outside } from "../outside.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";

const account = "0123456789abcdef0123456789abcdef";
const apiKey = "k".repeat(64);
const pivotKey = "a-key-of-kazoo";
const goodSecret = "f3a91c0d7e5b2846f3a91c0d7e5b2846";

/** Another loopback address, which Kazoo does not refuse. */
const here = "127.0.0.2";

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, here);
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://${here}:${(server.address() as AddressInfo).port}`;
}

type Json = Record<string, unknown>;

/** Kazoo's REST server with callflows and webhooks; the callflows are numbered. */
function crossbar(callflows: readonly Json[], webhooks: readonly Json[]): Promise<string> {
  return listen(async (request, response) => {
    const send = (status: number, content: Json) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (path === "/v2/api_auth") {
      const { data } = (await json(request)) as { data: { api_key: string } };
      const isRight = data.api_key === apiKey;
      return send(isRight ? 201 : 401, isRight ? { auth_token: "t" } : { message: "invalid credentials" });
    }
    if (request.headers["x-auth-token"] !== "t") return send(401, { message: "no token" });
    const [, name = "", id] = /^\/v2\/accounts\/[0-9a-f]+\/(\w+)(?:\/(\d+))?$/.exec(path) ?? [];
    if (name === "webhooks") return send(200, { data: webhooks });
    if (id !== undefined) return send(200, { data: callflows[Number(id)] ?? {} });
    return send(200, { data: callflows.map((callflow, index) => ({ ...callflow, id: String(index) })) });
  });
}

/** What a twivot answers to a token that is none. */
const twivot: RequestListener = (request, response) => {
  const isRight = request.url?.includes(`key=${pivotKey}`);
  const code = isRight ? "token-foreign" : "pivot-key";
  response.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify({ error: { code } }));
};

type Installation = {
  readonly env?: Record<string, string | undefined>;
  readonly publicUrl?: string;
  readonly app?: Parameters<typeof startApplication>[0];
  /** Of the pivot node, by its URL. */
  readonly callflow?: (url: string) => Json;
  readonly returnFlow?: Json;
  readonly webhooks?: (url: string) => readonly Json[];
  readonly apiKey?: string;
  readonly store?: Store;
  readonly aheadMs?: number;
};

const hooks = ["channel_create", "channel_answer", "channel_bridge", "channel_destroy"];

/** The findings on an installation that is right but for what is given, without those that are ok. */
async function findingsOn(broken: Installation = {}): Promise<readonly string[]> {
  return (await examined(broken))
    .filter(({ level }) => level !== "ok")
    .map(({ level, check }) => `${level} ${check}`);
}

async function examined(broken: Installation): Promise<readonly Finding[]> {
  const directory = mkdtempSync(join(tmpdir(), "twivot-doctor-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const application = await startApplication(
    broken.app ?? {
      "/voice": ({ isSigned }) => (isSigned ? "<Response><Say>Hi</Say></Response>" : { status: 403 }),
    },
  );
  onTestFinished(() => application[Symbol.asyncDispose]());
  const publicUrl = broken.publicUrl ?? (await listen(twivot));
  const url = `${publicUrl}/pivot?key=${pivotKey}`;
  const main = {
    module: "pivot",
    data: { voice_url: url, method: "post", req_format: "kazoo" },
    children: { _: { module: "hangup" } },
    ...broken.callflow?.(url),
  };
  const back = {
    module: "pivot",
    data: { voice_url: `${publicUrl}/pivot/return?key=${pivotKey}`, method: "post", req_format: "kazoo" },
    ...broken.returnFlow,
  };
  const callflows = [
    { name: "main", numbers: ["+15005550001"], flow: { module: "play", children: { _: main } } },
    { name: "back", numbers: ["9001"], flow: back },
  ];
  const webhooks = (broken.webhooks ?? allHooks)(`${publicUrl}/webhooks/kazoo?secret=s`);
  const env = {
    TWIVOT_PUBLIC_URL: publicUrl,
    TWIVOT_VOICE_URL: `${application.url}/voice`,
    TWIVOT_SECRET: goodSecret,
    TWIVOT_PIVOT_KEY: pivotKey,
    TWIVOT_RETURN_EXTENSION: "9001",
    TWIVOT_RECORDINGS_DIRECTORY: directory,
    TWIVOT_RECORDINGS_MAX_BYTES: "1000",
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_ACCOUNT_SID: `AC${account}`,
    ...broken.env,
  };
  const reading = readConfig({ env, flags: {}, readFile: () => "", randomBytes });
  if ("faults" in reading) throw new Error(reading.faults.join("\n"));
  const fetch = createFetch();
  onTestFinished(() => fetch.close());
  const now = () => Date.now() + (broken.aheadMs ?? 0);
  const store = broken.store ?? createMemoryStore(now);
  const outside = { fetch, now, randomBytes, log: keepingLog([]), store } as unknown as Outside;
  const login = { url: await crossbar(callflows, webhooks), account, apiKey: broken.apiKey ?? apiKey };
  return examine(reading, login, outside);
}

function allHooks(uri: string): readonly Json[] {
  return hooks.map((hook) => ({ hook, uri, enabled: true }));
}

test("an installation that is right has nothing to be told of", async () => {
  const findings = await examined({});
  expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  expect(new Set(findings.map(({ check }) => check))).toEqual(
    new Set([
      ...["secret", "public-url", "application", "application-signature", "clock", "recordings"],
      ...["kazoo-callflow", "kazoo-return", "kazoo-webhooks"],
    ]),
  );
});

const notTwivot: RequestListener = (_request, response) => void response.end("<h1>Welcome to nginx</h1>");
const noStore = { ...createMemoryStore(() => 0), ping: () => Promise.reject(new Error("ECONNREFUSED")) };

test.each<[string, () => Installation | Promise<Installation>, string]>([
  ["a public URL that Kazoo refuses", () => ({ publicUrl: "http://localhost:8080" }), "fault public-url"],
  ["a public URL where nothing answers", () => ({ publicUrl: `http://${here}:9` }), "fault public-url"],
  [
    "a public URL where something else answers",
    async () => ({ publicUrl: await listen(notTwivot) }),
    "fault public-url",
  ],
  ["a secret of one character", () => ({ env: { TWIVOT_SECRET: "x".repeat(32) } }), "fault secret"],
  ["no secret", () => ({ env: { TWIVOT_SECRET: undefined } }), "warning secret"],
  ["another auth token", () => ({ env: { TWILIO_AUTH_TOKEN: "other" } }), "fault application"],
  ["an application that fails", () => ({ app: { "/voice": { status: 500 } } }), "fault application"],
  ["an application without TwiML", () => ({ app: { "/voice": "<html/>" } }), "fault application"],
  [
    "an application that checks no signature",
    () => ({ app: { "/voice": "<Response/>" } }),
    "warning application-signature",
  ],
  ["a clock that is ahead", () => ({ aheadMs: 120_000 }), "warning clock"],
  ["a Redis that is away", () => ({ store: noStore }), "fault redis"],
  [
    "a callflow that asks by GET",
    () => ({ callflow: (url) => ({ data: { voice_url: url, method: "get", req_format: "kazoo" } }) }),
    "fault kazoo-callflow",
  ],
  [
    "a callflow with another key",
    () => ({ callflow: (url) => ({ data: { voice_url: `${url}2`, method: "post", req_format: "kazoo" } }) }),
    "fault kazoo-callflow",
  ],
  ["no callflow that leads here", () => ({ callflow: () => ({ module: "hangup" }) }), "fault kazoo-callflow"],
  ["a callflow without a _ child", () => ({ callflow: () => ({ children: {} }) }), "warning kazoo-callflow"],
  [
    "a return extension that leads elsewhere",
    () => ({ returnFlow: { module: "hangup" } }),
    "fault kazoo-return",
  ],
  [
    "webhooks that are disabled",
    () => ({ webhooks: (url) => allHooks(url).map((hook) => ({ ...hook, enabled: false })) }),
    "fault kazoo-webhooks",
  ],
  ["webhooks that are missing", () => ({ webhooks: () => [] }), "warning kazoo-webhooks"],
  ["an API key that is refused", () => ({ apiKey: "wrong" }), "fault kazoo"],
])("%s is found", async (_name, broken, finding) => {
  expect(await findingsOn(await broken())).toContain(finding);
});

test("a directory for recordings that is made with the first of them is no fault", async () => {
  const directory = join(tmpdir(), "twivot-doctor-before-the-first", "recordings");
  expect(await findingsOn({ env: { TWIVOT_RECORDINGS_DIRECTORY: directory } })).toEqual([]);
});

test("a directory for recordings that is a file is found", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "twivot-doctor-")), "file");
  writeFileSync(file, "");
  expect(await findingsOn({ env: { TWIVOT_RECORDINGS_DIRECTORY: file } })).toContain("fault recordings");
});

test("each finding that is not ok says what to change, and tells no secret", async () => {
  const findings = await examined({ publicUrl: "http://localhost:8080", app: { "/voice": { status: 500 } } });
  for (const { message } of findings) {
    expect(message).toMatch(/^\S.*\.$/s);
    expect(message).not.toContain(authToken);
    expect(message).not.toContain(pivotKey);
  }
});
