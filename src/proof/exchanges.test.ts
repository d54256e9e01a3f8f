import { expect, test } from "vitest";
import type { IncomingResponse } from "../outside.ts";
import { answersOf, type Exchange, identityProblems } from "./exchanges.ts";

type Answer = {
  readonly status?: number;
  readonly headers?: IncomingResponse["headers"];
  readonly body?: string;
};

function exchange(line: string, answer: Answer = {}): Exchange {
  const [method = "", url = ""] = line.split(" ");
  const { status = 200, headers = { "content-type": "text/xml" }, body = "<Response/>" } = answer;
  const request = { method: method as "GET" | "POST", url: `http://app.test${url}`, headers: {} };
  return { request, response: { status, headers, body: Buffer.from(body) } } as unknown as Exchange;
}

function names(...exchanges: readonly Exchange[]) {
  return answersOf(exchanges).map(({ resource, method, time }) => [resource, method, time]);
}

test("an answer is kept once, and again from the request on that gets another", () => {
  const a = { body: "<a/>" };
  const b = { body: "<b/>" };
  const asked = [a, a, b, b, a].map((answer) => exchange("POST /menu", answer));
  expect(names(...asked)).toEqual([
    ["menu", undefined, 1],
    ["menu", undefined, 3],
    ["menu", undefined, 5],
  ]);
});

test("Twilio's parameters in a GET are no part of what was asked", () => {
  expect(
    names(
      exchange("GET /menu?lang=de&CallSid=CA1&From=%2B15005550006"),
      exchange("GET /index?CallSid=CA1&From=%2B15005550006"),
      exchange("POST /orders?attempt=2"),
    ),
  ).toEqual([
    ["menu@lang=de", undefined, 1],
    ["index", undefined, 1],
    ["orders@attempt=2", undefined, 1],
  ]);
});

test("the method is told where both are used for the same", () => {
  expect(names(exchange("POST /menu"), exchange("GET /menu"))).toEqual([
    ["menu", "POST", 1],
    ["menu", "GET", 1],
  ]);
});

test("of the headers those are kept on which a call depends", () => {
  const headers = {
    "content-type": "text/html; charset=UTF-8",
    "set-cookie": ["a=1", "b=2"],
    "x-powered-by": "Express",
    location: undefined,
  };
  const [answer] = answersOf([exchange("POST /voice", { status: 201, headers })]);
  expect(answer).toMatchObject({
    status: 201,
    headers: { "content-type": "text/html", "set-cookie": "a=1" },
    body: "<Response/>",
  });
  expect(Object.keys(answer?.headers ?? {})).toHaveLength(2);
});

test("audio stays bytes", () => {
  const [answer] = answersOf([
    exchange("POST /voice", { headers: { "content-type": "audio/mpeg" }, body: "ID3" }),
  ]);
  expect(answer?.body).toEqual(Buffer.from("ID3"));
});

function posting(body: string, headers: Readonly<Record<string, string>> = {}): Exchange {
  const { request, response } = exchange("POST /voice");
  return { request: { ...request, body, headers }, response };
}

test("who calls, cookies and credentials must be the same on both platforms", () => {
  const twilio = [posting("From=%2B15005550006&CallStatus=ringing", { Cookie: "a=1" })];
  const kazoo = [posting("From=%2B15005550001&CallStatus=in-progress", { Authorization: "Basic dTpw" })];
  expect(identityProblems(twilio, kazoo)).toEqual([
    "Cookie of request 1, POST /voice: a=1 at Twilio, none on Kazoo.",
    "From of request 1, POST /voice: +15005550006 at Twilio, +15005550001 on Kazoo.",
    "Authorization of request 1, POST /voice: none at Twilio, Basic dTpw on Kazoo.",
  ]);
  expect(identityProblems(twilio, twilio)).toEqual([]);
});

test("requests for different things are left to the comparison of transcripts", () => {
  expect(identityProblems([posting("From=a")], [exchange("POST /menu")])).toEqual([]);
  expect(identityProblems([posting("From=a")], [])).toEqual([]);
});
