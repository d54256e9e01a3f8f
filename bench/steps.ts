import { checkFlow } from "../src/callflow/check.ts";
import { flowJson } from "../src/callflow/json.ts";
import type { App } from "../src/config.ts";
import { type Packed, pack, unpack } from "../src/continuation/pack.ts";
import { createTokenBox } from "../src/continuation/token.ts";
import { createLog, createMask } from "../src/log.ts";
import { readCall } from "../src/pivot/read-call.ts";
import { finish } from "../src/respond/finish.ts";
import { tokensAtFirst } from "../src/respond/tokens.ts";
import { type Continuation, newState } from "../src/translate/draft.ts";
import { translate } from "../src/translate/translate.ts";
import { emptyVisit } from "../src/twilio/fetch-document.ts";
import { standardParameters } from "../src/twilio/parameters.ts";
import { buildRequest } from "../src/twilio/request.ts";
import { childElements } from "../src/twiml/element.ts";
import { parseTwiml } from "../src/twiml/parse.ts";
import { plainSetting } from "../src/verbs/plain-setting.ts";
import { documents } from "./documents.ts";
import { type Part, table } from "./part.ts";
import { pivotForm } from "./requests.ts";

const ROUNDS = 3_000;

/** A step of 60 kB takes a hundred times as long. */
const ROUNDS_OF_BOOK = 100;

const url = "http://app.test/voice";
const form = { query: "", contentType: "application/x-www-form-urlencoded", body: pivotForm("menu") };
const box = createTokenBox<Packed>(["the-secret-of-the-bench-32-characters"], "continuation");
const session = {
  app: "default",
  callSid: "CA0123456789abcdef0123456789abcdef",
  documentUrl: url,
  visit: emptyVisit,
  documents: 1,
  tokens: tokensAtFirst(0),
};

type Steps = readonly (readonly [name: string, step: () => unknown])[];

/** What is the same for all documents. */
function stepsOfRequest(): Steps {
  const call = readCall(form);
  const app = { accountSid: undefined } as App;
  const config = { defaultCountry: "US", onNetCallers: "sip", anonymousCallers: "number" } as const;
  const parameters = standardParameters(call, app, config, newState);
  const limits = {
    connectTimeoutMs: 1,
    readTimeoutMs: 1,
    totalTimeoutMs: 1,
    maxBodyBytes: () => 1,
    serverName: true,
  };
  const context = {
    authToken: "12345678901234567890123456789012",
    idempotencyToken: "1",
    cookie: undefined,
    authorization: undefined,
  };
  const asked = { url, method: "POST", parameters } as const;
  const mask = createMask([context.authToken]);
  const log = createLog({ level: "info", mask }, { write: () => undefined });
  return [
    ["read the Pivot request", () => readCall(form)],
    ["make Twilio's parameters", () => standardParameters(call, app, config, newState)],
    ["sign and write the request", () => buildRequest(asked, { ...context, limits })],
    ["write the log line", () => log.info({ callSid: session.callSid, documents: 1, notes: [] }, "served")],
  ];
}

/** What depends on the document. */
function stepsOfDocument(document: string): { steps: Steps; token: string } {
  const setting = plainSetting("4.3", url);
  const elements = childElements(parseTwiml(document));
  const { draft } = translate(elements, newState, setting);
  const continuations: Continuation[] = [];
  const linked = {
    url: (continuation: Continuation) => {
      continuations.push(continuation);
      return "http://twivot.test/pivot/c/x";
    },
    variable: () => "x",
    upload: () => "http://twivot.test/recordings/u/x",
    recordingFormat: "mp3",
  } as const;
  const flow = finish(draft, linked);
  const [first] = continuations;
  if (first === undefined) throw new Error("the flow of the document does not come back");
  const seal = () => box.seal(pack(session, first, 4_000_000_000));
  const token = seal();
  const steps: Steps = [
    ["parse the document", () => parseTwiml(document)],
    ["translate it", () => translate(elements, newState, setting)],
    ["seal the continuation", seal],
    ["open it again", () => unpack(box.open(token, 0))],
    ["check the flow", () => checkFlow(flow, "4.3")],
    ["write it as JSON", () => flowJson(flow)],
  ];
  return { steps, token };
}

function measure(): string {
  const names = ["menu", "story", "book"] as const;
  const ofDocuments = names.map((name) => stepsOfDocument(documents[name]));
  const times = (index: number) =>
    ofDocuments.map(({ steps }, at) => time(steps[index]?.[1], names[at] ?? "menu"));
  const rows = [
    ...stepsOfRequest().map(([name, step]) => [name, ...Array(3).fill(time(step, "menu"))] as string[]),
    ...(ofDocuments[0]?.steps ?? []).map(([name], index) => [name, ...times(index)]),
    ["length of the token", ...ofDocuments.map(({ token }) => `${token.length} characters`)],
  ];
  const sizes = names.map((name) => `${Buffer.byteLength(documents[name])} bytes`);
  return (
    "In microseconds of CPU time, each step by itself in a loop, where it takes the least.\n\n" +
    table(["step", ...sizes], rows)
  );
}

/** The mean CPU time of many rounds, after as many to warm up: what else the machine does counts least in it. */
function time(step: (() => unknown) | undefined, document: keyof typeof documents): string {
  if (step === undefined) return "";
  const rounds = document === "book" ? ROUNDS_OF_BOOK : ROUNDS;
  for (let round = 0; round < rounds; round += 1) step();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) step();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / rounds).toFixed(1);
}

export const steps: Part = { title: "Cost of the steps", measure: async () => measure() };
