import { describe, expect, test } from "vitest";
import { readDebugDocuments } from "./debug-document.ts";
import { fixtureOf } from "./record-call.ts";

const asIs = (text: string) => text;
const call_id = "call-1@10.0.0.1";
const kazoo = "Call-ID=call-1%4010.0.0.1&Account-ID=0123456789abcdef0123456789abcdef&Request=%2B15005550010";

/** The documents of one Pivot request, as Kazoo's documentation has them: the answer is in two. */
function round(request: object, resp_body: string, status = "200") {
  return [
    { call_id, method: "post", req_body: "", ...request },
    { call_id, resp_headers: { "content-type": "text/xml" }, resp_status_code: status },
    { call_id, resp_body },
  ];
}

const menu = '<Response><Gather action="/menu"><Say>Press one or two</Say></Gather></Response>';
const bye = "<Response><Say>Bye</Say></Response>";
const twiml = [
  ...round({ uri: "http://ivr.test/voice?lang=en", req_body: "CallSid=1&From=100" }, menu),
  ...round({ uri: "http://ivr.test/menu", req_body: "CallSid=1&Digits=2" }, menu),
  ...round({ uri: "http://ivr.test/menu", req_body: "CallSid=1&Digits=2" }, bye),
];

function fixture(documents: unknown) {
  return fixtureOf(readDebugDocuments(JSON.stringify(documents)), asIs);
}

test("TwiML that the application answered becomes its answers, keys become the caller's", () => {
  const { call, answers } = fixture(twiml);
  expect(call).toMatchObject({
    voice: { method: "POST", path: "/voice?lang=en" },
    from: "100",
    caller: [
      { when: { hears: "Press one or two", plusMs: 1000 }, do: { press: "2" } },
      { when: { hears: "Press one or two", plusMs: 1000 }, do: { press: "2" } },
    ],
  });
  expect(answers.map(({ resource, time, status, body }) => [resource, time, status, body])).toEqual([
    ["voice@lang=en", 1, 200, menu],
    ["menu", 1, 200, menu],
    ["menu", 2, 200, bye],
  ]);
});

test.each([
  ["in an object with data", { data: twiml, status: "success" }],
  ["newest first", twiml.toReversed()],
  [
    "with times",
    twiml.map((document, index) => ({ ...document, created: 63_635_231_906 + index })).toReversed(),
  ],
])("documents %s are the same call", (_, documents) => {
  expect(fixture(documents)).toEqual(fixture(twiml));
});

describe("in the format of Kazoo", () => {
  const prompt = { module: "tts", data: { text: "Press one" }, children: { _: { module: "collect_dtmf" } } };
  const documents = [
    ...round({ uri: `http://ivr.test/flow.php?${kazoo}`, method: "get" }, JSON.stringify(prompt)),
    ...round({ uri: `http://ivr.test/two?${kazoo}&Digits[one]=1`, method: "get" }, JSON.stringify(prompt)),
    ...round({ uri: `http://ivr.test/three?${kazoo}&Digits[one]=1&Digits[two]=34`, method: "get" }, "{}"),
  ];

  test("callflows are kept beside the requests", () => {
    const { answers, recorded, call } = fixture(documents);
    expect(answers).toEqual([]);
    expect(call).toMatchObject({ voice: { method: "GET", path: "/flow.php" }, to: "+15005550010" });
    expect([...recorded.keys()]).toEqual(
      [1, 2, 3].flatMap((number) => [`recorded/${number}-request.json`, `recorded/${number}-flow.json`]),
    );
    expect(JSON.parse(recorded.get("recorded/1-flow.json") ?? "")).toEqual(prompt);
    expect(JSON.parse(recorded.get("recorded/2-request.json") ?? "")).toMatchObject({
      path: "/two",
      parameters: { Digits: { one: "1" } },
    });
  });

  test("keys that come again were pressed once", () => {
    expect(fixture(documents).call.caller.map((step) => step.do)).toEqual([{ press: "1" }, { press: "34" }]);
  });
});

test("JSON bodies are read too, and a failing application stays one", () => {
  const body = JSON.stringify({ "Call-ID": call_id, "Caller-ID-Number": "+15005550006" });
  const documents = round({ uri: "http://ivr.test/voice", req_body: body }, "Not Found", "404");
  const { call, answers } = fixture(documents);
  expect(call.from).toBe("+15005550006");
  expect(answers).toMatchObject([{ resource: "voice", status: 404, body: "Not Found" }]);
});

test("a request without an answer has none", () => {
  expect(fixture(twiml.slice(0, 4)).answers.map(({ resource }) => resource)).toEqual(["voice@lang=en"]);
});

const request = { call_id, uri: "http://ivr.test/voice", method: "get", req_body: "" };

test.each([
  ["no JSON", "{", "It is no JSON: "],
  ["no list", '{"data": 1}', "It must be a list of debug documents"],
  ["a list of something else", "[1, {}]", "Item 1 is no object."],
  ["nothing", "[]", "No object in it has a call_id."],
  ["an answer alone", JSON.stringify(twiml.slice(1, 3)), "An answer in it comes before every request"],
  ["no request", JSON.stringify([{ call_id }]), "There is no request in it"],
  ["two calls", JSON.stringify([request, { ...request, call_id: "other" }]), "It is a list of calls"],
  ["a list of calls", JSON.stringify([{ ...request, has_schema_errors: false }]), "It is a list of calls"],
  ["a bad URL", JSON.stringify([{ ...request, uri: 1 }]), "Request 1: its uri is no http URL: 1."],
  [
    "a bad body",
    JSON.stringify([{ ...request, req_body: "{" }]),
    "Request 1: The body cannot be read as JSON",
  ],
])("%s is told", (_, text, fault) => {
  expect(() => readDebugDocuments(text)).toThrow(fault);
});
