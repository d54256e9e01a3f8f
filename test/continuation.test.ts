import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Flow } from "../src/callflow/flow.ts";
import { type Listening, sendOverHttp } from "../src/kazoo-over-http.ts";
import type { KazooAnswer } from "../src/simulator/kazoo/call.ts";
import { type Application, startApplication } from "./support/application.ts";
import { playCall } from "./support/kazoo.ts";
import { startTwivot, type TwivotOptions } from "./support/twivot.ts";

/** The way of a call through Kazoo's URLs: what survives, and what is refused without a request leaving. */
const gather =
  '<Response><Gather numDigits="1" action="/menu"><Say>Press</Say></Gather><Say>Nothing</Say></Response>';
const done = "<Response><Say>Thanks</Say></Response>";
const call = {
  "Account-ID": "0123456789abcdef0123456789abcdef",
  "Call-ID": "call-1@10.0.0.1",
  From: "+15005550006",
  To: "+15005550010",
  Request: "+15005550010",
};
const press1 = { ...call, Digits: { g1: "1" } };

const store = () => startApplication({ "/voice": gather, "/menu": done });

function start(application: Application, config: TwivotOptions["config"] = {}) {
  return startTwivot({ app: { voiceUrl: `${application.url}/voice` }, config });
}

function ask(twivot: Listening, url: string, parameters: object): Promise<KazooAnswer> {
  const body = JSON.stringify(parameters);
  return sendOverHttp(twivot, { method: "POST", url, headers: { "content-type": "application/json" }, body });
}

/** The flow of an answer that must be one. */
function flowOf(answer: KazooAnswer): Flow {
  expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
  if (!("body" in answer)) throw new Error("there is no answer");
  expect(answer.body).toMatch(/^[\x20-\x7e]*$/);
  return JSON.parse(answer.body) as Flow;
}

/** Where a flow comes back: the last pivot node on its way. */
function backUrl(flow: Flow): string {
  for (let node: Flow | undefined = flow; node !== undefined; node = node.children?.["_"]) {
    if (node.module === "pivot") return node.data.voice_url;
  }
  throw new Error("the flow does not come back");
}

async function begin(twivot: Listening): Promise<string> {
  return backUrl(flowOf(await ask(twivot, `${twivot.publicUrl}/pivot`, call)));
}

function refusal(answer: KazooAnswer): { status: number; code: string } {
  if (!("body" in answer)) throw new Error("there is no answer");
  expect(answer.headers).toMatchObject({ connection: "close" });
  return { status: answer.status, code: JSON.parse(answer.body).error.code };
}

test("a restart between a Gather and its continuation loses nothing", async () => {
  await using application = await store();
  let url: string;
  {
    await using first = await start(application);
    url = await begin(first);
  }
  await using second = await start(application);
  expect(flowOf(await ask(second, url, press1))).toMatchObject({ module: "tts", data: { text: "Thanks" } });
  expect(application.received[1]?.parameters).toMatchObject({ Digits: "1", CallStatus: "in-progress" });
  expect(flowOf(await ask(second, url, call))).toMatchObject({ module: "tts", data: { text: "Nothing" } });
});

test("a new secret in front seals, and the old one still opens", async () => {
  const [old, fresh] = ["an old secret of at least 32 characters", "a new secret of at least 32 characters"];
  await using application = await store();
  let url: string;
  {
    await using before = await start(application, { secrets: [old] });
    url = await begin(before);
  }
  await using rotated = await start(application, { secrets: [fresh, old] });
  expect(flowOf(await ask(rotated, url, press1)).module).toBe("tts");
  const newUrl = await begin(rotated);
  await using after = await start(application, { secrets: [fresh] });
  expect(flowOf(await ask(after, newUrl, press1)).module).toBe("tts");
  expect(refusal(await ask(after, url, press1))).toEqual({ status: 403, code: "token-foreign" });
});

test.each([
  [
    "tampered",
    (url: string) =>
      url.replace(/(\/c\/[^.]*\.\.[^.]*\.)(.)/, (_all, head, one) => head + (one === "A" ? "B" : "A")),
    press1,
    "token-foreign",
  ],
  ["no token", (url: string) => url.replace(/\/c\/.*/, "/c/abc"), press1, "token-foreign"],
  ["of another call", (url: string) => url, { ...press1, "Call-ID": "call-2@10.0.0.1" }, "token-other-call"],
  [
    "of another account",
    (url: string) => url,
    { ...press1, "Account-ID": "f".repeat(32) },
    "token-other-call",
  ],
])("a token that is %s is refused, and no request leaves", async (_name, change, parameters, code) => {
  await using application = await store();
  await using twivot = await start(application);
  const url = change(await begin(twivot));
  expect(refusal(await ask(twivot, url, parameters))).toEqual({ status: 403, code });
  expect(application.requests()).toEqual(["POST /voice"]);
});

test("a token is refused when a day has passed", async () => {
  await using application = await store();
  let nowMs = Date.now();
  await using twivot = await startTwivot({
    app: { voiceUrl: `${application.url}/voice` },
    outside: { now: () => nowMs },
  });
  const url = await begin(twivot);
  nowMs += 24 * 60 * 60 * 1000 + 1000;
  expect(refusal(await ask(twivot, url, press1))).toEqual({ status: 403, code: "token-expired" });
  expect(application.requests()).toEqual(["POST /voice"]);
});

test("every request needs the key where one is set, and every URL that Kazoo gets has it", async () => {
  await using application = await store();
  await using twivot = await start(application, { pivotKey: "a key&of=signs" });
  const pivot = `${twivot.publicUrl}/pivot`;
  expect(refusal(await ask(twivot, pivot, call))).toEqual({ status: 403, code: "pivot-key" });
  expect(refusal(await ask(twivot, `${pivot}?key=wrong`, call))).toEqual({ status: 403, code: "pivot-key" });
  expect(application.requests()).toEqual([]);
  const url = backUrl(flowOf(await ask(twivot, `${pivot}?key=a%20key%26of%3Dsigns`, call)));
  expect(url).toMatch(/\?key=a%20key%26of%3Dsigns$/);
  expect(flowOf(await ask(twivot, url, press1)).module).toBe("tts");
  expect(refusal(await ask(twivot, url.replace(/\?.*/, ""), press1))).toEqual({
    status: 403,
    code: "pivot-key",
  });
});

test("a document of 60 kB goes on from its first Gather through a URL", async () => {
  // Digests cannot be compressed.
  const digest = (index: number) => createHash("sha512").update(String(index)).digest("base64url");
  const says = Array.from({ length: 520 }, (_, index) => `<Say>Part ${index}. ${digest(index)}</Say>`);
  const document = `<Response><Gather numDigits="1"><Say>Press</Say></Gather>${says.join("")}</Response>`;
  await using application = await startApplication({ "/voice": document });
  await using twivot = await start(application);
  const { heard, exchanges } = await playCall(twivot);
  expect(document.length).toBeGreaterThan(50_000);
  expect(Math.max(...exchanges.map(({ request }) => request.url.length))).toBeGreaterThan(16_000);
  // The caller of the simulator hangs up after half an hour.
  const parts = heard.join(" ").match(/Part \d+/g) ?? [];
  expect(parts.length).toBeGreaterThan(250);
  expect(parts).toEqual(parts.map((_, index) => `Part ${index}`));
  for (const { answer } of exchanges) {
    expect("body" in answer ? answer.body.length : Number.NaN).toBeLessThan(100_000);
  }
});

test("a rest of two verbs comes back by a token of under 600 characters", async () => {
  await using application = await startApplication({
    "/voice": `<Response><Gather numDigits="1" action="/menu"><Say>Press</Say></Gather>
      <Say>We did not receive any input.</Say><Redirect>/voice?attempt=2</Redirect></Response>`,
  });
  await using twivot = await start(application);
  const token = (await begin(twivot)).split("/pivot/c/")[1] ?? "";
  expect(token.length).toBeLessThan(600);
});

test("calls at the same time keep their cookies and digits apart", async () => {
  await using application = await startApplication({
    "/voice": ({ parameters }) => ({
      headers: { "content-type": "text/xml", "set-cookie": `call=${parameters["CallSid"]}` },
      body: '<Response><Gather numDigits="4" action="/menu"/></Response>',
    }),
    "/menu": ({ parameters, headers }) =>
      `<Response><Say>${parameters["Digits"]} ${headers.cookie === `call=${parameters["CallSid"]}`}</Say></Response>`,
  });
  await using twivot = await start(application);
  const calls = Array.from({ length: 50 }, async (_, index) => {
    const own = { ...call, "Call-ID": `call-${index}@10.0.0.1` };
    const url = backUrl(flowOf(await ask(twivot, `${twivot.publicUrl}/pivot`, own)));
    const digits = String(1000 + index);
    const flow = flowOf(await ask(twivot, url, { ...own, Digits: { g1: digits } }));
    expect(flow).toMatchObject({ module: "tts", data: { text: `${digits} true` } });
  });
  await Promise.all(calls);
});
