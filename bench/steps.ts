import { readFileSync } from "node:fs";
import { checkFlow } from "../src/callflow/check.ts";
import { flowJson } from "../src/callflow/json.ts";
import type { App } from "../src/config.ts";
import { pack, unpack } from "../src/continuation/pack.ts";
import { createTokenBox } from "../src/continuation/token.ts";
import { readCall } from "../src/pivot/read-call.ts";
import { finish } from "../src/respond/finish.ts";
import { tokensAtFirst } from "../src/respond/tokens.ts";

import { newState } from "../src/translate/draft.ts";
import { translate } from "../src/translate/translate.ts";
import { emptyVisit } from "../src/twilio/fetch-document.ts";
import { standardParameters } from "../src/twilio/parameters.ts";
import { sign } from "../src/twilio/signature.ts";
import { childElements } from "../src/twiml/element.ts";
import { parseTwiml } from "../src/twiml/parse.ts";

const body = readFileSync(new URL("pivot-request.txt", import.meta.url), "utf8").trim();
const document = `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Gather action="/menu" numDigits="1"><Say voice="alice">For opening hours, press 1. For orders, press 2.</Say></Gather>
  <Say>We did not receive any input.</Say>
  <Redirect>/voice</Redirect>
</Response>`;
const ROUNDS = 2_000;

/** How long each step of the road takes, in microseconds: the mean of many rounds after as many to warm up. */
export async function measureSteps(): Promise<[step: string, microseconds: number][]> {
  const box = createTokenBox(["the-secret-of-the-bench-32-characters"]);
  const visit = emptyVisit;
  const session = {
    app: "default",
    callSid: "CA0",
    documentUrl: "http://app.test/voice",
    visit,
    documents: 1,
    tokens: tokensAtFirst(0),
  };
  const setting = { kazoo: "4.3", documentUrl: session.documentUrl } as const;
  const elements = childElements(parseTwiml(document));
  const { draft } = translate(elements, newState, setting);
  const flow = await finish(draft, { link: async () => "http://twivot.test/pivot/c/x" });
  const packed = pack(session, { rest: elements, state: newState }, 4_000_000_000);
  const token = await box.seal(packed);
  const call = readCall({ query: "", contentType: "application/x-www-form-urlencoded", body });
  const app = { accountSid: undefined } as App;
  const config = { defaultCountry: "US", onNetCallers: "sip", anonymousCallers: "number" } as const;
  const parameters = Object.fromEntries(new URLSearchParams(body));
  return [
    [
      "read the Pivot request",
      await time(() => readCall({ query: "", contentType: "application/x-www-form-urlencoded", body })),
    ],
    ["make Twilio's parameters", await time(() => standardParameters(call, app, config, newState))],
    [
      "sign the webhook",
      await time(() => sign("12345678901234567890123456789012", "http://app.test/voice", parameters)),
    ],
    ["parse the document", await time(() => parseTwiml(document))],
    ["translate it", await time(() => translate(elements, newState, setting))],
    ["seal a continuation", await time(() => box.seal(packed))],
    ["open a continuation", await time(async () => unpack(await box.open(token, 0)))],
    ["check the flow", await time(() => checkFlow(flow, "4.3"))],
    ["write it as JSON", await time(() => flowJson(flow))],
  ];
}

async function time(step: () => unknown): Promise<number> {
  for (let round = 0; round < ROUNDS; round += 1) await step();
  const startedMs = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) await step();
  return ((performance.now() - startedMs) * 1000) / ROUNDS;
}
