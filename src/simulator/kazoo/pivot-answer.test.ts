import { expect, it } from "vitest";
import { SimulatorError } from "../simulator-error.ts";
import { judgeAnswer } from "./pivot-answer.ts";

const flow = { module: "hangup", data: {} };
const good = {
  tookMs: 1,
  status: 200,
  headers: { "content-type": "application/json" } as Record<string, string>,
  body: JSON.stringify(flow),
};

it.each([200, 206])("runs the flow of a %i", (status) => {
  expect(judgeAnswer({ ...good, status })).toEqual({ kind: "flow", flow });
});

it.each([201, 202, 204, 300, 304, 400, 404, 500, 503, 599])("takes %i for a failure", (status) => {
  expect(judgeAnswer({ ...good, status })).toEqual({ kind: "failed" });
});

it("knows no status from 600 on", () => {
  expect(judgeAnswer({ ...good, status: 600 })).toEqual({ kind: "dead-air" });
});

it.each([
  ["nothing", ""],
  ["half of an object", '{"module":'],
  ["something behind the object", "{}x"],
  ["a byte order mark", "\ufeff{}"],
  ["half of a character", String.raw`{"a":"\ud800"}`],
  ["half of a character in a name", String.raw`{"\udc00":1}`],
])("hangs up on %s", (_what, body) => {
  expect(judgeAnswer({ ...good, body })).toEqual({ kind: "hang-up" });
});

it.each(["application/json; charset=utf-8", "Application/JSON", "text/plain", "text/html"])(
  "takes JSON from %s",
  (type) => {
    expect(judgeAnswer({ ...good, headers: { "content-type": type } })).toEqual({ kind: "flow", flow });
  },
);

it.each([{ "content-type": "text/xml" }, { "content-type": "application/xml" }, {}])(
  "looks for TwiML, not for JSON, behind %j",
  (headers: Record<string, string>) => {
    expect(judgeAnswer({ ...good, headers })).toEqual({ kind: "hang-up" });
  },
);

it.each([
  ["a redirect", { status: 302, headers: { location: "https://p.example/" } }],
  ["Retry-After", { status: 503, headers: { "retry-after": "1" } }],
  ["TwiML", { headers: { "content-type": "text/xml" }, body: "<Response/>" }],
])("does not pretend to know %s", (_what, answer) => {
  expect(() => judgeAnswer({ ...good, ...(answer as Partial<typeof good>) })).toThrow(SimulatorError);
});
